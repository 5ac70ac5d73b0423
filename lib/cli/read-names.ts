import { readRaw } from '../content/files.ts'
import { wantedNames } from '../pipeline/wanted-names.ts'
import { keepNames, NAMES, type ReadNames } from './kept-names.ts'
import { hashOfContent, readEntries } from './read-entries.ts'

/**
 * What mails are looked through for by the records of `content/`: what was kept beside the records, which are far longer, while none of them changed.
 * @param folders as for `readEntries`
 * @param before what came out last: given back where nothing changed, for a process that goes on
 */
export async function readNames(content: string, folders: readonly string[], before?: ReadNames): Promise<ReadNames> {
  const hash = hashOfContent(readRaw(content))
  if (before?.hash === hash) return before
  for (const folder of folders) {
    const kept = NAMES.recall(folder)
    if (kept?.hash === hash) return kept
  }
  const read = await readEntries(content, folders)
  if (read.problems === 0) keepNames(folders, read.hash, read.entries)
  return { wanted: wantedNames(read.entries), hash: read.hash }
}
