import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/evaluate.ts'
import { withChanges } from '../../lib/evaluate/remedies.ts'
import { withDefinition } from '../../lib/evaluate/sides.ts'
import type { Finding, Profile } from '../../lib/model/index.ts'
import { knowledge, pair } from '../reference/world.ts'
import { citedProfile } from './cited.ts'

const EACH = 20
const ANSWERS = Number(process.env.LAWS ?? 10_000) / 10

/** What a proof has to hold up, whatever else is not known then. */
const claimOf = ({ record, claim, stage, effect, guest, harmless, certain, side, depends }: Finding) => ({
  record,
  claim,
  stage,
  effect,
  guest,
  harmless,
  certain,
  side,
  depends,
})

it('a proof is sufficient: what it cites of the question, alone, gives the same finding', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(knowledge, fc.array(pair, { minLength: EACH, maxLength: EACH }), (of, pairs) => {
      for (const [from, to] of pairs) {
        const [source, destination] = [whole(from), whole(to)]
        for (const finding of evaluate(of, { source, destination, remedies: false }).findings) {
          const less = { source: citedProfile(finding, 'source', source), destination: citedProfile(finding, 'destination', destination), remedies: false }
          expect(evaluate(of, less).findings.map(claimOf)).toContainEqual(claimOf(finding))
        }
      }
    }),
    { numRuns: Math.ceil(ANSWERS / EACH) },
  )
})

it('a remedy is good: made, it gives the verdict that it promises, which is better', { timeout: 600_000 }, () => {
  const order = ['no', 'unknown', 'conditional', 'yes']
  fc.assert(
    fc.property(knowledge, fc.array(pair, { minLength: EACH, maxLength: EACH }), (of, pairs) => {
      for (const [source, destination] of pairs) {
        const answer = evaluate(of, { source, destination, proofs: false })
        for (const { changes, verdict } of answer.remedies) {
          expect(order.indexOf(verdict)).toBeGreaterThan(order.indexOf(answer.verdict))
          const changed = {
            source: withChanges(withDefinition(of, source, destination), changes, 'source'),
            destination: withChanges(withDefinition(of, destination, source), changes, 'destination'),
          }
          expect(evaluate(of, { ...changed, remedies: false, proofs: false }).verdict).toBe(verdict)
        }
      }
    }),
    { numRuns: Math.ceil(ANSWERS / EACH) },
  )
})

/** A definition that takes nothing over, so that a fact that is left out is left out. */
function whole(profile: Profile): Profile {
  return { ...profile, complete: true }
}
