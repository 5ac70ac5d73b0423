import { type Bits, NONE, bit, members } from './bits.ts'
import type { Mover } from './mover.ts'

/** The ways of VMs that move alike, over classes of kinds of hosts. */
export interface Ways {
  readonly mover: Mover
  readonly boot: number
  /** The class of a kind, and the kinds of a class. */
  readonly classOf: (kind: number) => number
  readonly kindsOf: (index: number) => readonly number[]
  /** Where an accepted move leads from a class. */
  readonly row: (index: number) => Bits
}

/** A rolling upgrade to be planned. Hosts and VMs are numbers; kinds are those of `kindsOf`. */
export interface Problem {
  readonly now: readonly number[]
  readonly next: readonly (number | undefined)[]
  /** Infinity: no limit. */
  readonly room: readonly number[]
  /** Hosts that are to be upgraded. */
  readonly todo: readonly number[]
  readonly vms: readonly { readonly host: number; readonly ways: Ways }[]
}

/** The ways of a mover's VMs that were started alike. Rows are found when they are asked for. */
export function waysOf(mover: Mover, boot: number, kinds: number, accepts: (verdict: string) => boolean): Ways {
  const rows = new Map<number, Bits>()
  const inClass: number[][] = mover.classes(boot).map(() => [])
  for (let kind = 0; kind < kinds; kind++) inClass[mover.classOf(boot, kind)]?.push(kind)
  const first = (index: number): number => mover.classes(boot)[index] as number
  return {
    mover,
    boot,
    classOf: (kind) => mover.classOf(boot, kind),
    kindsOf: (index) => inClass[index] ?? [],
    row: (index) => {
      const known = rows.get(index)
      if (known !== undefined) return known
      const row = inClass.reduce((set, _, other) => (accepts(mover.verdict(boot, first(index), first(other))) ? set | bit(other) : set), NONE)
      rows.set(index, row)
      return row
    },
  }
}

/** How many hosts of each class are up; hosts go down and come back as what they become. */
export class Census {
  readonly #ways: Ways
  readonly #counts: number[] = []
  /** Classes with a host that is up. */
  up: Bits = NONE

  constructor(ways: Ways, kinds: readonly number[]) {
    this.#ways = ways
    for (const kind of kinds) this.add(kind)
  }

  copy(): Census {
    const copy = new Census(this.#ways, [])
    copy.#counts.push(...this.#counts)
    copy.up = this.up
    return copy
  }

  classesUp(): number[] {
    return members(this.up)
  }

  countOf(index: number): number {
    return this.#counts[index] ?? 0
  }

  count(kind: number): number {
    return this.#counts[this.#ways.classOf(kind)] ?? 0
  }

  /** A host comes up. @returns whether more can be reached than before: the first of its class, or the second, to which the first leads */
  add(kind: number): boolean {
    const index = this.#ways.classOf(kind)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.up |= bit(index)
    return (this.#counts[index] as number) <= 2
  }

  /** A host goes down. */
  remove(kind: number): void {
    const index = this.#ways.classOf(kind)
    this.#counts[index] = (this.#counts[index] ?? 0) - 1
    if (this.#counts[index] === 0) this.up &= ~bit(index)
  }
}

/** All classes that lead, in one step or more inside `inside`, into `target`; with `target`. */
export function leadingTo(target: Bits, from: Bits, inside: Bits, row: (index: number) => Bits): Bits {
  let found = target
  let rest = members(from & ~target)
  for (let grew = true; grew; ) {
    grew = false
    rest = rest.filter((index) => {
      if ((row(index) & found & inside) === NONE) return true
      found |= bit(index)
      grew = true
      return false
    })
  }
  return found
}
