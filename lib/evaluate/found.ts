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

/** The same answer, its findings without proofs; those that were not looked at are not made. */
export function withoutProofs(answer: Answer): Answer {
  return {
    ...answer,
    findings: answer.findings.map(withoutProof),
    ...(answer.hops ? { hops: answer.hops.map((hop) => ({ ...hop, findings: hop.findings.map(withoutProof) })) } : {}),
  }
}

/** A copy by its properties' descriptions: to read `because` is to make it. The finding itself may be remembered for other answers. */
function withoutProof(finding: Finding): Finding {
  return Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(finding), because: { value: [], enumerable: true } }) as Finding
}
