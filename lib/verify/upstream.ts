import { type Entry, type ReleaseLine, isReleased } from '../model/index.ts'
import type { Clone } from './clone.ts'
import type { Family, Member } from './family.ts'
import { nameOf } from './repositories.ts'
import { unrecorded } from './unrecorded.ts'

/** What upstream has and records do not. */
export interface News {
  /** Releases of clones that their release line lacks, and that are newer than its oldest. */
  readonly releases: readonly { readonly line: string; readonly version: string; readonly date: string }[]
  /** Members without a record, by family. */
  readonly families: readonly { readonly title: string; readonly repository: string; readonly members: number; readonly unrecorded: readonly Member[] }[]
  /** Families whose repository was not given. */
  readonly unseen: readonly { readonly title: string; readonly repository: string }[]
}

/** Compares records with what clones list. */
export async function newsOf(entries: readonly Entry[], clones: readonly Clone[], families: readonly Family[]): Promise<News> {
  const lines = entries.flatMap(({ data }) => (data.kind === 'release-line' ? [data] : []))
  const byName = new Map(clones.map((clone) => [nameOf(clone.source), clone]))
  const seen: News['families'][number][] = []
  for (const { title, repository, members } of families) {
    const clone = byName.get(repository)
    if (!clone) continue
    const all = await members(clone)
    seen.push({ title, repository, members: all.length, unrecorded: unrecorded(all, entries) })
  }
  return {
    releases: clones.flatMap((clone) =>
      releasesWithout(
        lines.find(({ component }) => component === clone.source.releases?.component),
        clone,
      ),
    ),
    families: seen,
    unseen: families.filter(({ repository }) => !byName.has(repository)).map(({ title, repository }) => ({ title, repository })),
  }
}

function releasesWithout(line: ReleaseLine | undefined, clone: Clone): News['releases'] {
  const oldest = line?.branches
    .flatMap(({ releases }) => releases.map(({ date }) => date ?? ''))
    .filter(Boolean)
    .sort()[0]
  if (!line || oldest === undefined) return []
  return clone
    .releases()
    .filter(({ version, date }) => date > oldest && !isReleased(version, line))
    .map(({ version, date }) => ({ line: line.id, version, date }))
}
