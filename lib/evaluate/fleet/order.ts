import { tick } from '../patience.ts'
import { type Bits, NONE, bit, reach } from './bits.ts'
import { Census, type Problem, type Ways } from './problem.ts'

/** Most hosts, and most states, for which every order is tried. */
const MOST_HOSTS = 64
const MOST_STATES = 4000

/** An order, or how far the best one goes and whether all were tried. */
export interface Order {
  readonly order: readonly number[]
  readonly complete: boolean
  /** Every order was tried, so that there is none. */
  readonly exhausted: boolean
  /** VMs that cannot leave where the order ends: the host that has to go down, and the VM. */
  readonly stuck: readonly { readonly host: number; readonly vm: number; readonly kinds: readonly number[] }[]
}

/**
 * Looks for an order in which every VM can get away from each host that goes down, without regard to room. For each group of VMs that move alike it
 * keeps all places where one of them may be by then, so that a VM that had better move early did.
 */
export function findOrder(problem: Problem): Order {
  const greedy = walk(new State(problem), problem)
  if (greedy.complete || problem.todo.length > MOST_HOSTS) return greedy
  return new Search(problem, greedy).run()
}

/** Upgrades host after host as long as one can go, those first whose kind has others left. */
function walk(state: State, problem: Problem): Order {
  const order: number[] = []
  const types = typesOf(problem)
  let type: number[] | undefined
  for (let left = problem.todo.length; left > 0; left--) {
    tick()
    let host = type && takeFrom(type, state)
    if (host === undefined) {
      const ranked = types
        .filter((hosts) => hosts.length > 0)
        .map((hosts) => ({ hosts, weight: state.weight(hosts[0] as number) }))
        .sort((a, b) => a.weight - b.weight)
      for (const { hosts } of ranked) {
        host = takeFrom(hosts, state)
        type = hosts
        if (host !== undefined) break
      }
    }
    if (host === undefined) return { order, complete: false, exhausted: false, stuck: state.stuck(types.flat()) }
    if (state.upgrade(host)) type = undefined
    order.push(host)
  }
  return { order, complete: true, exhausted: false, stuck: [] }
}

/** Takes the first host out of a list that can go down. */
function takeFrom(hosts: number[], state: State): number | undefined {
  const at = hosts.findIndex((host) => state.canGo(host))
  return at < 0 ? undefined : hosts.splice(at, 1)[0]
}

/** Hosts that are of one kind and become one kind. */
function typesOf({ todo, now, next }: Problem): number[][] {
  const types = new Map<string, number[]>()
  for (const host of todo) {
    const key = `${now[host]} ${next[host]}`
    types.set(key, [...(types.get(key) ?? []), host])
  }
  return [...types.values()]
}

/** Tries every order; hosts of one kind with VMs that move alike are one. */
class Search {
  readonly #problem: Problem
  readonly #failed = new Set<string>()
  #best: Order
  #states = 0

  constructor(problem: Problem, greedy: Order) {
    this.#problem = problem
    this.#best = greedy
  }

  run(): Order {
    const found = this.#from(new State(this.#problem), [], [...this.#problem.todo])
    return found ? { order: found, complete: true, exhausted: false, stuck: [] } : { ...this.#best, exhausted: this.#states <= MOST_STATES }
  }

  #from(state: State, done: readonly number[], left: readonly number[]): readonly number[] | undefined {
    tick()
    if (left.length === 0) return done
    const key = `${state.key()} ${left.map((host) => state.likeness(host)).sort()}`
    if (this.#failed.has(key) || ++this.#states > MOST_STATES) return undefined
    const tried = new Set<string>()
    const candidates = left
      .filter((host) => state.canGo(host))
      .map((host) => ({ host, weight: state.weight(host) }))
      .sort((a, b) => a.weight - b.weight)
    for (const { host } of candidates) {
      const like = state.likeness(host)
      if (tried.has(like)) continue
      tried.add(like)
      const after = state.copy()
      after.upgrade(host)
      const found = this.#from(
        after,
        [...done, host],
        left.filter((other) => other !== host),
      )
      if (found) return found
    }
    if (candidates.length === 0 && done.length >= this.#best.order.length)
      this.#best = { order: done, complete: false, exhausted: false, stuck: state.stuck(left) }
    this.#failed.add(key)
    return undefined
  }
}

/** VMs that move alike and began on hosts of one class. */
interface Group {
  readonly ways: Ways
  readonly home: number
  /** One of its VMs, to be named. */
  readonly vm: number
  /** Its VMs whose host was not upgraded yet, and where else those may be. */
  homes: number
  free: Bits
  /** Where those may be whose host was. */
  away: Set<Bits>
}

class State {
  readonly #problem: Problem
  readonly #groupsOn: readonly (readonly number[])[]
  #census: Map<Ways, Census>
  #groups: Group[]

  constructor(problem: Problem, from?: State) {
    this.#problem = problem
    if (from) {
      this.#groupsOn = from.#groupsOn
      this.#census = new Map([...from.#census].map(([ways, census]) => [ways, census.copy()]))
      this.#groups = from.#groups.map((group) => ({ ...group, away: new Set(group.away) }))
      return
    }
    const groups = new Map<Ways, Map<number, number>>()
    const on: Set<number>[] = problem.now.map(() => new Set())
    this.#groups = []
    for (const [vm, { host, ways }] of problem.vms.entries()) {
      if (problem.next[host] === undefined) continue
      const byHome = groups.get(ways) ?? new Map<number, number>()
      groups.set(ways, byHome)
      const home = ways.classOf(problem.now[host] as number)
      const index = byHome.get(home) ?? this.#groups.length
      if (index === this.#groups.length) {
        byHome.set(home, index)
        this.#groups.push({ ways, home, vm, homes: 0, free: NONE, away: new Set() })
      }
      const group = this.#groups[index] as Group
      if (!on[host]?.has(index)) group.homes++
      on[host]?.add(index)
    }
    this.#groupsOn = on.map((some) => [...some].sort((a, b) => a - b))
    this.#census = new Map([...groups.keys()].map((ways) => [ways, new Census(ways, problem.now)]))
    for (const ways of groups.keys()) this.#spread(ways)
  }

  copy(): State {
    return new State(this.#problem, this)
  }

  /** What the rest depends on. */
  key(): string {
    return this.#groups.map(({ homes, free, away }) => `${homes}:${free}:${[...away].sort()}`).join(' ')
  }

  /** Hosts with equal texts can stand for each other. */
  likeness(host: number): string {
    return `${this.#problem.now[host]}>${this.#problem.next[host]}:${this.#groupsOn[host]}`
  }

  /** How much is lost with the host: the classes that go with it, less what it brings. */
  weight(host: number): number {
    let weight = 0
    for (const census of this.#census.values()) {
      if (census.count(this.#problem.now[host] as number) === 1) weight += 2
      if (census.count(this.#problem.next[host] as number) === 0) weight -= 1
    }
    return weight
  }

  canGo(host: number): boolean {
    return this.#blockers(host).length === 0
  }

  /** Groups of which some VM would be left nowhere. */
  #blockers(host: number): { group: Group; from: number }[] {
    const kind = this.#problem.now[host] as number
    const found: { group: Group; from: number }[] = []
    for (const index of this.#groupsOn[host] ?? []) {
      const group = this.#groups[index] as Group
      if ((group.free & ~this.#goneWith(group.ways, kind)) === NONE) found.push({ group, from: kind })
    }
    for (const group of this.#groups) {
      const gone = this.#goneWith(group.ways, kind)
      if (gone !== NONE && [...group.away].some((places) => (places & ~gone) === NONE)) found.push({ group, from: kind })
    }
    return found
  }

  #goneWith(ways: Ways, kind: number): Bits {
    return this.#census.get(ways)?.count(kind) === 1 ? bit(ways.classOf(kind)) : NONE
  }

  /** Takes a host that can go down, and brings it up as what it becomes. @returns whether something changed for hosts that are left */
  upgrade(host: number): boolean {
    const [from, to] = [this.#problem.now[host] as number, this.#problem.next[host] as number]
    for (const index of this.#groupsOn[host] ?? []) {
      const group = this.#groups[index] as Group
      group.homes--
      group.away.add(group.free)
    }
    let changed = false
    for (const [ways, census] of this.#census) {
      census.remove(from)
      if (census.count(from) <= 1) changed = true
      if (census.count(from) === 0) this.#clear(ways, bit(ways.classOf(from)))
      if (census.add(to)) {
        this.#spread(ways)
        changed = true
      }
    }
    return changed
  }

  #clear(ways: Ways, gone: Bits): void {
    for (const group of this.#groups) {
      if (group.ways !== ways) continue
      group.free &= ~gone
      group.away = new Set([...group.away].map((places) => places & ~gone))
    }
  }

  /** Moves every VM to wherever it can get. */
  #spread(ways: Ways): void {
    const census = this.#census.get(ways) as Census
    for (const group of this.#groups) {
      if (group.ways !== ways) continue
      if (group.homes > 0) {
        const others = census.countOf(group.home) > 1 ? census.up : census.up & ~bit(group.home)
        group.free |= reach(group.free | (ways.row(group.home) & others), ways.row, census.up) | (ways.row(group.home) & others)
      }
      group.away = new Set([...group.away].map((places) => places | reach(places, ways.row, census.up)))
    }
  }

  /** For each host, the VMs that keep it from going down, and where hosts are up. */
  stuck(hosts: readonly number[]): Order['stuck'] {
    return hosts.flatMap((host) =>
      this.#blockers(host)
        .slice(0, 1)
        .map(({ group }) => {
          const own = this.#problem.vms.findIndex((vm) => vm.host === host && vm.ways === group.ways)
          const census = this.#census.get(group.ways) as Census
          return { host, vm: own < 0 ? group.vm : own, kinds: this.#kindsUp(group.ways, census) }
        }),
    )
  }

  #kindsUp(ways: Ways, census: Census): number[] {
    return census.classesUp().map((index) => ways.kindsOf(index)[0] as number)
  }
}
