import { type Bits, NONE, bit } from './bits.ts'
import { Census, type Problem, type Ways, leadingTo } from './problem.ts'

/** Where VMs that move alike can be, step by step, and still get through to the end of an order. */
export interface Horizon {
  /** Classes with a host that stays up during a step. */
  readonly safe: readonly Bits[]
  /** Classes to be in when a step begins; one more at the end. */
  readonly good: readonly Bits[]
}

/** Looks from the end of an order back to its beginning. */
export function horizonOf(problem: Problem, ways: Ways, order: readonly number[]): Horizon {
  const census = new Census(ways, problem.now)
  const safe: Bits[] = []
  const up: Bits[] = []
  for (const host of order) {
    const [from, to] = [problem.now[host] as number, problem.next[host] as number]
    up.push(census.up)
    safe.push(census.count(from) === 1 ? census.up & ~bit(ways.classOf(from)) : census.up)
    census.remove(from)
    census.add(to)
  }
  const good: Bits[] = Array.from({ length: order.length + 1 }, () => NONE)
  good[order.length] = census.up
  const known = new Map<string, Bits>()
  for (let step = order.length - 1; step >= 0; step--) {
    const [inside, all] = [safe[step] as Bits, up[step] as Bits]
    const target = inside & (good[step + 1] as Bits)
    if (target === all) {
      good[step] = all
      continue
    }
    const key = `${inside} ${all} ${target}`
    const found = known.get(key) ?? leadingTo(target, inside, inside, ways.row)
    known.set(key, found)
    // From the class that goes down, one hop leads inside.
    const gone = all & ~inside
    good[step] = gone === NONE ? found : found | leadingTo(found, gone, inside, ways.row)
  }
  return { safe, good }
}
