import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import type { Knowledge, Profile } from '../../lib/model/index.ts'
import { type Outcome, referenceOutcome } from './evaluate.ts'
import { knowledge, pair } from './world.ts'

const PAIRS = 100
const CASES = Number(process.env.LAWS ?? 100_000)

/** What the real evaluator finds, as the reference tells it. */
function outcome(of: Knowledge, source: Profile, destination: Profile): Outcome {
  const { verdict, start, stream, guest, findings } = evaluate(of, { source, destination, remedies: false, proofs: false })
  return {
    verdict,
    start,
    stream,
    guest,
    findings: findings.map(({ record, claim, side = '', certain }) => `${record} ${claim} ${side} ${certain === 'yes'}`).sort(),
  }
}

it(`agrees with the reference on ${CASES} cases`, { timeout: 900_000 }, () => {
  fc.assert(
    fc.property(knowledge, fc.array(pair, { minLength: PAIRS, maxLength: PAIRS }), (of, pairs) => {
      for (const [source, destination] of pairs) expect(outcome(of, source, destination)).toEqual(referenceOutcome(of, source, destination))
    }),
    { numRuns: Math.ceil(CASES / PAIRS) },
  )
})
