import type { BlockedMove, Fleet, Stranded, UpgradeAnswer, Verdict } from '../../model/index.ts'
import { NONE, bit, members, reach } from './bits.ts'
import { blockedMove, byHope } from './blocked.ts'
import { exhaust } from './exhaust.ts'
import type { Kinds } from './kinds.ts'
import { findOrder } from './order.ts'
import { type Hop, type Placing, place } from './place.ts'
import type { Problem, Ways } from './problem.ts'

/** Most blocked moves told of one VM, most VMs told, and most orders tried when there is no room. */
const MOST_MOVES = 4
const MOST_STRANDED = 5
const MOST_REPAIRS = 24

/** An order of upgrades in which every VM gets away from each host that goes down; or why there is none. */
export function planUpgrade(fleet: Fleet, kinds: Kinds, problem: Problem): UpgradeAnswer {
  const told = new Teller(fleet, kinds, problem)
  const found = findOrder(problem)
  const placed = found.complete ? repaired(problem, found.order) : undefined
  if (placed && !placed.placing.failed)
    return { status: 'order', steps: told.steps(placed.order, placed.placing.steps), why: told.success(placed.placing.steps), stranded: [] }
  const tried = exhaust(problem)
  if (tried?.steps && tried.order) return { status: 'order', steps: told.steps(tried.order, tried.steps), why: told.success(tried.steps), stranded: [] }
  const trapped = told.trapped()
  if (trapped.length > 0)
    return {
      status: 'impossible',
      steps: [],
      why: 'whatever the order, these VMs never get from their host to one that is upgraded or stays as it is: no accepted move leads there, even if every host were there both as it is and as it becomes',
      stranded: trapped,
    }
  if (tried?.all) return { status: 'impossible', ...told.furthest(tried.furthest), why: 'every order and every move was tried; this is how far it goes' }
  if (found.exhausted)
    return {
      status: 'impossible',
      steps: told.steps(found.order, place(problem, found.order).steps),
      why: 'every order was tried, without regard to room; this is how far it goes',
      stranded: told.stuck(found.stuck),
    }
  const failed = placed?.placing.failed
  return {
    status: 'undecided',
    steps: failed ? told.steps(placed.order, placed.placing.steps) : told.steps(found.order, place(problem, found.order).steps),
    why: failed
      ? 'an order was found, but room runs out on the way, and not every other was tried; more room or a spare host may help'
      : 'no order was found, and not every one was tried; this is how far the best goes',
    stranded: failed ? told.stuck([{ ...failed, kinds: [] }]) : told.stuck(found.stuck),
  }
}

/** Carries out an order; where room runs out, tries again with that host last. */
function repaired(problem: Problem, order: readonly number[]): { order: readonly number[]; placing: Placing } {
  let best = { order, placing: place(problem, order) }
  let current = best
  const tries = Math.min(MOST_REPAIRS, Math.ceil(20_000 / Math.max(1, order.length)))
  for (let round = 0; round < tries && current.placing.failed; round++) {
    const { host } = current.placing.failed
    const later = [...current.order.filter((other) => other !== host), host]
    current = { order: later, placing: place(problem, later) }
    if (current.placing.steps.length > best.placing.steps.length || !current.placing.failed) best = current
  }
  return best
}

/** Says with names what was found with numbers. */
class Teller {
  readonly #fleet: Fleet
  readonly #kinds: Kinds
  readonly #problem: Problem
  readonly #placed: readonly number[]

  constructor(fleet: Fleet, kinds: Kinds, problem: Problem) {
    this.#fleet = fleet
    this.#kinds = kinds
    this.#problem = problem
    this.#placed = fleet.vms.flatMap(({ host }, index) => (host === undefined ? [] : [index]))
  }

  steps(order: readonly number[], steps: readonly (readonly Hop[])[]): UpgradeAnswer['steps'] {
    return order.slice(0, steps.length).map((host, step) => ({
      host: this.#host(host),
      moves: (steps[step] ?? []).map(({ vm, from, to }) => ({ vm: this.#vm(vm), from: this.#host(from), to: this.#host(to) })),
    }))
  }

  success(steps: readonly (readonly Hop[])[]): string {
    const moves = steps.reduce((sum, hops) => sum + hops.length, 0)
    return `${steps.length} ${steps.length === 1 ? 'host' : 'hosts'}, ${moves} ${moves === 1 ? 'move' : 'moves'}; every move is accepted at the time at which it is made`
  }

  /** VMs that have no way to any host that lasts, even if every host were there as it is and as it becomes. */
  trapped(): Stranded[] {
    const { now, next, vms } = this.#problem
    const seen = new Map<Ways, Set<number>>()
    const found: Stranded[] = []
    for (const [vm, { host, ways }] of vms.entries()) {
      const home = ways.classOf(now[host] as number)
      const done = seen.get(ways) ?? new Set()
      if (next[host] === undefined || found.length >= MOST_STRANDED || done.has(home)) continue
      seen.set(ways, done.add(home))
      const classes = (kinds: readonly (number | undefined)[]): bigint =>
        kinds.reduce<bigint>((set, kind) => (kind === undefined ? set : set | bit(ways.classOf(kind))), NONE)
      const others = <Kind>(_: Kind, index: number): boolean => index !== host
      const ever = classes([...now, ...next].filter((kind): kind is number => kind !== undefined))
      const lasting = classes([...now.filter((_, index) => next[index] === undefined), ...next])
      // The host itself is no place to go.
      const elsewhere = classes([...now.filter(others), ...next.filter(others)])
      const first = ways.row(home) & elsewhere
      const reached = first | reach(first, ways.row, ever)
      if ((reached & lasting) !== NONE) continue
      const kindOf = (index: number): number => ways.kindsOf(index)[0] as number
      const from = [now[host] as number, ...members(reached).map(kindOf)]
      found.push(
        this.#stranded(
          host,
          vm,
          from.slice(0, 3),
          members(ever & ~reached)
            .map(kindOf)
            .slice(0, 8),
        ),
      )
    }
    return found
  }

  stuck(some: readonly { readonly host: number; readonly vm: number; readonly kinds: readonly number[] }[]): Stranded[] {
    return some.slice(0, MOST_STRANDED).map(({ host, vm, kinds }) => this.#stranded(host, vm, [this.#problem.now[host] as number], kinds))
  }

  furthest({
    order,
    steps,
    at,
  }: {
    order: readonly number[]
    steps: readonly (readonly Hop[])[]
    at: readonly number[]
  }): Pick<UpgradeAnswer, 'steps' | 'stranded'> {
    const { now, next, todo, vms, room } = this.#problem
    const done = new Set(order)
    const kind = (host: number): number => (done.has(host) ? (next[host] as number) : (now[host] as number))
    const left = todo.filter((host) => !done.has(host))
    const load = now.map((_, host) => at.filter((one) => one === host).length)
    const stranded = left.flatMap((host): Stranded[] => {
      const vm = at.indexOf(host)
      if (vm < 0) return []
      const { ways } = vms[vm] as Problem['vms'][number]
      const blocked = now.flatMap((_, to): BlockedMove[] =>
        to === host ? [] : this.#move(ways, kind(host), kind(to), { from: this.#host(host), to: this.#host(to) }, (load[to] as number) >= (room[to] as number)),
      )
      return [{ host: this.#host(host), vm: this.#vm(vm), blocked: blocked.sort(byHope).slice(0, MOST_MOVES) }]
    })
    return { steps: this.steps(order, steps), stranded: stranded.slice(0, MOST_STRANDED) }
  }

  #stranded(host: number, vm: number, from: readonly number[], to: readonly number[]): Stranded {
    const { ways } = this.#problem.vms[vm] as Problem['vms'][number]
    const name = (kind: number): string => this.#kinds.kinds[kind]?.name ?? ''
    const blocked = from.flatMap((a) =>
      to.flatMap((b) => {
        const answer = ways.mover.answer(ways.boot, a, b)
        return this.#accepts(answer.verdict) ? [] : [blockedMove(name(a), name(b), answer)]
      }),
    )
    return { host: this.#host(host), vm: this.#vm(vm), blocked: blocked.sort(byHope).slice(0, MOST_MOVES) }
  }

  #move(ways: Ways, from: number, to: number, names: { from: string; to: string }, isFull: boolean): BlockedMove[] {
    const answer = ways.mover.answer(ways.boot, from, to)
    const isAccepted = this.#accepts(answer.verdict)
    return isAccepted && !isFull ? [] : [blockedMove(names.from, names.to, answer, isAccepted)]
  }

  #accepts(verdict: Verdict): boolean {
    return verdict === 'yes' || (verdict === 'conditional' && this.#fleet.accept === 'conditional')
  }

  #host(index: number): string {
    return this.#fleet.hosts[index]?.name ?? ''
  }

  #vm(index: number): string {
    return this.#fleet.vms[this.#placed[index] as number]?.name ?? ''
  }
}
