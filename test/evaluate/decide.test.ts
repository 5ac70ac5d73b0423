import { describe, expect, it } from 'vitest'
import { decide, rankOf } from '../../lib/evaluate/decide.ts'
import type { Found } from '../../lib/evaluate/found.ts'
import type { Finding } from '../../lib/model/index.ts'

/** A finding that refuses nothing and harms nobody, but for what is said. */
function found(some: Partial<Finding>, ...missing: string[]): Found {
  return {
    missing: missing.map((fact) => ({ fact, why: 'why' })),
    finding: {
      record: 'x/y',
      revision: '00000000',
      claim: 'c',
      stage: 'stream',
      effect: 'none',
      guest: 'unchanged',
      harmless: false,
      certain: missing.length > 0 ? 'unknown' : 'yes',
      source: { value: null },
      destination: { value: null },
      summary: 's',
      because: [],
      cites: [],
      policies: [],
      ...some,
    },
  }
}
const refused = { stage: 'stream', effect: 'refused' } as const
const start = { stage: 'start', effect: 'refused', side: 'destination' } as const

describe('decide', () => {
  it.each([
    ['nothing found', [], 'yes', 'yes', 'accepted', 'unchanged'],
    ['the stream is refused', [found(refused)], 'no', 'yes', 'refused', 'unchanged'],
    ['it is refused in some state of the guest', [found({ ...refused, depends: 'state' })], 'conditional', 'yes', 'conditional', 'unchanged'],
    ['a host decides whether it is refused', [found(refused, 'destination.linux')], 'unknown', 'yes', 'unknown', 'unchanged'],
    ['the guest decides whether it is refused', [found(refused, 'guest.uses.it')], 'conditional', 'yes', 'conditional', 'unchanged'],
    ['a host and the guest decide', [found(refused, 'guest.uses.it', 'destination.linux')], 'unknown', 'yes', 'unknown', 'unchanged'],
    ['the destination does not start', [found(start)], 'no', 'no', 'accepted', 'unchanged'],
    ['it may not start', [found(start, 'destination.qemu')], 'unknown', 'unknown', 'accepted', 'unchanged'],
    ['the guest breaks', [found({ stage: 'guest', guest: 'broken' })], 'no', 'yes', 'accepted', 'broken'],
    ['the guest may break', [found({ stage: 'guest', guest: 'broken' }, 'guest.uses.it')], 'conditional', 'yes', 'accepted', 'unknown'],
    ['the guest gets slower', [found({ stage: 'guest', guest: 'degraded' })], 'conditional', 'yes', 'accepted', 'degraded'],
    ['the guest sees a change', [found({ stage: 'guest', guest: 'changed' })], 'conditional', 'yes', 'accepted', 'changed'],
    ['no guest minds the change', [found({ stage: 'guest', guest: 'changed', harmless: true })], 'yes', 'yes', 'accepted', 'changed'],
    ['a refusal and an open question', [found(refused), found(refused, 'destination.linux')], 'no', 'yes', 'refused', 'unchanged'],
    ['slower for sure, broken perhaps', [found({ guest: 'degraded' }), found({ guest: 'broken' }, 'destination.cpu')], 'unknown', 'yes', 'accepted', 'unknown'],
  ] as const)('%s', (_, some, verdict, destination, stream, guest) =>
    expect(decide([...some], true)).toEqual({ verdict, start: { source: 'yes', destination }, stream, guest }),
  )
  it('promises nothing where no record speaks, but still refuses', () => {
    expect(decide([], false)).toEqual({ verdict: 'unknown', start: { source: 'yes', destination: 'yes' }, stream: 'unknown', guest: 'unknown' })
    expect(decide([found(refused)], false).verdict).toBe('no')
  })
  it('ranks verdicts', () => expect((['no', 'unknown', 'conditional', 'yes'] as const).map(rankOf)).toEqual([0, 1, 2, 3]))
})
