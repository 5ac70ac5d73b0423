import type { Entry } from '../model/index.ts'
import { type WantedNames, wantedNames } from '../pipeline/wanted-names.ts'
import { KeptFile, stampOf } from './kept-file.ts'

/** What mails are looked through for. */
export interface ReadNames {
  readonly wanted: WantedNames
  /** Of all files of records, as in `ReadEntries`. */
  readonly hash: string
}

/** Kept as `names.json` beside the records; by the code that reads these, and that takes names from them. */
export const NAMES = new KeptFile<ReadNames>('names.json', () => stampOf('model', 'content', 'mail/mentions', 'pipeline/wanted-names.ts'))

/** Keeps the names of records. @param hash of all their files */
export function keepNames(folders: readonly string[], hash: string, entries: readonly Entry[]): void {
  NAMES.keep(folders, { wanted: wantedNames(entries), hash })
}
