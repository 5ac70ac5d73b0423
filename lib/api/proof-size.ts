import type { Answer, Proof } from '../model/index.ts'

/** About how many characters an answer's proofs come to once they are written out, where what is shared stands each time. Makes those that were not made yet. */
export function proofSize({ findings, hops = [] }: Pick<Answer, 'findings' | 'hops'>): number {
  const sizes = new Map<Proof, number>()
  const sizeOf = (proof: Proof): number => {
    const known = sizes.get(proof)
    if (known !== undefined) return known
    const own = 'value' in proof ? proof.value.length : 'why' in proof ? proof.why.length : proof.text.length
    const size = NODE + own + ('cites' in proof ? proof.cites.length * CITATION : 0) + ('because' in proof ? sum(proof.because, sizeOf) : 0)
    sizes.set(proof, size)
    return size
  }
  return sum(findings, ({ because }) => sum(because, sizeOf)) + sum(hops, proofSize)
}

/** Characters of a node and of a citation beside their texts. */
const NODE = 60
const CITATION = 250

function sum<Item>(items: readonly Item[], sizeOf: (item: Item) => number): number {
  let total = 0
  for (const item of items) total += sizeOf(item)
  return total
}
