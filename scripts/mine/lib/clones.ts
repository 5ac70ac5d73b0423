import { resolve } from 'node:path'
import { decodeFiles, readRaw } from '../../../lib/content/files.ts'
import { parseContent } from '../../../lib/content/load.ts'
import { type Clone, openClone } from '../../../lib/verify/clone.ts'
import { nameOf, readRepositories } from '../../../lib/verify/repositories.ts'

/**
 * The clones that `CANIMIGRATE_REPOS` gives (`qemu=DIR xen=DIR`, by white space), by name; none where it is not set.
 * @throws InputError if one cannot be opened
 */
export async function openClones(text = process.env.CANIMIGRATE_REPOS ?? ''): Promise<ReadonlyMap<string, Clone>> {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return new Map()
  const { files } = decodeFiles(readRaw(resolve(import.meta.dirname, '../../../content')))
  const { entries } = parseContent(files.filter(({ path }) => path.startsWith('sources/')))
  return new Map(await Promise.all(readRepositories(words, entries).map(async ({ source, dir }) => [nameOf(source), await openClone(dir, source)] as const)))
}
