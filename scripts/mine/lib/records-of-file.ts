import type { Entry, Evidence, Probe } from '../../../lib/model/index.ts'

/** Which features name a file of a repository in their statements' evidence or probes. */
export function recordsOfFile(entries: Iterable<Entry>): (file: string) => readonly string[] {
  const named = new Map<string, Set<string>>()
  const note = (file: string | undefined, id: string): void => {
    if (file !== undefined) named.set(file, (named.get(file) ?? new Set()).add(id))
  }
  for (const { data } of entries) {
    if (data.kind !== 'feature') continue
    for (const { evidence, versions = [], probe } of data.support)
      for (const one of [{ evidence, probe }, ...versions]) {
        for (const path of pathsOf(one.probe)) note(path, data.id)
        for (const piece of one.evidence ?? []) note(fileOf(piece), data.id)
      }
    for (const { evidence } of data.clauses) for (const piece of evidence) note(fileOf(piece), data.id)
  }
  return (file) => [...(named.get(file) ?? [])].sort()
}

function pathsOf(probes: Probe | readonly Probe[] | undefined): readonly string[] {
  return [probes ?? []].flat().flatMap(({ path }) => path)
}

function fileOf(evidence: Evidence): string | undefined {
  return evidence.kind === 'commit' || evidence.kind === 'source' ? evidence.file : undefined
}
