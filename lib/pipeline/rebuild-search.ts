import { documentsOf } from '../search/documents.ts'
import type { SearchPort } from '../search/port.ts'
import { underLease } from '../store/leases.ts'
import type { WritableStore } from '../store/port.ts'

export interface RebuildOptions {
  readonly store: WritableStore
  readonly search: SearchPort
  /** Also when the index says that it is up to date. Default: false. */
  readonly force?: boolean | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Builds the search index from the store where it was built from something else. Of two at once the second waits, and looks again.
 * @returns the number of documents; undefined when there was nothing to do
 */
export async function rebuildSearch(options: RebuildOptions): Promise<number | undefined> {
  const { store, search, force } = options
  const digest = await store.digest()
  if (!force && (await search.digest()) === digest && digest !== '') return undefined
  return underLease(store.leases, 'reindex', () => rebuild(options))
}

async function rebuild({ store, search, force = false, onProgress }: RebuildOptions): Promise<number | undefined> {
  for (;;) {
    const digest = await store.digest()
    if (!force && (await search.digest()) === digest && digest !== '') return undefined
    const texts = await store.texts()
    // Synced meanwhile: what was read may be the newer.
    if ((await store.digest()) !== digest) continue
    onProgress?.(0, texts.length)
    await search.replaceAll(documentsOf(texts), digest)
    onProgress?.(texts.length, texts.length)
    return texts.length
  }
}
