import type { Entry, Kind, Knowledge } from '../model/index.ts'
import { speaks } from './plan.ts'

/**
 * The records that answers follow from and name, without their bodies: rules, releases, sources, and the features that say something of a pair or that an
 * option sets, with the features and policies that any of these names. Knowledge that is built of them answers as the whole does and is a third of its
 * size; it cannot show or find other records.
 */
export function answeringEntries({ entries, features, rules }: Pick<Knowledge, 'entries' | 'features' | 'rules'>): Entry[] {
  const taken = new Set<Entry>(rules)
  for (const entry of features) if (speaks(entry.data) || entry.data.control.option !== undefined) taken.add(entry)
  // What is added is gone through too.
  for (const { data } of taken)
    for (const id of data.kind === 'policy' ? [] : namedIn(data)) {
      const named = entries.get(id)
      if (named?.data.kind === 'feature' || named?.data.kind === 'policy') taken.add(named)
    }
  return [...entries.values()].filter((entry) => KINDS.has(entry.data.kind) || taken.has(entry)).map((entry) => ({ ...entry, body: '' }))
}

const KINDS: ReadonlySet<Kind> = new Set<Kind>(['release-line', 'source'])

/** Whatever looks like an id: conditions and templates stand in many places, with a side and a dot before the id or without. Of relations answers do not speak. */
function namedIn(data: Entry['data']): readonly string[] {
  const found = JSON.stringify({ ...data, relations: undefined }).match(/[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)*/g) ?? []
  return found.flatMap((word) => [word, word.slice(word.indexOf('.') + 1)])
}
