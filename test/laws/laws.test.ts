import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { withChanges } from '../../lib/evaluate/remedies.ts'
import type { Answer, Entry, Knowledge, Profile, Proof } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry, fullProfile, guestFacts, knowledge, partial, profile, records } from '../fixtures/world.ts'

const RUNS = { numRuns: Number(process.env.LAW_RUNS ?? 1000) }
const ask = (of: Knowledge, source: Profile, destination: Profile): Answer => evaluate(of, { source, destination, remedies: false })
const withFacts = (of: Profile, facts: Record<string, string>): Profile => ({ ...of, facts: { ...of.facts, ...facts } })
const core = ({ verdict, start, stream, guest, findings }: Answer) => ({
  verdict,
  start,
  stream,
  guest,
  findings: findings.map(({ record, claim, certain }) => `${record} ${claim} ${certain}`).sort(),
})

describe('laws of the evaluator', { timeout: 120_000 }, () => {
  it('a host is compatible with itself', () => {
    fc.assert(
      fc.property(knowledge, fullProfile, (of, host) => {
        const answer = ask(of, host, host)
        expect(answer.findings).toEqual([])
        expect(answer.verdict).toBe('yes')
      }),
      RUNS,
    )
  })

  it('the order of records and repeated records make no difference', () => {
    fc.assert(
      fc.property(
        records.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 }))),
        partial(fullProfile),
        partial(fullProfile),
        ([some, shuffled], a, b) => {
          expect(ask(buildKnowledge(shuffled), a, b)).toEqual(ask(buildKnowledge(some), a, b))
        },
      ),
      RUNS,
    )
  })

  it('adding a fact never turns yes into no', () => {
    fc.assert(
      fc.property(knowledge, fullProfile, fullProfile, guestFacts, fc.subarray(['linux', 'qemu', 'cpu', 'accel']), (of, a, b, guest, dropped) => {
        const less = { ...b, facts: Object.fromEntries(Object.entries(b.facts).filter(([key]) => !dropped.includes(key))) }
        if (ask(of, a, less).verdict !== 'yes') return
        expect(ask(of, withFacts(a, guest), b).verdict).toBe('yes')
      }),
      RUNS,
    )
  })

  it('what is called unknown or conditional is settled by the facts that it names', () => {
    fc.assert(
      fc.property(knowledge, fullProfile, fullProfile, guestFacts, fc.subarray(['linux', 'qemu', 'cpu', 'accel']), (of, a, b, guest, dropped) => {
        let source = a
        let destination: Profile = { ...b, facts: Object.fromEntries(Object.entries(b.facts).filter(([key]) => !dropped.includes(key))) }
        for (let round = 0; round < 12; round++) {
          const { missing, findings } = ask(of, source, destination)
          if (findings.every(({ certain }) => certain === 'yes')) return
          expect(missing.length).toBeGreaterThan(0)
          const wanted = missing.filter(({ fact }) => !fact.startsWith('knowledge.'))
          if (wanted.length === 0) return
          for (const { fact } of wanted) {
            if (fact.startsWith('guest.')) source = withFacts(source, { [fact]: guest[fact] as string })
            else destination = withFacts(destination, { [fact.replace('destination.', '')]: b.facts[fact.replace('destination.', '')] as string })
          }
        }
        expect.fail('the facts that were asked for did not settle it')
      }),
      RUNS,
    )
  })

  it('raising the destination never turns yes into no where less is what hurts', () => {
    const monotone = fc.tuple(fc.constantFrom('low', 'mid', 'high'), fc.constantFrom('low', 'mid', 'high'), fc.constantFrom('low', 'mid', 'high'))
    const of = buildKnowledge([
      ...LINES,
      entry({
        kind: 'feature',
        id: 'x/level',
        title: 'level',
        summary: 'level',
        rely: 'yes',
        surface: { kind: 'other', text: 'none' },
        control: { by: 'host', text: 'cpu' },
        values: { type: 'enum', order: ['low', 'mid', 'high'] },
        support: ['low', 'mid', 'high'].map((value) => ({ component: 'cpu', when: { cpu: value }, value, evidence: EVIDENCE })),
        migration: [{ id: 'level', stage: 'stream', compare: 'dst>=src', lowered: { effect: 'refused' }, summary: 'lower', evidence: EVIDENCE }],
      }),
    ])
    const order = ['low', 'mid', 'high']
    fc.assert(
      fc.property(monotone, ([source, lower, higher]) => {
        if (order.indexOf(higher) < order.indexOf(lower)) return
        if (ask(of, profile(`cpu=${source}`), profile(`cpu=${lower}`)).verdict === 'yes')
          expect(ask(of, profile(`cpu=${source}`), profile(`cpu=${higher}`)).verdict).toBe('yes')
      }),
      RUNS,
    )
  })

  it('a blocker beats any support', () => {
    fc.assert(
      fc.property(records, partial(fullProfile), partial(fullProfile), fc.constantFrom('start', 'stream'), (some, a, b, stage) => {
        const blocker = entry({
          kind: 'rule',
          id: 'rules/blocker',
          title: 'blocker',
          summary: 'blocks',
          clauses: [{ id: 'always', stage, if: { machine: 'm' }, effect: 'refused', summary: 'always', evidence: EVIDENCE }],
        })
        expect(ask(buildKnowledge([...some, blocker]), a, b).verdict).toBe('no')
      }),
      RUNS,
    )
  })

  it('every remedy that is offered gives the verdict that it promises, which is better', () => {
    const order = ['no', 'unknown', 'conditional', 'yes']
    fc.assert(
      fc.property(knowledge, fullProfile, partial(fullProfile), guestFacts, (of, a, b, guest) => {
        const source = withFacts(a, guest)
        const answer = evaluate(of, { source, destination: b })
        for (const { changes, verdict } of answer.remedies) {
          expect(order.indexOf(verdict)).toBeGreaterThan(order.indexOf(answer.verdict))
          expect(ask(of, withChanges(source, changes, 'source'), withChanges(b, changes, 'destination')).verdict).toBe(verdict)
        }
      }),
      { numRuns: RUNS.numRuns / 2 },
    )
  })

  it('chains are sticky: a chain back to where it began ends as it began, and what was not offered at boot cannot be lost', () => {
    fc.assert(
      fc.property(knowledge, fullProfile, fullProfile, guestFacts, (of, a, b, guest) => {
        const source = withFacts(a, guest)
        const { hops } = evaluate(of, { source, via: [b], destination: a, remedies: false })
        const lost = hops?.[1]?.findings.filter(({ claim }) => claim.startsWith('use-')) ?? []
        expect(lost).toEqual([])
      }),
      RUNS,
    )
  })

  it('a proof is sufficient: with nothing but what it cites, the same is found', () => {
    fc.assert(
      fc.property(knowledge, fullProfile, fullProfile, guestFacts, (of, a, b, guest) => {
        const source = withFacts(a, guest)
        for (const finding of ask(of, source, b).findings) {
          const cited = collect(finding.because)
          const kept = (side: 'source' | 'destination', whole: Profile): Profile => ({
            ...whole,
            facts: Object.fromEntries(Object.entries(whole.facts).filter(([key]) => cited.facts.has(key.startsWith('guest.') ? key : `${side}.${key}`))),
          })
          const less = buildKnowledge([...of.entries.values()].flatMap((one) => reduce(one, cited.statements)))
          const again = ask(less, kept('source', source), kept('destination', b)).findings.find(
            ({ record, claim }) => record === finding.record && claim === finding.claim,
          )
          expect(again && { ...again, because: [] }).toEqual({ ...finding, because: [] })
        }
      }),
      { numRuns: RUNS.numRuns / 2 },
    )
  })

  it('the same question gives the same answer, and answers are what the schema says', async () => {
    const { Answer: Schema } = await import('../../lib/model/index.ts')
    fc.assert(
      fc.property(knowledge, partial(fullProfile), partial(fullProfile), (of, a, b) => {
        const answer = evaluate(of, { source: a, destination: b })
        expect(Schema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(JSON.parse(JSON.stringify(answer)))
        expect(core(evaluate(of, { source: a, destination: b }))).toEqual(core(answer))
      }),
      RUNS,
    )
  })
})

function collect(
  proofs: readonly Proof[],
  into = { facts: new Set<string>(), statements: new Set<string>() },
): { facts: Set<string>; statements: Set<string> } {
  for (const proof of proofs) {
    if (proof.kind === 'fact') into.facts.add(proof.fact)
    if (proof.kind === 'missing') into.statements.add(proof.fact)
    if (proof.kind === 'statement') into.statements.add(`${proof.record} ${proof.statement}`)
    if (proof.kind === 'step') collect(proof.because, into)
  }
  return into
}

/** A record with only the cited statements; one of which nothing is cited is left out, but for release lines. */
function reduce(one: Entry, statements: ReadonlySet<string>): Entry[] {
  if (one.data.kind !== 'feature') return [one]
  const { data } = one
  const support = data.support.filter((_, index) => statements.has(`${data.id} support.${index}`))
  const layers = [...new Set(data.support.map(({ component }) => component))]
    .filter((component) => support.some((statement) => statement.component === component) || statements.has(`knowledge.${data.id}.${component}`))
    .map((component) => ({ component }))
  if (layers.length === 0) return []
  return [{ ...one, data: { ...data, support, layers } }]
}
