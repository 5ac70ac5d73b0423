import { resolve } from 'node:path'
import { loadContent } from '../../../lib/content/load.ts'
import { type Clone, openClone } from '../../../lib/verify/clone.ts'
import { nameOf, readRepositories } from '../../../lib/verify/repositories.ts'

/**
 * The clones that `CANIMIGRATE_REPOS` gives (`qemu=DIR xen=DIR`, by white space), by name; none where it is not set.
 * @throws InputError if one cannot be opened
 */
export async function openClones(text = process.env.CANIMIGRATE_REPOS ?? ''): Promise<ReadonlyMap<string, Clone>> {
  const words = text.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return new Map()
  const { entries } = await loadContent(resolve(import.meta.dirname, '../../../content'))
  return new Map(await Promise.all(readRepositories(words, entries).map(async ({ source, dir }) => [nameOf(source), await openClone(dir, source)] as const)))
}
