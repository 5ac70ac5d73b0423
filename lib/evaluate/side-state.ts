import type { Knowledge, Truth } from '../model/index.ts'
import { devicesText } from './compile.ts'
import type { Scope, SideValue } from './condition.ts'
import { featureValue } from './feature.ts'
import type { Found } from './found.ts'
import { type Refusal, refusalsOf } from './parts/refusals.ts'
import type { SideParts } from './parts/side-part.ts'
import { sideParts } from './parts/side-parts.ts'
import { type PlannedFeature, type PlannedRecord, planOf } from './plan.ts'
import { Recent } from './recent.ts'
import { type HostKind, kindOf } from './relevant.ts'
import type { SideFacts } from './side-facts.ts'
import { startLimits } from './start.ts'

/** Most sides of which values with their reasons are remembered. */
const MOST_EXPLAINED = 64

/** What follows from one side alone, each thing computed when it is first asked for and kept with the side. */
export class SideState {
  /** Judges what is about this side; values come without reasons. */
  readonly scope: Scope
  readonly #applies: (Truth | undefined)[] = []
  readonly #start: (readonly Truth[] | undefined)[] = []
  readonly #values: (SideValue | undefined)[] = []
  #parts: SideParts | undefined
  #refusals: readonly Refusal[] | undefined
  #kind: HostKind | undefined
  /** Without and with proofs. */
  readonly #limits: (readonly Found[] | undefined)[] = []
  #conflicts: readonly string[] | undefined

  constructor(knowledge: Knowledge, side: SideFacts) {
    this.scope = { knowledge, side, valueOf: valuesOf(knowledge, side, false) }
  }

  /** Whether a record applies to this side. */
  applies({ at, applies }: PlannedRecord): Truth {
    const known = this.#applies[at]
    if (known !== undefined) return known
    const truth = applies ? applies(this.scope, this.scope.side) : 'yes'
    this.#applies[at] = truth
    return truth
  }

  /** What this side is as to which records apply. */
  get kind(): HostKind {
    this.#kind ??= kindOf(this)
    return this.#kind
  }

  /** The value of a record's feature. */
  valueAt({ at, entry }: PlannedRecord): SideValue {
    const known = this.#values[at]
    if (known !== undefined) return known
    const value = this.scope.valueOf(entry.data.id, this.scope.side) as SideValue
    this.#values[at] = value
    return value
  }

  /** What is found of words and options that this side's versions do not have, or may not have. */
  limits(proofs: boolean): readonly Found[] {
    const at = proofs ? 1 : 0
    const known = this.#limits[at] ?? startLimits(this.scope.knowledge, this.scope.side, proofs)
    this.#limits[at] = known
    return known
  }

  /** Statements behind this side's values that contradict each other. */
  get conflicts(): readonly string[] {
    this.#conflicts ??= planOf(this.scope.knowledge).records.flatMap((record) =>
      record.entry.data.kind === 'feature' && this.applies(record) !== 'no' ? (this.scope.valueOf(record.entry.data.id, this.scope.side)?.conflicts ?? []) : [],
    )
    return this.#conflicts
  }

  /** Whether each of a record's clauses on starting holds for this side; an empty list where none does. */
  startTruths({ at, start }: PlannedRecord): readonly Truth[] {
    const known = this.#start[at]
    if (known !== undefined) return known
    const truths = start.map(({ test }) => test(this.scope, this.scope.side))
    const found = truths.every((truth) => truth === 'no') ? NONE : truths
    this.#start[at] = found
    return found
  }

  /** The parts of the VM on this side. */
  get parts(): SideParts {
    this.#parts ??= sideParts(this.scope.knowledge, this.scope.side, this.scope)
    return this.#parts
  }

  /** What keeps this side from starting or from being migrated because of its parts. */
  get refusals(): readonly Refusal[] {
    this.#refusals ??= refusalsOf(this.parts, this.scope)
    return this.#refusals
  }
}

const NONE: readonly Truth[] = []

/** The state of a side; kept as long as the side is. */
export function stateOf(knowledge: Knowledge, side: SideFacts): SideState {
  const known = states.get(side)
  if (known && known.scope.knowledge === knowledge) return known
  const state = new SideState(knowledge, side)
  states.set(side, state)
  return state
}

/** A feature's value on a side with its reasons; those of the sides asked last are remembered. */
export function explainedValue(knowledge: Knowledge, id: string, side: SideFacts, as?: 'default'): SideValue | undefined {
  let valueOf = explained.get(side)
  if (!valueOf || valueOf.knowledge !== knowledge) {
    valueOf = { knowledge, of: valuesOf(knowledge, side, true) }
    explained.set(side, valueOf)
  }
  return valueOf.of(id, side, as)
}

const states = new WeakMap<SideFacts, SideState>()
const explained = new Recent<SideFacts, { readonly knowledge: Knowledge; readonly of: Scope['valueOf'] }>(MOST_EXPLAINED)

/** Computes features' values on one side, each once; a feature that is asked for while it is computed has none. */
function valuesOf(knowledge: Knowledge, side: SideFacts, explain: boolean): Scope['valueOf'] {
  const { featureOf } = planOf(knowledge)
  const values = new Map<string, SideValue>()
  const underWay = new Set<string>()
  const valueOf: Scope['valueOf'] = (id, _side, as) => {
    const name = as === undefined ? id : `${id} ${as}`
    const known = values.get(name)
    if (known) return known
    const planned = featureOf(id)
    if (!planned || underWay.has(name)) return undefined
    const key = explain || underWay.size > 0 ? undefined : `${as ?? ''} ${keyOf(planned, side)}`
    const before = key === undefined ? undefined : (planned.values.get(key) ?? planned.values.get(`${key} ${side.name}`))
    underWay.add(name)
    const value = before ?? featureValue(planned.entry, { knowledge, side, valueOf }, explain, as)
    underWay.delete(name)
    values.set(name, value)
    // What is not known is asked of a side; what is known is the same value for both.
    if (key !== undefined && !before) planned.values.set(value.only !== undefined && value.missing.length === 0 ? key : `${key} ${side.name}`, value)
    return value
  }
  return valueOf
}

/** All of a side that a feature's value can depend on, as one text. */
function keyOf({ facts, devices }: PlannedFeature, side: SideFacts): string {
  let key = ''
  for (const fact of facts) {
    const value = side.facts.get(fact)?.value
    key += value === undefined ? ' -' : ` ${value.length} ${value}`
  }
  return devices ? `${key} ${devicesText(side)}` : key
}
