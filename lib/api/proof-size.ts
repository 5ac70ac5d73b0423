import type { Answer, Proof } from '../model/index.ts'

/** About how many characters an answer's proofs come to once they are written out: in each finding what is shared stands once. Makes those that were not made yet. */
export function proofSize({ findings, hops = [] }: Pick<Answer, 'findings' | 'hops'>): number {
  return sum(findings, ({ because }) => sizeOf(because)) + sum(hops, proofSize)
}

function sizeOf(proofs: readonly Proof[]): number {
  const seen = new Set<Proof>()
  const size = (proof: Proof): number => {
    const own = NODE + ('value' in proof ? proof.value.length : 'why' in proof ? proof.why.length : proof.text.length)
    if (proof.kind === 'statement') return own + proof.cites.length * CITATION
    if (proof.kind !== 'step' || seen.has(proof)) return own
    seen.add(proof)
    return own + sum(proof.because, size)
  }
  return sum(proofs, size)
}

/** Characters of a node and of a citation beside their texts. */
const NODE = 60
const CITATION = 250

function sum<Item>(items: readonly Item[], sizeOf: (item: Item) => number): number {
  let total = 0
  for (const item of items) total += sizeOf(item)
  return total
}
