import { namesOf, type RecordNames } from '../mail/mentions/names.ts'
import type { Entry } from '../model/index.ts'

/** What messages are looked through for. Plain data, for other threads too. */
export interface WantedNames {
  readonly names: readonly RecordNames[]
  /** Ids of all records. */
  readonly ids: readonly string[]
}

/** What messages are looked through for where these are all records. */
export function wantedNames(records: Iterable<Entry>): WantedNames {
  const entries = [...records]
  return { names: namesOf(entries), ids: entries.map(({ data }) => data.id).sort() }
}
