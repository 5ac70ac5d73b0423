import type { Knowledge } from '../model/index.ts'
import { type PlannedRecord, planOf } from './plan.ts'
import { Recent } from './recent.ts'
import type { SideState } from './side-state.ts'

/** The records that concern a pair. */
export interface Relevant {
  /** Those that may say something of the pair. */
  readonly records: readonly PlannedRecord[]
  /** What was looked at, as the answer says it. */
  readonly note: string
  /** Whether some feature that says what happens to guests or migrations is known to apply on both sides. A record that only informs covers nothing. */
  readonly covered: boolean
}

/** Sides on which the same records apply are of one kind: one object, with what concerns pairs of it and other kinds. */
export interface HostKind {
  readonly relevantTo: Recent<HostKind, Relevant>
}

/** Most kinds that are remembered, and most others with each. */
const MOST_KINDS = 256
const MOST_PAIRS = 64

/** The kind of a side. */
export function kindOf(state: SideState): HostKind {
  const { knowledge } = state.scope
  const recent = kinds.get(knowledge) ?? new Recent<string, HostKind>(MOST_KINDS)
  kinds.set(knowledge, recent)
  const applying = planOf(knowledge)
    .records.map((record) => state.applies(record)[0])
    .join('')
  const kind = recent.get(applying) ?? { relevantTo: new Recent(MOST_PAIRS) }
  recent.set(applying, kind)
  return kind
}

const kinds = new WeakMap<Knowledge, Recent<string, HostKind>>()

/** The records that apply, or may apply, on one of the sides; the same list for pairs of the same kinds. */
export function relevantOf(knowledge: Knowledge, source: SideState, destination: SideState): Relevant {
  const { relevantTo } = source.kind
  const known = relevantTo.get(destination.kind)
  if (known) return known
  const relevant = planOf(knowledge).records.filter((record) => source.applies(record) !== 'no' || destination.applies(record) !== 'no')
  const features = relevant.filter(({ entry, speaks }) => speaks && entry.data.kind === 'feature')
  const list: Relevant = {
    records: relevant.filter((record) => record.comparisons.length + record.uses.length + record.pair.length + record.start.length > 0),
    note: 'only what has a record was looked at',
    covered: features.some((record) => source.applies(record) === 'yes' && destination.applies(record) === 'yes'),
  }
  relevantTo.set(destination.kind, list)
  return list
}
