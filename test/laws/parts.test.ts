import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import type { Answer, Knowledge, Profile } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry, profile } from '../fixtures/world.ts'
import { calm, kin, knowledgeOf, pair, whole, world } from '../reference/world.ts'

const CASES = Number(process.env.LAWS ?? 10_000)
const EACH = 50

/** A law: holds for every case in every world. `told` are the cases of which it says something: at least `percent` of all. */
function always<World, Case>(worlds: fc.Arbitrary<World>, cases: fc.Arbitrary<Case>, law: (of: World, one: Case) => boolean, percent = 0): void {
  let told = 0
  const property = fc.property(worlds, fc.array(cases, { minLength: EACH, maxLength: EACH }), (of, some) => {
    for (const one of some) if (law(of, one)) told++
  })
  fc.assert(property, { numRuns: Math.ceil(CASES / EACH) })
  expect(told).toBeGreaterThanOrEqual((CASES * percent) / 100)
}

const ask = (of: Knowledge, source: Profile, destination: Profile): Answer => evaluate(of, { source, destination, remedies: false, proofs: false })
const peaceful = calm.map(knowledgeOf)

/** A profile without some of its facts. */
function without(one: Profile, keys: readonly string[]): Profile {
  return { ...one, facts: Object.fromEntries(Object.entries(one.facts).filter(([key]) => !keys.includes(key))) }
}

const some = fc.subarray(['linux', 'qemu', 'cpu', 'accel', 'guest.linux'])

describe('laws of the evaluator, with parts in the world', { timeout: 600_000 }, () => {
  it('a host of which everything is known is compatible with itself, whatever the VM is made of', () => {
    always(
      peaceful,
      whole,
      (of, host) => {
        // Of a part that no class knows nothing is promised, even where both sides have it.
        const found = ask(of, host, host).findings.filter(({ claim }) => !claim.startsWith('parts.unrecorded.'))
        expect(found, JSON.stringify(host)).toEqual([])
        return host.devices.length > 0
      },
      50,
    )
  })

  it('the order of records and repeated records make no difference', () => {
    const twice = world.chain((records) => {
      const all = [...LINES, ...records.map((data) => entry(data))]
      return fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }).map((shuffled) => [buildKnowledge(all), buildKnowledge(shuffled)] as const)
    })
    always(twice, pair, ([of, shuffled], [a, b]) => {
      expect(ask(shuffled, a, b)).toEqual(ask(of, a, b))
      return true
    })
  })

  it('what was not known may not turn a yes into anything else', () => {
    always(
      peaceful,
      fc.tuple(kin, some, some),
      (of, [[a, b], fewer, less]) => {
        if (ask(of, without(a, fewer), without(b, less)).verdict !== 'yes') return false
        expect(ask(of, a, b).verdict, JSON.stringify([a, b, fewer, less])).toBe('yes')
        return true
      },
      5,
    )
  })

  it('raising a property never turns yes into no where less is what hurts', () => {
    const differs = [{ direction: 'lowered', effect: 'refused' }, { effect: 'none' }]
    const of = buildKnowledge([
      ...LINES,
      entry({
        kind: 'rule',
        id: 'rules/parts',
        title: 'made up',
        summary: 'made up',
        parts: [
          { class: 'board', kind: 'machine', driver: ['m'], evidence: EVIDENCE },
          { class: 'one', driver: ['one'], section: 'one', properties: { p: { default: '2', differs }, q: { default: 'off', differs } }, evidence: EVIDENCE },
        ],
      }),
    ])
    const level = fc.record({ p: fc.option(fc.constantFrom('0', '1', '2', '3', '1k')), q: fc.option(fc.constantFrom('on', 'off')) })
    const numbers: Readonly<Record<string, number>> = { off: 0, on: 1, '1k': 1024 }
    const rank = (text: string | null, usual: string): number => numbers[text ?? usual] ?? Number(text ?? usual)
    const host = ({ p, q }: { p: string | null; q: string | null }): Profile => ({
      ...profile('machine=m'),
      complete: true,
      devices: [{ kind: 'device', driver: 'one', properties: { ...(p === null ? {} : { p }), ...(q === null ? {} : { q }) } }],
    })
    always(
      fc.constant(of),
      fc.tuple(level, level, level),
      (_, [source, lower, higher]) => {
        if (rank(higher.p, '2') < rank(lower.p, '2') || rank(higher.q, 'off') < rank(lower.q, 'off')) return false
        if (ask(of, host(source), host(lower)).verdict !== 'yes') return false
        expect(ask(of, host(source), host(higher)).verdict).toBe('yes')
        return true
      },
      10,
    )
  })

  it('a blocker beats any support, be it of one part', () => {
    const blocked = fc.tuple(world, fc.constantFrom('start', 'stream')).map(([records, stage]) =>
      buildKnowledge([
        ...LINES,
        ...records.map((data) => entry(data)),
        entry({
          kind: 'rule',
          id: 'rules/blocker',
          title: 'blocker',
          summary: 'blocks',
          parts: [
            {
              class: 'blocked',
              driver: ['blocked'],
              properties: { never: { differs: 'none' } },
              refuses: [{ id: 'always', stage, with: { never: { given: true } }, summary: 'always' }],
              evidence: EVIDENCE,
            },
          ],
        }),
      ]),
    )
    const blocker = { kind: 'device', driver: 'blocked', properties: { never: '1' } }
    always(blocked, pair, (of, [a, b]) => {
      expect(ask(of, { ...a, devices: [...a.devices, blocker] }, b).verdict).toBe('no')
      expect(ask(of, a, { ...b, complete: true, devices: [...b.devices, blocker] }).verdict).toBe('no')
      return true
    })
  })

  it('chains are sticky: back where it was started a guest has lost nothing, and a host that says nothing of the VM has its parts', () => {
    always(
      world.map(knowledgeOf),
      fc.tuple(whole, whole),
      (of, [one, other]) => {
        // What is known of the guest is known of it where it was started.
        const b = without(other, ['guest.linux', 'guest.uses.*'])
        const a = { ...one, facts: { ...one.facts, 'guest.uses.*': 'yes' } }
        const [there, back] = evaluate(of, { source: a, via: [b], destination: a, remedies: false, proofs: false }).hops ?? []
        const offered = new Set(of.features.flatMap(({ data }) => data.uses.map(({ name }) => `${data.id} ${name}`)))
        expect(back?.findings.filter(({ record, claim }) => offered.has(`${record} ${claim}`))).toEqual([])
        expect(there?.verdict).toBe(ask(of, a, b).verdict)
        const { linux = '', qemu = '', cpu = '', accel = '' } = b.facts
        const bare: Profile = { ...profile(''), facts: { linux, qemu, cpu, accel } }
        const onward = evaluate(of, { source: a, via: [bare], destination: bare, remedies: false, proofs: false }).hops?.[1]
        // The same host twice, with the same VM: what parts there are is what the guest was started with.
        expect(onward?.findings.filter(({ claim }) => /\.(lost|gained|driver)$/.test(claim) && claim.startsWith('parts.'))).toEqual([])
        return a.devices.length > 0
      },
      50,
    )
  })

  it('answers do not depend on what was asked before', () => {
    const asked = world.map((records) => ({ of: knowledgeOf(records), before: [] as (readonly [Profile, Profile])[] }))
    always(asked, pair, ({ of, before }, [a, b]) => {
      // The same records as if never asked: what is kept is kept with the knowledge.
      const fresh = Object.freeze({ ...of })
      // Turned round, too: what is kept with one side must not be taken for the other's.
      for (const [source, destination] of [[b, a] as const, ...before.slice(0, 1)])
        expect(ask(of, source, destination)).toEqual(ask(fresh, source, destination))
      before.unshift([a, b])
      return true
    })
  })
})
