import { syncContent } from '../pipeline/sync-content.ts'
import { openSearch } from '../search/open.ts'
import type { SearchPort } from '../search/port.ts'
import { openStore } from '../store/client.ts'
import type { WritableStore } from '../store/port.ts'
import { places } from './context.ts'
import { readEntries } from './read-entries.ts'

/** The database and the index below the data folder. Close both when done. */
export async function openState(): Promise<{ store: WritableStore; search: SearchPort; close(): Promise<void> }> {
  const store = await openStore({ dataDir: places.data })
  const search = openSearch({ dataDir: places.data })
  return {
    store,
    search,
    close: async () => {
      await search.close()
      await store.close()
    },
  }
}

/**
 * The same, first brought up to what is in `content/`: at once where the store and the index have been made from just these records.
 * @param revisions whether past ones are asked for: they may be new where the records are not
 * @throws Error when content has problems
 */
export async function openSynced({ revisions = true }: { readonly revisions?: boolean } = {}): ReturnType<typeof openState> {
  const state = await openState()
  if (!revisions && (await isCurrent(state))) return state
  const { problems } = await syncContent({ contentDir: places.content, store: state.store, search: state.search })
  if (problems.length === 0) return state
  await state.close()
  throw new Error(`${problems.length} problems in \`${places.content}\`, first ${problems[0]?.file}: ${problems[0]?.message}; run \`canimigrate lint\``)
}

async function isCurrent({ store, search }: Awaited<ReturnType<typeof openState>>): Promise<boolean> {
  const { known } = await readEntries(places.content, places.data)
  return known !== undefined && (await store.digest()) === known.digest && (await search.digest()) === known.digest
}
