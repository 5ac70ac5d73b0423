import type { Domain, Value } from '../model/index.ts'
import { join } from './values.ts'

/** A value that a layer may have: `firm` if a statement that holds says so, not firm if it only follows from being outside a range; null if none says. */
export type Candidate = { readonly value: Value; readonly firm: boolean } | null

/** Two statements of one layer together: sets join; else what is firm decides, and two firm values that differ are both possible. */
export function together(domain: Domain, a: Candidate, b: Candidate): Candidate[] {
  if (a === null || b === null) return [a ?? b]
  if (domain.type !== 'set' && a.firm !== b.firm) return [a.firm ? a : b]
  if (domain.type !== 'set' && a.firm && !sameValue(a.value, b.value)) return [a, b]
  return [{ value: join(domain, a.value, b.value), firm: a.firm || b.firm }]
}

export function sameValue(a: Value, b: Value | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Each once, in order. */
export function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}
