import type { SidePart } from './side-part.ts'

/** Counts of parts from the first down to one. */
export interface Counted {
  /** How many are of a class, or of one that is like it. */
  ofClass(part: SidePart, name: string): number
  /** How many of the part's kind have the same values of some properties; 0 where it has none. */
  alike(part: SidePart, names: readonly string[]): number
}

/** Counts as it is asked, each part once for each thing to count, so that a machine of thousands of disks stays linear. */
export function countedOf(parts: readonly SidePart[], valueOf: ValueOf): Counted {
  const classes = new Map<string, number[]>()
  const all = new Map<string, Likes>()
  return {
    ofClass({ index }, name) {
      const counts = classes.get(name) ?? (classes.set(name, []).get(name) as number[])
      for (let next = counts.length; next <= index; next++) counts.push((counts[next - 1] ?? 0) + (parts[next]?.class?.names.has(name) ? 1 : 0))
      return counts[index] as number
    },
    alike({ index }, names) {
      const of = names.join('+')
      const likes = all.get(of) ?? (all.set(of, { counts: [], last: new Map(), busy: false }).get(of) as Likes)
      // What is asked for while it is looked up is not known.
      if (likes.busy) return 0
      likes.busy = true
      for (let next = likes.counts.length; next <= index; next++) likes.counts.push(countOne(likes, parts[next] as SidePart, names, valueOf))
      likes.busy = false
      return likes.counts[index] as number
    },
  }
}

interface Likes {
  /** By the index of the part. */
  readonly counts: number[]
  /** How many there were of each kind and values so far. */
  readonly last: Map<string, number>
  busy: boolean
}

function countOne({ last }: Likes, part: SidePart, names: readonly string[], valueOf: ValueOf): number {
  const values = names.map((name) => (part.class?.properties.has(name) ? valueOf(part, name) : undefined))
  if (values.includes(undefined)) return 0
  const key = JSON.stringify([part.kind, ...values])
  const count = (last.get(key) ?? 0) + 1
  last.set(key, count)
  return count
}

type ValueOf = (part: SidePart, name: string) => string | undefined
