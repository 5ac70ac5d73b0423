import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import type { Finding, Knowledge, Profile } from '../../lib/model/index.ts'
import { type Outcome, referenceOutcome, shown } from './evaluate.ts'
import type { Found } from './found.ts'
import { knowledgeOf, pair, world } from './world.ts'

const PAIRS = 100
const CASES = Number(process.env.LAWS ?? 20_000)

/** What the real evaluator finds, as the reference tells it. */
function outcome(of: Knowledge, source: Profile, destination: Profile): Outcome {
  const { verdict, start, stream, guest, findings } = evaluate(of, { source, destination, remedies: false, proofs: false })
  return {
    verdict,
    start,
    stream,
    guest,
    findings: shown(findings.flatMap(asFound)),
  }
}

/** Of parts, what is said together of several properties or words is taken apart. */
function asFound({ record, claim, side, stage, effect, guest, harmless, certain, depends, source, destination }: Finding): Found[] {
  const found: Found = {
    record,
    claim,
    stage,
    effect,
    guest,
    harmless,
    certain: certain === 'yes',
    missing: [],
    ...(side && side !== 'both' ? { side } : {}),
    ...(depends ? { depends: true } : {}),
  }
  if (!claim.startsWith('parts.')) return [found]
  const [from, to] = [String(source.value ?? ''), String(destination.value ?? '')]
  const names = claim.split(',')
  const first = names[0] as string
  if (names.length > 1) {
    const [left, right] = [from, to].map((text) => text.split(' ').map((one) => one.slice(one.indexOf('=') + 1))) as [string[], string[]]
    const under = /^parts\.[^.]+\./.exec(first)?.[0]
    return names.map((name, index) => ({ ...found, claim: index === 0 ? name : `${under}${name}`, from: left[index] as string, to: right[index] as string }))
  }
  if (/\.(lost|gained)$/.test(claim))
    return [...from.split(' '), ...to.split(' ')].filter(Boolean).map((word) => ({ ...found, ...(claim.endsWith('lost') ? { from: word } : { to: word }) }))
  return [{ ...found, from, to }]
}

it(`agrees with the reference on ${CASES} cases`, { timeout: 1_200_000 }, () => {
  fc.assert(
    fc.property(world, fc.array(pair, { minLength: PAIRS, maxLength: PAIRS }), (records, pairs) => {
      const of = knowledgeOf(records)
      for (const [source, destination] of pairs)
        expect(outcome(of, source, destination), JSON.stringify([source, destination])).toEqual(referenceOutcome(of, source, destination))
    }),
    { numRuns: Math.ceil(CASES / PAIRS) },
  )
})
