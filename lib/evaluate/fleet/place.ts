import { tick } from '../patience.ts'
import { type Bits, NONE, has, members } from './bits.ts'
import { type Horizon, horizonOf } from './horizon.ts'
import type { Problem, Ways } from './problem.ts'

/** A VM's way from host to host, one hop. */
export interface Hop {
  readonly vm: number
  readonly from: number
  readonly to: number
}

/** Every step's hops; or those up to a step at which a VM finds no room. */
export interface Placing {
  readonly steps: readonly (readonly Hop[])[]
  readonly failed?: { readonly vm: number; readonly host: number } | undefined
}

/** Hosts that are looked at for a lightly loaded one before any with room will do. */
const MOST_LOOKED_AT = 64

/** Carries out an order: which VM goes where at each step. VMs move when they have to and are spread over the hosts. */
export function place(problem: Problem, order: readonly number[]): Placing {
  const floor = new Floor(problem, order)
  const horizons = new Map<Ways, Horizon>()
  const vmsOf = new Map<Ways, number[]>()
  for (const [vm, { ways }] of problem.vms.entries()) vmsOf.set(ways, [...(vmsOf.get(ways) ?? []), vm])
  for (const ways of vmsOf.keys()) horizons.set(ways, horizonOf(problem, ways, order))
  const steps: Hop[][] = []
  for (const [step, host] of order.entries()) {
    tick()
    const hops: Hop[] = []
    const move = (vm: number): boolean => {
      const { ways } = problem.vms[vm] as Problem['vms'][number]
      const { safe, good } = horizons.get(ways) as Horizon
      const inside = safe[step] as Bits
      return floor.carry(vm, inside, inside & (good[step + 1] as Bits), host, hops)
    }
    // Some have to leave early: the way that they take is closed later.
    for (const [ways, { safe, good }] of horizons) {
      const leaving = (safe[step] as Bits) & (good[step] as Bits) & ~(good[step + 1] as Bits)
      if (leaving === NONE) continue
      for (const vm of vmsOf.get(ways) ?? []) {
        const at = floor.hostOf(vm)
        if (at === host || !has(leaving, ways.classOf(floor.kindOf(at)))) continue
        if (!move(vm)) return { steps, failed: { vm, host } }
      }
    }
    for (const vm of floor.on(host)) if (!move(vm)) return { steps, failed: { vm, host } }
    floor.upgrade(host)
    steps.push(hops)
  }
  return { steps }
}

/** Where everything is. */
class Floor {
  readonly #problem: Problem
  readonly #kinds: number[]
  readonly #at: number[]
  readonly #on: Set<number>[]
  /** When each host goes down; Infinity: never (again). */
  readonly #down: number[]
  /** Hosts of a kind that stay up for good, and those that go down, the last first. */
  readonly #lasting = new Map<number, number[]>()
  readonly #passing = new Map<number, number[]>()
  readonly #turn = new Map<number, number>()
  readonly #light: number

  constructor(problem: Problem, order: readonly number[]) {
    this.#problem = problem
    this.#kinds = [...problem.now]
    this.#at = problem.vms.map(({ host }) => host)
    this.#on = problem.now.map(() => new Set())
    for (const [vm, host] of this.#at.entries()) this.#on[host]?.add(vm)
    this.#down = problem.now.map(() => Number.POSITIVE_INFINITY)
    for (const [step, host] of order.entries()) this.#down[host] = step
    for (const [host, kind] of this.#kinds.entries()) if (this.#down[host] === Number.POSITIVE_INFINITY) this.#listed(this.#lasting, kind).push(host)
    for (const host of [...order].reverse()) this.#listed(this.#passing, this.#kinds[host] as number).push(host)
    this.#light = Math.max(2, 2 * Math.ceil(problem.vms.length / Math.max(1, problem.now.length)))
  }

  hostOf(vm: number): number {
    return this.#at[vm] as number
  }

  kindOf(host: number): number {
    return this.#kinds[host] as number
  }

  on(host: number): number[] {
    return [...(this.#on[host] ?? [])]
  }

  /** The host is empty and becomes what it is to be. */
  upgrade(host: number): void {
    this.#kinds[host] = this.#problem.next[host] as number
    this.#down[host] = Number.POSITIVE_INFINITY
    this.#listed(this.#passing, this.#problem.now[host] as number).pop()
    this.#listed(this.#lasting, this.#kinds[host] as number).push(host)
  }

  /** Moves a VM by the fewest hops into `target`, without leaving `inside` and not over `closed`. @returns whether it could */
  carry(vm: number, inside: Bits, target: Bits, closed: number, hops: Hop[]): boolean {
    const { ways } = this.#problem.vms[vm] as Problem['vms'][number]
    const start = ways.classOf(this.kindOf(this.hostOf(vm)))
    const before = new Map<number, number>()
    const tried = new Set<number>()
    for (let edge = [start]; edge.length > 0; ) {
      const reached = this.#untried(ways, edge, inside, tried)
      for (const [from, to] of reached) before.set(to, from)
      const hasRoom = ([, to]: readonly [number, number]): boolean => this.#pick(ways, to, [closed, this.hostOf(vm)]) !== undefined
      const ends = reached.filter(([, to]) => has(target, to))
      const end = ends.find((one) => this.#lasts(ways, one[1]) && hasRoom(one)) ?? ends.find(hasRoom)
      if (end !== undefined) return this.#walk(vm, ways, pathTo(end[1], start, before), closed, hops)
      const next = reached.filter(hasRoom).map(([, to]) => to)
      edge = next
    }
    return false
  }

  /** Where a hop leads from the classes of `edge`, each but once, and whence. */
  #untried(ways: Ways, edge: readonly number[], inside: Bits, tried: Set<number>): (readonly [from: number, to: number])[] {
    const found: (readonly [number, number])[] = []
    for (const from of edge) {
      for (const to of members(ways.row(from) & inside)) {
        if (tried.has(to)) continue
        tried.add(to)
        found.push([from, to])
      }
    }
    return found
  }

  #walk(vm: number, ways: Ways, path: readonly number[], closed: number, hops: Hop[]): boolean {
    for (const index of path) {
      const from = this.hostOf(vm)
      const to = this.#pick(ways, index, [closed, from])
      if (to === undefined) return false
      this.#on[from]?.delete(vm)
      this.#on[to]?.add(vm)
      this.#at[vm] = to
      hops.push({ vm, from, to })
    }
    return true
  }

  #lasts(ways: Ways, index: number): boolean {
    return ways.kindsOf(index).some((kind) => (this.#lasting.get(kind)?.length ?? 0) > 0)
  }

  /** A host of a class with room: one that stays up and has few VMs if there is one, else the one that goes down last. */
  #pick(ways: Ways, index: number, not: readonly number[]): number | undefined {
    const kinds = ways.kindsOf(index)
    for (const isLight of [true, false]) {
      for (const lists of [this.#lasting, this.#passing]) {
        for (const kind of kinds) {
          const hosts = lists.get(kind)
          const found = hosts && this.#firstFree(hosts, lists === this.#lasting ? kind : undefined, not, isLight)
          if (found !== undefined) return found
        }
      }
    }
    return undefined
  }

  #firstFree(hosts: readonly number[], turnOf: number | undefined, not: readonly number[], isLight: boolean): number | undefined {
    const begin = turnOf === undefined ? 0 : (this.#turn.get(turnOf) ?? 0)
    for (let looked = 0; looked < (isLight ? Math.min(hosts.length, MOST_LOOKED_AT) : hosts.length); looked++) {
      const host = hosts[(begin + looked) % hosts.length] as number
      const load = this.#on[host]?.size ?? 0
      if (not.includes(host) || load >= (this.#problem.room[host] ?? Number.POSITIVE_INFINITY) || (isLight && load >= this.#light)) continue
      if (turnOf !== undefined) this.#turn.set(turnOf, (begin + looked) % hosts.length)
      return host
    }
    return undefined
  }

  #listed(lists: Map<number, number[]>, kind: number): number[] {
    const known = lists.get(kind) ?? []
    lists.set(kind, known)
    return known
  }
}

function pathTo(end: number, start: number, before: ReadonlyMap<number, number>): number[] {
  const path = [end]
  for (let at = before.get(end); at !== undefined && at !== start; at = before.get(at)) path.unshift(at)
  return path
}
