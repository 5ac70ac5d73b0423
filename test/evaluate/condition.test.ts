import { describe, expect, it } from 'vitest'
import { type Scope, judge } from '../../lib/evaluate/condition.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { completeSides } from '../../lib/evaluate/sides.ts'
import { type Profile, type RawCondition, type Truth, parseCondition } from '../../lib/model/index.ts'
import { conditionInWords } from '../../lib/evaluate/report/condition.ts'
import { LINES, profile } from '../fixtures/world.ts'

const knowledge = buildKnowledge(LINES)
const truth = (condition: RawCondition, source: string | Profile, destination: string | Profile = ''): Truth => {
  const read = (side: string | Profile) => (typeof side === 'string' ? profile(side) : side)
  const sides = completeSides(knowledge, read(source), read(destination))
  const scope: Scope = { knowledge, sides, side: sides.source, valueOf: () => undefined }
  return judge(condition, scope).truth
}

describe('a version that may be the earlier one', () => {
  it.each<[string, string, Truth]>([
    ['linux=3.0.1', 'linux=3.0.1', 'no'],
    ['linux=3.0.1', 'linux=3.0.2', 'no'],
    ['linux=3.0.2', 'linux=3.0.1', 'yes'],
    ['linux=3.0', 'linux=2.0.2', 'yes'],
    ['linux=3.0', 'linux=4.0.1', 'no'],
    ['linux=3.0.1', 'linux=3.0', 'unknown'],
    ['linux=3.0', 'linux=5.14.0-427.el9', 'unknown'],
    ['linux=3.0', '', 'unknown'],
    ['', '', 'unknown'],
  ])('%s to %s is older: %s', (source, destination, expected) => expect(truth({ older: 'linux' }, source, destination)).toBe(expected))

  it('is of one fact, and is said in words', () => {
    expect(() => parseCondition({ older: 'x/feature' })).toThrow(/one fact/)
    expect(conditionInWords({ older: 'linux' })).toBe('linux is older on the destination')
  })
})

describe('a name that is compared over the length that was sent', () => {
  it.each<[string, string, Truth]>([
    ['machine=m-1', 'machine=m-1', 'no'],
    ['machine=m-1', 'machine=m-1-more', 'no'],
    ['machine=m-1-more', 'machine=m-1', 'yes'],
    ['machine=m-1', 'machine=m-2', 'yes'],
  ])('%s to %s departs: %s', (source, destination, expected) => expect(truth({ departs: 'machine' }, source, destination)).toBe(expected))

  it('is of one fact, and is said in words', () => {
    expect(() => parseCondition({ departs: 'x/feature' })).toThrow(/one fact/)
    expect(conditionInWords({ departs: 'machine' })).toMatch(/does not begin with/)
  })
})

describe('a fact of one side', () => {
  it.each<[RawCondition, string, Truth]>([
    [{ cpu: 'p9' }, 'cpu=p9', 'yes'],
    [{ cpu: 'p9' }, 'cpu=p8', 'no'],
    [{ cpu: 'p9' }, '', 'unknown'],
    [{ cpu: { not: 'p9' } }, '', 'unknown'],
    [{ cpu: ['p8', 'p9'] }, 'cpu=p9', 'yes'],
    [{ cpu: ['p8', 'p7'] }, 'cpu=p9', 'no'],
    [{ machine: 'm-*' }, 'machine=m-2', 'yes'],
    [{ machine: 'm-*' }, 'machine=n-2', 'no'],
    [{ cap: 'on' }, '', 'no'],
    [{ cap: { not: 'on' } }, '', 'yes'],
    [{ cap: { given: true } }, 'cap=off', 'yes'],
    [{ cap: { given: true } }, '', 'no'],
    [{ cap: { given: false } }, '', 'yes'],
    [{ 'guest.os': { given: true } }, '', 'no'],
    [{ 'guest.os': { not: { given: true } } }, '', 'yes'],
    [{ 'guest.os': { not: { given: true } } }, 'guest.os=x', 'no'],
    [{ linux: '>=3.0' }, 'linux=3.0.1', 'yes'],
    [{ linux: '>=3.0 <4.0' }, 'linux=4.0', 'no'],
    [{ linux: '>=3.0.1' }, 'linux=3.0', 'unknown'],
    [{ linux: '>=3.0' }, 'linux=3.0.0-7.el9', 'unknown'],
    [{ 'guest.linux': '3.0.0' }, 'guest.linux=3.0.0', 'yes'],
    [{ 'guest.linux': '>=3.0' }, 'guest.linux=2.0.2', 'no'],
    [{ smp: '>=4' }, 'smp=12', 'yes'],
    [{ 'guest.uses.it': 'yes' }, 'guest.uses.*=no', 'no'],
  ])('%j of `%s` is %s', (condition, facts, expected) => expect(truth(condition, facts)).toBe(expected))

  it.each(['=', '<=', '>=', '<', '>'])('the name of a branch says of `%s` what any release of it does', (op) => {
    const condition = { linux: `${op}3.0` }
    expect(truth(condition, 'linux=3.0')).toBe(truth(condition, 'linux=3.0.2'))
    expect(truth(condition, 'linux=3.0')).not.toBe('unknown')
    const guest = { 'guest.linux': `${op}3.0` }
    expect(truth(guest, 'guest.linux=3.0.2')).toBe(truth(condition, 'linux=3.0.2'))
  })
})

describe("Kleene's logic", () => {
  const [yes, no, unknown]: RawCondition[] = [{ cpu: 'p9' }, { cpu: 'p8' }, { xen: '4.5' }] as const
  it.each<[RawCondition, Truth]>([
    [{ all: [yes, unknown] }, 'unknown'],
    [{ all: [no, unknown] }, 'no'],
    [{ any: [yes, unknown] }, 'yes'],
    [{ any: [no, unknown] }, 'unknown'],
    [{ not: unknown }, 'unknown'],
    [{ not: yes }, 'no'],
    [{ all: [] }, 'yes'],
    [{ any: [] }, 'no'],
  ])('%j is %s', (condition, expected) => expect(truth(condition, 'cpu=p9')).toBe(expected))
})

describe('the pair', () => {
  const device = (...devices: Profile['devices']): Profile => ({ ...profile(''), devices })
  it.each<[RawCondition, string, string, Truth]>([
    [{ differs: 'linux' }, 'linux=3.0.1', 'linux=3.0.2', 'yes'],
    [{ differs: 'linux' }, 'linux=3.0.1', 'linux=3.0.1', 'no'],
    [{ differs: 'linux' }, 'linux=3.0.1', '', 'unknown'],
    [{ differs: 'machine' }, 'machine=m', '', 'no'],
    [{ differs: 'cap' }, '', '', 'no'],
    [{ 'destination.cpu': 'p9' }, 'cpu=p8', 'cpu=p9', 'yes'],
    [{ 'source.cpu': 'p9' }, 'cpu=p8', 'cpu=p9', 'no'],
  ])('%j of `%s` and `%s` is %s', (condition, source, destination, expected) => expect(truth(condition, source, destination)).toBe(expected))
  it('looks for one device with all properties', () => {
    const condition = { device: { kind: 'device', driver: 'vhost-*', migratable: { not: ['true', 'on'] } } }
    expect(truth(condition, device({ kind: 'device', driver: 'vhost-scsi', properties: {} }))).toBe('yes')
    expect(truth(condition, device({ kind: 'device', driver: 'vhost-scsi', properties: { migratable: 'true' } }))).toBe('no')
    expect(
      truth(
        condition,
        device({ kind: 'device', driver: 'virtio', properties: {} }, { kind: 'device', driver: 'vhost-scsi', properties: { migratable: 'on' } }),
      ),
    ).toBe('no')
    expect(truth(condition, '')).toBe('no')
  })
  it('compares devices', () => {
    expect(truth({ differs: 'device' }, device({ kind: 'device', driver: 'a', properties: {} }), device({ kind: 'device', driver: 'b', properties: {} }))).toBe(
      'yes',
    )
    expect(truth({ differs: 'device' }, device({ kind: 'device', driver: 'a', properties: {} }), '')).toBe('no')
  })
})

it.each<[RawCondition, string]>([
  [{ kvm: 'hv', cpu: ['a', 'b'] }, 'kvm=hv and cpu=a|b'],
  [{ any: [{ linux: '>=5.9 <6.1' }, { not: { cap: 'on' } }] }, 'linux>=5.9 and linux<6.1 or not (cap=on)'],
  [{ 'x/y': { contains: 3 }, 'destination.cap': { given: true } }, 'x/y has 3 and destination.cap given'],
])('%j reads `%s`', (condition, words) => {
  expect(parseCondition(condition)).toBeDefined()
  expect(conditionInWords(condition)).toBe(words)
})
