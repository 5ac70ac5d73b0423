import type { DataPath } from '../content/positions.ts'
import type { Entry, Event } from '../model/index.ts'

/** A list of events in a record. */
export interface EventList {
  readonly path: DataPath
  /** The component on whose release line they are; undefined if the record does not say. */
  readonly component: string | undefined
  readonly events: readonly Event[]
}

/** Every list of events in a record. */
export function eventLists({ data }: Entry): EventList[] {
  if (data.kind === 'feature') {
    const { versions } = data.control
    return [
      ...data.support.flatMap((statement, index) =>
        statement.versions ? [{ path: ['support', index, 'versions'], component: statement.component, events: statement.versions }] : [],
      ),
      ...(versions ? [{ path: ['control', 'versions', 'events'], component: versions.component, events: versions.events }] : []),
    ]
  }
  if (data.kind !== 'rule') return []
  return data.vocabulary.flatMap(({ component, values }, index) =>
    values.flatMap(({ versions }, word) => (versions ? [{ path: ['vocabulary', index, 'values', word, 'versions'], component, events: versions }] : [])),
  )
}
