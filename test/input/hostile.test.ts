import { describe, expect, it } from 'vitest'
import { parseDocument, parseDomain, parseShorthand, parseSide, profileOf } from '../../lib/input/index.ts'
import { message } from '../fixtures/message.ts'

const options = { options: ['cap'], name: 'input' }

describe('input that nests is refused before a parser runs out of stack or memory', () => {
  it.each([
    ['lists', '['.repeat(100_000)],
    ['mappings', '{"facts":'.repeat(12_000)],
    ['closed mappings', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
    ['block lists', '- '.repeat(100_000)],
    ['complex keys', '? '.repeat(100_000)],
  ])('%s', (_, text) => expect(message(() => parseDocument(text, options))).toBe('`input` nests deeper than 64 levels; give a plain mapping of facts'))
  it('elements', () =>
    expect(message(() => parseDomain(`${'<domain>'.repeat(9000)}${'</domain>'.repeat(9000)}`, options))).toBe(
      '`input` nests deeper than 64 elements; it is no libvirt domain',
    ))
  it('values that were parsed already', () => {
    const facts = JSON.parse(`${'{"facts":'.repeat(20_000)}{}${'}'.repeat(20_000)}`)
    expect(message(() => profileOf(facts, options))).toBe('`facts` in input is a mapping; it takes one value')
    let side: unknown = 'qemu=7.2'
    for (let depth = 0; depth < 20_000; depth++) side = { cmdline: ['qemu-kvm'], host: side }
    expect(message(() => parseSide(side, options))).toMatch(/^`cmdline` is not a key of input\.host/)
  })
  it('a mapping that holds itself', () => expect(message(() => parseDocument('&a {facts: *a}', options))).toMatch(/`facts` in input is a mapping/))
})

describe('values however they are spelt', () => {
  it.each(['yes', 'on', 'true', 'TRUE', '1', 'y'])('guest.running=%s is yes', (word) =>
    expect(parseShorthand(`guest.running=${word} guest.uses.scv=${word} xenfeat.dom0=${word}`, options).facts).toEqual({
      'guest.running': 'yes',
      'guest.uses.scv': 'yes',
      'xenfeat.dom0': 'yes',
    }),
  )
  it('JSON says true and false', () =>
    expect(profileOf({ config: { CONFIG_X: true, Y: false, CONFIG_Z: 'm' }, guest: { running: false, uses: { scv: true } } }, options).facts).toEqual({
      'config.CONFIG_X': 'y',
      'config.CONFIG_Y': 'n',
      'config.CONFIG_Z': 'm',
      'guest.running': 'no',
      'guest.uses.scv': 'yes',
    }))
  it.each([
    ['guest.running=maybe', '`guest.running=maybe` is not known; it takes yes, no'],
    ['config.CONFIG_X=maybe', '`config.CONFIG_X=maybe` is not known; it takes y, m, n'],
    ['guest.running=m', '`guest.running=m` is not known; it takes yes, no'],
  ])('%s', (text, says) => expect(message(() => parseShorthand(text, options))).toBe(says))
  it.each(['memory=2G', 'memory=2048', 'memory=2048M', 'memory=2GiB', 'memory=2097152K'])('%s is 2048 MiB', (text) =>
    expect(parseShorthand(text, options).facts).toEqual({ memory: '2048' }),
  )
})

describe('versions', () => {
  it('keep their zeros in YAML and JSON text', () => {
    expect(parseDocument('linux: 5.10\nguest: {linux: 4.20}', options).facts).toEqual({ linux: '5.10', 'guest.linux': '4.20' })
    expect(parseDocument('{"linux": 5.10}', options).facts).toEqual({ linux: '5.10' })
  })
  it.each([
    ['kvm: hv\n  cpu: x\n', '`input` is not valid JSON or YAML: nested mappings are not allowed in compact mappings at line 1, column 6'],
    ['qemu: "7.2"\n---\nqemu: "8.0"\n', '`input` is not valid JSON or YAML: it holds several documents; give one'],
  ])('%j is told', (text, says) => expect(message(() => parseDocument(text, options))).toBe(says))
  it('are not taken as numbers, which have lost them', () =>
    expect(message(() => profileOf(JSON.parse('{"linux": 5.10}'), options))).toBe(
      '`linux` is the number 5.1, which cannot be told from 5.10; write versions as text: `"linux": "5.1"`',
    ))
})
