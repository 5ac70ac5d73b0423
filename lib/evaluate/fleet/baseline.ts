import type { Answer, Baseline, Knowledge, Profile } from '../../model/index.ts'
import { rankOf } from '../decide.ts'
import { evaluatePair } from '../evaluate.ts'
import { showValue } from '../values.ts'
import { blockedMove, byHope } from './blocked.ts'
import type { Kinds } from './kinds.ts'
import { type Knob, knobsFor, withKnobs } from './knobs.ts'
import type { Mover } from './mover.ts'

/** Most options set at once, most evaluations, and most equally short answers that are compared by what they cost. */
const MOST_OPTIONS = 4
const MOST_EVALUATIONS = 1500
const MOST_ANSWERS = 4
const MOST_LEFT = 4

/**
 * Looks for the fewest options under which a definition can be started everywhere and goes from every kind of hosts to every other, and among equally
 * few for those that cost the guest least.
 * @param mover the definition's moves as it is
 * @param used kinds that hosts are of, now or after the upgrade
 */
export function baselineOf(
  knowledge: Knowledge,
  vm: Profile,
  kinds: Kinds,
  mover: Mover,
  used: readonly number[],
  accepts: (verdict: string) => boolean,
): Baseline {
  const closed = closedMoves(mover, used, accepts)
  if (closed.length === 0) return { status: 'as-is', set: {}, costs: [], left: [] }
  const boot = mover.bootOf(used[0] ?? 0)
  const classes = [...new Map(used.map((kind) => [mover.classOf(boot, kind), kind])).values()]
  const search = new Search(knowledge, vm, kinds, classes, closed, accepts)
  const found = search.run()
  if (found) return { status: 'found', set: Object.fromEntries(found.map(({ set, to }) => [set, to])), costs: search.costs(found), left: [] }
  const name = (kind: number): string => kinds.kinds[kind]?.name ?? ''
  const left = closed.slice(0, MOST_LEFT * 2).map(({ from, to }) => blockedMove(name(from), name(to), mover.answer(mover.bootOf(from), from, to)))
  return { status: 'none', set: {}, costs: [], left: left.sort(byHope).slice(0, MOST_LEFT) }
}

interface Move {
  readonly from: number
  readonly to: number
}

/** One move per pair of classes that is not accepted. */
function closedMoves(mover: Mover, used: readonly number[], accepts: (verdict: string) => boolean): Move[] {
  const seen = new Set<string>()
  return used.flatMap((from) => {
    const boot = mover.bootOf(from)
    return used.flatMap((to) => {
      const key = `${boot} ${mover.classOf(boot, from)} ${mover.classOf(boot, to)}`
      if (seen.has(key)) return []
      seen.add(key)
      return accepts(mover.verdict(boot, from, to)) ? [] : [{ from, to }]
    })
  })
}

/** Breadth first over sets of knobs; a move that was found closed is tried before all others. */
class Search {
  readonly #knowledge: Knowledge
  readonly #vm: Profile
  readonly #hosts: readonly Profile[]
  readonly #classes: readonly number[]
  readonly #closed: Move[]
  readonly #accepts: (verdict: string) => boolean
  readonly #names: readonly string[]
  #evaluations = 0

  constructor(knowledge: Knowledge, vm: Profile, kinds: Kinds, classes: readonly number[], closed: readonly Move[], accepts: (verdict: string) => boolean) {
    this.#knowledge = knowledge
    this.#vm = vm
    this.#hosts = kinds.kinds.map(({ profile }) => profile)
    this.#names = kinds.kinds.map(({ name }) => name)
    this.#classes = classes
    this.#closed = closed.slice(0, 12)
    this.#accepts = accepts
  }

  run(): readonly Knob[] | undefined {
    let level: (readonly Knob[])[] = [[]]
    const seen = new Set<string>()
    for (let size = 0; size < MOST_OPTIONS; size++) {
      const next: (readonly Knob[])[] = []
      const answers: (readonly Knob[])[] = []
      for (const set of level) {
        const failure = this.#failure(set)
        if (!failure) continue
        for (const knob of this.#knobs(set, failure)) {
          const more = [...set.filter((one) => one.set !== knob.set), knob]
          const key = more
            .map((one) => `${one.set}=${one.to}`)
            .sort()
            .join(' ')
          if (seen.has(key) || this.#evaluations > MOST_EVALUATIONS) continue
          seen.add(key)
          if (!this.#helps(more, failure)) continue
          if (!this.#failure(more)) answers.push(more)
          else next.push(more)
          if (answers.length >= MOST_ANSWERS) break
        }
      }
      if (answers.length > 0) return answers.map((answer) => ({ answer, cost: this.costs(answer).length })).sort((a, b) => a.cost - b.cost)[0]?.answer
      level = next
    }
    return undefined
  }

  /** What the guest has less of, kind by kind, than without the options. */
  costs(knobs: readonly Knob[]): Baseline['costs'] {
    const found = new Map<string, { feature: string; from: string; to: string; kinds: string[] }>()
    for (const kind of this.#classes) {
      const { findings } = this.#evaluate(this.#on(this.#vm, kind), this.#on(withKnobs(this.#vm, knobs), kind))
      for (const { record, source, destination } of findings) {
        if (source.value === null || destination.value === null) continue
        const [from, to] = [showValue(source.value), showValue(destination.value)]
        // What was set is no cost of setting it.
        if (from === to || knobs.some((knob) => knob.to === to)) continue
        const key = `${record} ${from} ${to}`
        const known = found.get(key) ?? { feature: record, from, to, kinds: [] }
        found.set(key, known)
        if (!known.kinds.includes(this.#names[kind] as string)) known.kinds.push(this.#names[kind] as string)
      }
    }
    return [...found.values()]
  }

  /** The first move that these knobs leave closed; it is remembered. */
  #failure(knobs: readonly Knob[]): { move: Move; answer: Answer } | undefined {
    const vm = withKnobs(this.#vm, knobs)
    const all = [...this.#closed, ...this.#classes.flatMap((from) => this.#classes.map((to) => ({ from, to })))]
    for (const [index, move] of all.entries()) {
      const answer = this.#try(vm, move)
      if (this.#accepts(answer.verdict)) continue
      if (index >= this.#closed.length && this.#closed.length < 24) this.#closed.unshift(move)
      return { move, answer }
    }
    return undefined
  }

  #helps(knobs: readonly Knob[], { move, answer }: { move: Move; answer: Answer }): boolean {
    const { verdict, findings } = this.#try(withKnobs(this.#vm, knobs), move)
    return this.#accepts(verdict) || rankOf(verdict) > rankOf(answer.verdict) || (verdict === answer.verdict && findings.length < answer.findings.length)
  }

  #knobs(set: readonly Knob[], { answer }: { answer: Answer }): Knob[] {
    const hosts = this.#classes.map((kind) => this.#hosts[kind]?.facts ?? {})
    return knobsFor(this.#knowledge, withKnobs(this.#vm, set), answer, hosts)
  }

  #try(vm: Profile, { from, to }: Move): Answer {
    return this.#evaluate(this.#on(vm, from), this.#on(vm, to))
  }

  #evaluate(source: Profile, destination: Profile): Answer {
    this.#evaluations++
    return evaluatePair(this.#knowledge, source, destination, undefined, { remedies: false }).answer
  }

  #on(vm: Profile, kind: number): Profile {
    const { facts } = this.#hosts[kind] as Profile
    return { ...vm, facts: { ...vm.facts, ...('accel' in vm.facts ? { ...facts, accel: vm.facts.accel } : facts) } }
  }
}
