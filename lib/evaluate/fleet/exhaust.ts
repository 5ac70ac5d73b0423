import { tick } from '../patience.ts'
import { has } from './bits.ts'
import type { Hop } from './place.ts'
import type { Problem } from './problem.ts'

/** Most hosts and VMs, and most states, for which every way is tried. */
const MOST = 12
const MOST_STATES = 60_000

/** What came of trying everything. */
export interface Exhausted {
  readonly order?: readonly number[]
  readonly steps?: readonly (readonly Hop[])[]
  /** Nothing was left untried. */
  readonly all: boolean
  /** Where it went furthest: what was upgraded, and where each VM was. */
  readonly furthest: { readonly order: readonly number[]; readonly steps: readonly (readonly Hop[])[]; readonly at: readonly number[] }
}

interface State {
  readonly upgraded: readonly number[]
  readonly at: readonly number[]
  readonly before: State | undefined
  readonly hop?: Hop
}

/** Tries every move of every VM and every order, with room counted; only for small fleets. @returns undefined for larger ones */
export function exhaust(problem: Problem): Exhausted | undefined {
  if (problem.now.length > MOST || problem.vms.length > MOST) return undefined
  const first: State = { upgraded: [], at: problem.vms.map(({ host }) => host), before: undefined }
  const seen = new Set([keyOf(first)])
  let furthest = first
  // Level by level, so that no VM is moved without need.
  const queue = [first]
  for (let at = 0; at < queue.length; at++) {
    tick()
    const state = queue[at] as State
    if (state.upgraded.length > furthest.upgraded.length) furthest = state
    if (state.upgraded.length === problem.todo.length) return { ...told(state), all: false, furthest: { ...told(state), at: state.at } }
    if (seen.size > MOST_STATES) return { all: false, furthest: { ...told(furthest), at: furthest.at } }
    for (const next of followers(problem, state)) {
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push(next)
    }
  }
  return { all: true, furthest: { ...told(furthest), at: furthest.at } }
}

/** What can be done next. */
function followers(problem: Problem, state: State): State[] {
  const done = new Set(state.upgraded)
  const kind = (host: number): number => (done.has(host) ? (problem.next[host] as number) : (problem.now[host] as number))
  const load = problem.now.map((_, host) => state.at.filter((at) => at === host).length)
  const moves = problem.vms.flatMap(({ ways }, vm) => {
    const from = state.at[vm] as number
    const row = ways.row(ways.classOf(kind(from)))
    return problem.now.flatMap((_, to): State[] => {
      if (to === from || (load[to] as number) >= (problem.room[to] as number) || !has(row, ways.classOf(kind(to)))) return []
      const at = state.at.map((host, other) => (other === vm ? to : host))
      return [{ upgraded: state.upgraded, at, before: state, hop: { vm, from, to } }]
    })
  })
  const upgrades = problem.todo
    .filter((host) => !done.has(host) && load[host] === 0)
    .map((host): State => ({ upgraded: [...state.upgraded, host], at: state.at, before: state }))
  return [...upgrades, ...moves]
}

function keyOf({ upgraded, at }: State): string {
  return `${[...upgraded].sort((a, b) => a - b)} ${at}`
}

/** The way to a state as steps: the hops before each upgrade. */
function told(state: State): { order: number[]; steps: Hop[][] } {
  const way: State[] = []
  for (let at: State | undefined = state; at; at = at.before) way.unshift(at)
  const order: number[] = []
  const steps: Hop[][] = []
  let hops: Hop[] = []
  for (const { hop, upgraded } of way) {
    if (hop) hops.push(hop)
    else if (upgraded.length > order.length) {
      order.push(upgraded.at(-1) as number)
      steps.push(hops)
      hops = []
    }
  }
  return { order, steps }
}
