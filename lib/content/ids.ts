import type { Kind } from '../model/index.ts'

/** What a file's path below `content/` says of its record. */
export interface Location {
  readonly id: string
  readonly kind: Kind
}

/**
 * The id and kind of the record at `path`: features and policies are named by the path below their folder, the others by the
 * whole path, without the ending.
 * @returns undefined where no record can lie: another folder, or an ending that the kind does not have
 */
export function locationOf(path: string): Location | undefined {
  const [, folder, rest, ending] = /^([^/]+)\/(.+)\.(md|yaml)$/.exec(path) ?? []
  const place = PLACES.find((candidate) => candidate.folder === folder && candidate.ending === ending)
  if (!place || rest === undefined) return undefined
  return { kind: place.kind, id: place.prefixed ? `${place.folder}/${rest}` : rest }
}

/** Where records of each kind lie; `prefixed`: the folder's name is part of the id. */
export const PLACES: readonly { readonly kind: Kind; readonly folder: string; readonly ending: 'md' | 'yaml'; readonly prefixed: boolean }[] = [
  { kind: 'feature', folder: 'features', ending: 'md', prefixed: false },
  { kind: 'policy', folder: 'policies', ending: 'md', prefixed: false },
  { kind: 'rule', folder: 'rules', ending: 'md', prefixed: true },
  { kind: 'release-line', folder: 'releases', ending: 'yaml', prefixed: true },
  { kind: 'source', folder: 'sources', ending: 'yaml', prefixed: true },
  { kind: 'distribution', folder: 'distributions', ending: 'yaml', prefixed: true },
  { kind: 'area', folder: 'areas', ending: 'md', prefixed: true },
  { kind: 'verification', folder: 'verified', ending: 'yaml', prefixed: true },
]
