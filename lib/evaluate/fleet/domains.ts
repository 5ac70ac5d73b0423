import { type Bits, NONE, bit, has, members, reach } from './bits.ts'

/** Sets of kinds with ways to and fro, and the ways out of them that do not lead back. */
export interface Domains {
  /** Kinds of each, in order; every kind is in one. */
  readonly sets: readonly (readonly number[])[]
  /** Ways between sets, by their places; a way that follows from two others is left out. */
  readonly oneWay: readonly { readonly from: number; readonly to: number }[]
}

/**
 * The strongly connected sets of a graph of moves.
 * @param kinds the kinds that count
 * @param rows where each kind leads to
 */
export function domainsOf(kinds: readonly number[], rows: (kind: number) => Bits): Domains {
  const all = kinds.reduce((set, kind) => set | bit(kind), NONE)
  const forward = new Map(kinds.map((kind) => [kind, reach(bit(kind), rows, all)] as const))
  const setOf = new Map<number, number>()
  const sets: number[][] = []
  for (const kind of kinds) {
    if (setOf.has(kind)) continue
    const own = kinds.filter((other) => other === kind || (has(forward.get(kind) ?? NONE, other) && has(forward.get(other) ?? NONE, kind)))
    for (const other of own) setOf.set(other, sets.length)
    sets.push(own)
  }
  const ways = sets.map((own) => {
    const reached = members(own.reduce((set, kind) => set | rows(kind), NONE) & all).map((kind) => setOf.get(kind) as number)
    return new Set(reached)
  })
  for (const [from, out] of ways.entries()) out.delete(from)
  const far = sets.map((own) => new Set(members(forward.get(own[0] as number) ?? NONE).map((kind) => setOf.get(kind) as number)))
  return {
    sets,
    oneWay: ways.flatMap((out, from) => [...out].filter((to) => ![...out].some((mid) => mid !== to && far[mid]?.has(to))).map((to) => ({ from, to }))),
  }
}
