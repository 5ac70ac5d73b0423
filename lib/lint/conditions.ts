import type { DataPath } from '../content/positions.ts'
import { type Entry, type Match, parseCondition, type RawCondition, type Side } from '../model/index.ts'
import { walk } from './walk.ts'

/** One fact, feature or device that a condition in a record looks at. */
export interface ConditionPart {
  /** Leads to its key in the record's data. */
  readonly path: DataPath
  readonly kind: 'fact' | 'feature' | 'device' | 'differs'
  readonly side: Side | undefined
  /** The fact or feature; `device` for a device. */
  readonly name: string
  /** What it must be; for a device undefined. */
  readonly match: Match | undefined
  /** Whether the condition is about one side or about the pair. */
  readonly about: 'side' | 'pair'
}

/** Every part of every condition in a record. */
export function conditionParts(entry: Entry): readonly ConditionPart[] {
  const known = cache.get(entry)
  if (known) return known
  const parts: ConditionPart[] = []
  walk(entry.data, (value, path) => {
    if (!CONDITION_KEYS.has(path.at(-1)) || typeof value !== 'object' || value === null) return
    read(value as RawCondition, path, aboutOf(entry, path), parts)
  })
  cache.set(entry, parts)
  return parts
}

const cache = new WeakMap<Entry, readonly ConditionPart[]>()
const CONDITION_KEYS: ReadonlySet<unknown> = new Set(['when', 'if', 'applies', 'carried'])

const DIFFERENCES: ReadonlySet<unknown> = new Set(['differs', 'lost', 'gained', 'driver_differs'])

/** Values, layers and derivations are about one side, and so are clauses on starting; all else compares two. */
function aboutOf({ data }: Entry, path: DataPath): 'side' | 'pair' {
  const [list, index] = path
  if (path.at(-1) === 'carried') return 'side'
  if (list === 'migration' || list === 'uses') return 'pair'
  if (list === 'parts') return path.some((step) => DIFFERENCES.has(step)) ? 'pair' : 'side'
  if (list !== 'clauses' || !('clauses' in data)) return 'side'
  return data.clauses[Number(index)]?.stage === 'start' ? 'side' : 'pair'
}

function read(raw: RawCondition, path: DataPath, about: 'side' | 'pair', parts: ConditionPart[]): void {
  for (const [key, value] of Object.entries(raw)) {
    const here = [...path, key]
    if (key === 'not') read(value as RawCondition, here, about, parts)
    else if (key === 'all' || key === 'any') for (const [index, part] of (value as RawCondition[]).entries()) read(part, [...here, index], about, parts)
    else {
      const condition = parseCondition({ [key]: value })
      switch (condition.kind) {
        case 'fact':
          parts.push({ path: here, kind: 'fact', side: condition.side, name: condition.fact, match: condition.match, about })
          break
        case 'feature':
          parts.push({ path: here, kind: 'feature', side: condition.side, name: condition.feature, match: condition.match, about })
          break
        case 'device':
          parts.push({ path: here, kind: 'device', side: condition.side, name: 'device', match: undefined, about })
          break
        case 'differs':
          parts.push({ path: here, kind: 'differs', side: undefined, name: condition.fact, match: undefined, about })
          break
      }
    }
  }
}
