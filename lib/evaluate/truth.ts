import type { Proof, Truth } from '../model/index.ts'

/** A fact that would settle something: `destination.linux`, and why it is asked. */
export interface MissingFact {
  readonly fact: string
  readonly why: string
}

/** A truth value with its reasons: the proof's parts and, where unknown, the facts that would settle it. */
export interface Judgement {
  readonly truth: Truth
  readonly because: readonly Proof[]
  readonly missing: readonly MissingFact[]
}

export const YES: Judgement = { truth: 'yes', because: [], missing: [] }
export const NO: Judgement = { truth: 'no', because: [], missing: [] }

/** Kleene's strong conjunction. One `no` decides and is the only reason kept; else every part is a reason, each once. */
export function and<Part>(parts: readonly Part[], judge: (part: Part) => Judgement): Judgement {
  return fold(parts, judge, 'no', 'yes')
}

/** Kleene's strong disjunction, the dual of `and`. */
export function or<Part>(parts: readonly Part[], judge: (part: Part) => Judgement): Judgement {
  return fold(parts, judge, 'yes', 'no')
}

export function not(part: Judgement): Judgement {
  return { ...part, truth: part.truth === 'yes' ? 'no' : part.truth === 'no' ? 'yes' : 'unknown' }
}

/** Missing facts, each once. */
export function missingOnce(missing: readonly MissingFact[]): MissingFact[] {
  const seen = new Set<string>()
  return missing.filter(({ fact }) => !seen.has(fact) && seen.add(fact))
}

function fold<Part>(parts: readonly Part[], judge: (part: Part) => Judgement, decisive: Truth, otherwise: Truth): Judgement {
  const because = new Set<Proof>()
  const missing: MissingFact[] = []
  let truth = otherwise
  for (const part of parts) {
    const one = judge(part)
    if (one.truth === decisive) return one
    if (one.truth === 'unknown') {
      truth = 'unknown'
      missing.push(...one.missing)
    }
    for (const proof of one.because) because.add(proof)
  }
  return { truth, because: [...because], missing }
}
