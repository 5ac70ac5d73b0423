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

/** Kleene's strong conjunction. One `no` decides and is the only reason kept; else every part is a reason. */
export function and(parts: readonly Judgement[]): Judgement {
  return fold(parts, 'no', 'yes')
}

/** Kleene's strong disjunction, the dual of `and`. */
export function or(parts: readonly Judgement[]): Judgement {
  return fold(parts, 'yes', 'no')
}

export function not(part: Judgement): Judgement {
  return { ...part, truth: part.truth === 'yes' ? 'no' : part.truth === 'no' ? 'yes' : 'unknown' }
}

function fold(parts: readonly Judgement[], decisive: Truth, otherwise: Truth): Judgement {
  const deciding = parts.find(({ truth }) => truth === decisive)
  if (deciding) return deciding
  const open = parts.filter(({ truth }) => truth === 'unknown')
  return {
    truth: open.length > 0 ? 'unknown' : otherwise,
    because: parts.flatMap(({ because }) => because),
    missing: open.flatMap(({ missing }) => missing),
  }
}
