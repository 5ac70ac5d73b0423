import { describe, expect, it } from 'vitest'
import { greatest, join, least, meet, offers, relate, showValue, valueFromText } from '../../lib/evaluate/values.ts'
import type { Domain } from '../../lib/model/index.ts'

const order: Domain = { type: 'enum', order: ['broken', 'workaround', 'fixed'] }
const set: Domain = { type: 'set', members: [0, 2, 3] }
const yesNo: Domain = { type: 'boolean' }
const number: Domain = { type: 'number' }

describe('values', () => {
  it('have a least and a greatest, but numbers', () => {
    expect([least(order), greatest(order), least(set), greatest(set), least(yesNo), greatest(yesNo), least(number)]).toEqual([
      'broken',
      'fixed',
      [],
      [0, 2, 3],
      false,
      true,
      undefined,
    ])
  })
  it('join and meet', () => {
    expect(join(set, [3], [0])).toEqual([0, 3])
    expect(meet(set, [0, 3], [0, 2])).toEqual([0])
    expect([join(order, 'broken', 'fixed'), meet(order, 'workaround', 'fixed'), meet(yesNo, true, false), join(number, 3, 5)]).toEqual([
      'fixed',
      'workaround',
      false,
      5,
    ])
  })
  it('relate by direction', () => {
    expect([relate(order, 'fixed', 'broken'), relate(order, 'broken', 'fixed'), relate(yesNo, true, true)]).toEqual(['lowered', 'raised', 'equal'])
    expect([relate(set, [0, 3], [0]), relate(set, [0], [0, 3]), relate(set, [2], [3]), relate(set, [0], [0])]).toEqual([
      'lowered',
      'raised',
      'changed',
      'equal',
    ])
  })
  it('offer what they hold', () => {
    expect([offers(set, [0, 3], [3]), offers(set, [0], [3]), offers(order, 'fixed', 'workaround'), offers(yesNo, false, true), offers(set, [], [])]).toEqual([
      true,
      false,
      true,
      false,
      true,
    ])
  })
  it('are read from options, or not at all', () => {
    expect([
      valueFromText(yesNo, 'on'),
      valueFromText(yesNo, 'maybe'),
      valueFromText(order, 'fixed'),
      valueFromText(set, '3,0'),
      valueFromText(number, '12'),
      valueFromText(yesNo, 'x', { x: true }),
    ]).toEqual([true, undefined, 'fixed', [0, 3], 12, true])
    expect(valueFromText(yesNo, 'constructor', {})).toBeUndefined()
  })
  it('are shown in words', () => expect([showValue([0, 3]), showValue([]), showValue(true), showValue(null)]).toEqual(['{0, 3}', 'none', 'yes', 'not known']))
})
