import { locationOf } from '../content/ids.ts'
import type { LoadedContent } from '../content/load.ts'
import type { Entry, Feature, Kind, Policy, ReleaseLine, Rule, SourceRecord } from '../model/index.ts'

/** What rules look at. */
export interface Context {
  readonly loaded: LoadedContent
  readonly entries: readonly Entry[]
  readonly features: readonly Entry<Feature>[]
  readonly rules: readonly Entry<Rule>[]
  readonly policies: readonly Entry<Policy>[]
  readonly lines: readonly Entry<ReleaseLine>[]
  readonly sources: readonly Entry<SourceRecord>[]
  /** The kind of every record by id, those with problems of their own included. */
  readonly kinds: ReadonlyMap<string, Kind>
  /** Ids of records with problems of their own: what they hold is not known. */
  readonly broken: ReadonlySet<string>
  /** Release lines by component. */
  readonly lineOf: ReadonlyMap<string, ReleaseLine>
  /** Today, ISO 8601, if rules may judge dates. */
  readonly today: string | undefined
  /** Ids that the history had and has no more, with the path that their file had; empty where there is no history. */
  readonly past: ReadonlyMap<string, string>
}

/** Puts loaded content in order for rules. @param deleted paths that the history has */
export function contextOf(loaded: LoadedContent, today?: string, deleted: readonly string[] = []): Context {
  const { entries } = loaded
  const of = <Data extends Entry['data']>(kind: Kind): Entry<Data>[] => entries.filter((entry): entry is Entry<Data> => entry.data.kind === kind)
  const read = new Set(entries.map(({ path }) => path))
  const located = loaded.files.flatMap(({ path }) => {
    const location = locationOf(path)
    return location ? [{ path, ...location }] : []
  })
  const lines = of<ReleaseLine>('release-line')
  return {
    loaded,
    entries,
    lines,
    today,
    past: new Map(
      deleted.flatMap((path) => {
        const id = locationOf(path)?.id
        return id === undefined ? [] : [[id, path] as const]
      }),
    ),
    features: of<Feature>('feature'),
    rules: of<Rule>('rule'),
    policies: of<Policy>('policy'),
    sources: of<SourceRecord>('source'),
    kinds: new Map(located.map(({ id, kind }) => [id, kind])),
    broken: new Set(located.filter(({ path }) => !read.has(path)).map(({ id }) => id)),
    lineOf: new Map(lines.map(({ data }) => [data.component, data])),
  }
}
