import { describe, expect, it } from 'vitest'
import { compareVersions, stateAt } from '../../lib/model/ranges.ts'
import { type Event, isReleased, placeOf, ReleaseLine } from '../../lib/model/index.ts'
import { EVIDENCE } from '../fixtures/world.ts'

const line = ReleaseLine.parse({
  kind: 'release-line',
  id: 'releases/linux',
  title: 'Linux',
  summary: 'some',
  component: 'linux',
  evidence: EVIDENCE,
  branches: [
    { name: '2.6.32', releases: [{ version: '2.6.32' }, { version: '2.6.32.1' }] },
    { name: '5.15', releases: [{ version: '5.15' }, { version: '5.15.1' }, { version: '5.15.2' }] },
    { name: '6.1', releases: [{ version: '6.1' }, { version: '6.1.77' }], open: true },
    { name: '6.2', releases: [{ version: '6.2' }] },
  ],
})
const events = (...some: [Event['event'], string][]): Event[] => some.map(([event, version]) => ({ event, version }))

describe('stateAt', () => {
  it.each([
    ['a mainline event reaches later branches', events(['introduced', '5.15']), '6.1.77', 'present'],
    ['and not earlier ones', events(['introduced', '6.1']), '5.15.2', 'absent'],
    ['a backport reaches its branch from its release on', events(['introduced', '6.2'], ['introduced', '6.1.77']), '6.1.77', 'present'],
    ['and not before', events(['introduced', '6.2'], ['introduced', '6.1.77']), '6.1.5', 'absent'],
    ['and no other branch', events(['introduced', '5.15.2']), '6.1', 'absent'],
    ['a bare branch in which it changed is either', events(['introduced', '6.2'], ['introduced', '6.1.77']), '6.1', 'either'],
    ['a bare branch in which it did not is plain', events(['introduced', '5.15']), '6.1', 'present'],
    ['removed ends it', events(['introduced', '5.15'], ['removed', '6.2']), '6.2', 'absent'],
    ['without an introduction it began before', events(['removed', '6.2']), '5.15', 'present'],
    ['broken until fixed', events(['introduced', '5.15'], ['broken', '6.1'], ['fixed', '6.2']), '6.1.77', 'absent'],
    ['a reserved number is no implementation', events(['reserved', '5.15']), '6.2', 'absent'],
    ['what is deprecated is still there', events(['introduced', '5.15'], ['deprecated', '6.1']), '6.2', 'present'],
    ['branches of three numbers', events(['introduced', '2.6.32.1']), '2.6.32.1', 'present'],
  ] as const)('%s', (_, some, version, state) => expect(stateAt(some, version, line)).toBe(state))

  it('says nothing of a vendor build', () => expect(stateAt(events(['introduced', '5.15']), '5.14.0-427.el9', line)).toBeUndefined())
})

describe('versions', () => {
  it('are placed by branch and point', () => {
    expect(placeOf('v6.1.77', line)).toMatchObject({ branch: '6.1', point: 77 })
    expect(placeOf('2.6.32', line)).toMatchObject({ branch: '2.6.32', point: undefined })
    expect(placeOf('6.3', line)).toBeUndefined()
  })
  it('were released if listed, or on an open branch', () => {
    expect([isReleased('5.15.2', line), isReleased('5.15.3', line), isReleased('6.1.5', line), isReleased('6.3', line)]).toEqual([true, false, true, false])
  })
  it('compare by branch first; a bare branch may lie on either side of its points', () => {
    expect(compareVersions('5.15.2', '6.1', line)).toEqual({ low: -1, high: -1 })
    expect(compareVersions('6.1', '6.1.77', line)).toEqual({ low: -1, high: 1 })
    expect(compareVersions('5.14.0-427.el9', '6.1', line)).toBeUndefined()
  })
})
