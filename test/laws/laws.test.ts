import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { withChanges } from '../../lib/evaluate/with-changes.ts'
import type { Answer, Entry, Knowledge, Profile, Proof } from '../../lib/model/index.ts'
import { EVIDENCE, LINES, entry, fullProfile, guestFacts, knowledge, partial, profile, records } from '../fixtures/world.ts'

/** Cases of each law, and how many of them are made of one world: worlds take longer to make than to ask. */
const CASES = Number(process.env.LAWS ?? 10_000)
const EACH = 20

/** A law: holds for every case in every world; cases shrink one by one. */
function always<World, Case extends unknown[]>(
  world: fc.Arbitrary<World>,
  cases: fc.Arbitrary<Case>,
  law: (of: World, ...one: Case) => void,
  count = CASES,
): void {
  fc.assert(
    fc.property(world, fc.array(cases, { minLength: EACH, maxLength: EACH }), (of, some) => {
      for (const one of some) law(of, ...one)
    }),
    { numRuns: Math.ceil(count / EACH) },
  )
}

const ask = (of: Knowledge, source: Profile, destination: Profile): Answer => evaluate(of, { source, destination, remedies: false })
const withFacts = (of: Profile, facts: Record<string, string>): Profile => ({ ...of, facts: { ...of.facts, ...facts } })
const core = ({ verdict, start, stream, guest, findings }: Answer) => ({
  verdict,
  start,
  stream,
  guest,
  findings: findings.map(({ record, claim, certain }) => `${record} ${claim} ${certain}`).sort(),
})

/** Whether some feature says what happens to guests or migrations. */
const speaks = ({ features }: Knowledge): boolean =>
  features.some(({ data }) => data.clauses.length > 0 || data.uses.length > 0 || data.migration.some(({ compare }) => compare !== 'none'))

/** A feature again under another name, without what it says of guests and migrations. */
function onlyInforming(one: Entry): Entry[] {
  const { data } = one
  if (data.kind !== 'feature') return []
  const { option, ...control } = data.control
  return [{ ...one, data: { ...data, id: `${data.id}-info`, control, migration: [], uses: [], clauses: [] } }]
}

describe('laws of the evaluator', { timeout: 600_000 }, () => {
  it('a host is compatible with itself', () => {
    always(knowledge.filter(speaks), fc.tuple(fullProfile), (of, host) => {
      const answer = ask(of, host, host)
      expect(answer.findings).toEqual([])
      expect(answer.verdict).toBe('yes')
    })
  })

  it('records that only inform change no answer, and promise nothing', () => {
    const informed = records.map((some) => [buildKnowledge(some), buildKnowledge([...some, ...some.flatMap(onlyInforming)])] as const)
    always(informed, fc.tuple(partial(fullProfile), partial(fullProfile)), ([of, more], a, b) => {
      expect(core(ask(more, a, b))).toEqual(core(ask(of, a, b)))
    })
  })

  it('the order of records and repeated records make no difference', () => {
    const twice = records
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 })))
      .map(([some, shuffled]) => [buildKnowledge(some), buildKnowledge(shuffled)] as const)
    always(twice, fc.tuple(partial(fullProfile), partial(fullProfile)), ([of, shuffled], a, b) => {
      expect(ask(shuffled, a, b)).toEqual(ask(of, a, b))
    })
  })

  it('adding a fact never turns yes into no', () => {
    always(knowledge, fc.tuple(fullProfile, fullProfile, guestFacts, fc.subarray(['linux', 'qemu', 'cpu', 'accel'])), (of, a, b, guest, dropped) => {
      const less = { ...b, facts: Object.fromEntries(Object.entries(b.facts).filter(([key]) => !dropped.includes(key))) }
      if (ask(of, a, less).verdict !== 'yes') return
      expect(ask(of, withFacts(a, guest), b).verdict).toBe('yes')
    })
  })

  it('what is called unknown or conditional is settled by the facts that it names', () => {
    always(knowledge, fc.tuple(fullProfile, fullProfile, guestFacts, fc.subarray(['linux', 'qemu', 'cpu', 'accel'])), (of, a, b, guest, dropped) => {
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
    })
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
    always(fc.constant(of), monotone, (_, source, lower, higher) => {
      if (order.indexOf(higher) < order.indexOf(lower)) return
      if (ask(of, profile(`cpu=${source}`), profile(`cpu=${lower}`)).verdict === 'yes')
        expect(ask(of, profile(`cpu=${source}`), profile(`cpu=${higher}`)).verdict).toBe('yes')
    })
  })

  it('a blocker beats any support', () => {
    const stages = fc.constantFrom('start', 'stream')
    const blocked = fc.tuple(records, stages).map(([some, stage]) => {
      const blocker = entry({
        kind: 'rule',
        id: 'rules/blocker',
        title: 'blocker',
        summary: 'blocks',
        clauses: [{ id: 'always', stage, if: { machine: 'm' }, effect: 'refused', summary: 'always', evidence: EVIDENCE }],
      })
      return buildKnowledge([...some, blocker])
    })
    always(blocked, fc.tuple(partial(fullProfile), partial(fullProfile)), (of, a, b) => {
      expect(ask(of, a, b).verdict).toBe('no')
    })
  })

  it('every remedy that is offered gives the verdict that it promises, which is better', () => {
    const order = ['no', 'unknown', 'conditional', 'yes']
    always(knowledge, fc.tuple(fullProfile, partial(fullProfile), guestFacts), (of, a, b, guest) => {
      const source = withFacts(a, guest)
      const answer = evaluate(of, { source, destination: b })
      for (const { changes, verdict } of answer.remedies) {
        expect(order.indexOf(verdict)).toBeGreaterThan(order.indexOf(answer.verdict))
        expect(ask(of, withChanges(source, changes, 'source'), withChanges(b, changes, 'destination')).verdict).toBe(verdict)
      }
    })
  })

  it('chains are sticky: a chain back to where it began ends as it began, and what was not offered at boot cannot be lost', () => {
    always(knowledge, fc.tuple(fullProfile, fullProfile, guestFacts), (of, a, b, guest) => {
      const source = withFacts(a, guest)
      const { hops } = evaluate(of, { source, via: [b], destination: a, remedies: false })
      const lost = hops?.[1]?.findings.filter(({ claim }) => claim.startsWith('use-')) ?? []
      expect(lost).toEqual([])
    })
  })

  it('a proof is sufficient: with nothing but what it cites, the same is found', () => {
    always(knowledge, fc.tuple(fullProfile, fullProfile, guestFacts), (of, a, b, guest) => {
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
    })
  })

  it('the same question gives the same answer, and answers are what the schema says', async () => {
    const { Answer: Schema } = await import('../../lib/model/index.ts')
    always(knowledge, fc.tuple(partial(fullProfile), partial(fullProfile)), (of, a, b) => {
      const answer = evaluate(of, { source: a, destination: b })
      expect(Schema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(JSON.parse(JSON.stringify(answer)))
      expect(core(evaluate(of, { source: a, destination: b }))).toEqual(core(answer))
    })
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
