import type { Entry } from './record.ts'
import type { ReleaseLine } from './release.ts'
import { placeOf } from './version.ts'

/** A release of a distribution: `Debian 12`. */
export interface Shipper {
  /** Id of the distribution's record. */
  readonly id: string
  readonly name: string
}

/** Which releases of distributions ship which branches of a release line: by branch, in order of the distributions' names and of age. */
export function shippersOf(line: ReleaseLine, entries: Iterable<Entry>): ReadonlyMap<string, readonly Shipper[]> {
  const found = new Map<string, Shipper[]>()
  const distributions = [...entries].flatMap(({ data }) => (data.kind === 'distribution' ? [data] : []))
  for (const { id, title, releases } of distributions.sort((a, b) => (a.title < b.title ? -1 : 1)))
    for (const { name, ships } of releases)
      for (const branch of new Set((ships[line.component] ?? []).map((version) => placeOf(version, line)?.branch))) {
        if (branch === undefined) continue
        const shippers = found.get(branch) ?? []
        found.set(branch, shippers)
        shippers.push({ id, name: `${title} ${name}` })
      }
  return found
}
