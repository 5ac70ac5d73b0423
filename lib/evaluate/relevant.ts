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
  /** Whether some feature is known to apply on both sides. */
  readonly covered: boolean
}

/** Most pairs of kinds of hosts that are remembered. */
const MOST = 1024

/** The records that apply, or may apply, on one of the sides; the same list for pairs on which the same records apply. */
export function relevantOf(knowledge: Knowledge, source: SideState, destination: SideState): Relevant {
  const recent = lists.get(knowledge) ?? new Recent<string, Relevant>(MOST)
  lists.set(knowledge, recent)
  const key = `${source.applying} ${destination.applying}`
  const known = recent.get(key)
  if (known) return known
  const relevant = planOf(knowledge).records.filter((record) => source.applies(record) !== 'no' || destination.applies(record) !== 'no')
  const features = relevant.filter(({ entry }) => entry.data.kind === 'feature')
  const list: Relevant = {
    records: relevant.filter((record) => record.comparisons.length + record.uses.length + record.pair.length + record.start.length > 0),
    note: 'only what has a record was looked at',
    covered: features.some((record) => source.applies(record) === 'yes' && destination.applies(record) === 'yes'),
  }
  recent.set(key, list)
  return list
}

const lists = new WeakMap<Knowledge, Recent<string, Relevant>>()
