import type { Answer, Change, Finding, Proof } from '../model/index.ts'
import { tick } from './patience.ts'
import { sharedInJson } from './shared-proof.ts'
import type { MissingFact } from './truth.ts'

/** A finding with the facts that would settle it, if it is not certain. */
export interface Found {
  readonly finding: Finding
  readonly missing: readonly MissingFact[]
  /** Changes that would undo the difference, beside those that the record proposes. */
  readonly changes?: readonly Change[]
  /** The proof, also where the finding was asked for without. */
  readonly explain?: () => readonly Proof[]
}

/** What is found, but for its proof. */
type Said = Omit<Finding, 'because'>

/**
 * A finding whose proof is made when somebody first looks at it.
 * @param proofs without them `because` is empty
 */
export function foundOf(said: Said, prove: () => Proof[], proofs: boolean, more: Omit<Found, 'finding' | 'explain'>): Found {
  if (!proofs) {
    const finding = said as Finding
    finding.because = []
    return more.changes ? { finding, missing: more.missing, changes: more.changes, explain: prove } : { finding, missing: more.missing, explain: prove }
  }
  let proof: Proof[] | undefined
  const because = {
    get() {
      if (proof) return proof
      tick()
      proof = sharedInJson(prove())
      return proof
    },
    enumerable: true,
    configurable: true,
  }
  return { finding: Object.defineProperty(said, 'because', because) as Finding, explain: because.get, missing: more.missing, changes: more.changes ?? [] }
}

/** The same answer, its findings without proofs; those that were not looked at are not made. Changes the findings, as a copy would ask for their proofs. */
export function withoutProofs(answer: Answer): Answer {
  for (const { findings } of [answer, ...(answer.hops ?? [])]) for (const finding of findings) Object.defineProperty(finding, 'because', { value: [] })
  return answer
}
