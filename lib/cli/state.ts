import { indexRecords } from '../pipeline/index-records.ts'
import { syncContent } from '../pipeline/sync-content.ts'
import { openSearch } from '../search/open.ts'
import type { SearchPort } from '../search/port.ts'
import { openStore } from '../store/client.ts'
import type { WritableStore } from '../store/port.ts'
import { places, recordFolders } from './context.ts'
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
 * The same, first brought up to what is in `content/` and its history.
 * @throws Error when content has problems
 */
export async function openSynced(): ReturnType<typeof openState> {
  const state = await openState()
  const { problems } = await syncContent({ contentDir: places.content, store: state.store, search: state.search })
  if (problems.length === 0) return state
  await state.close()
  throw new Error(`${problems.length} problems in \`${places.content}\`, first ${problems[0]?.file}: ${problems[0]?.message}; run \`canimigrate lint\``)
}

/**
 * The same with only the index brought up: what is found hangs on the records as they are, and reading their history takes far longer.
 * @throws Error when content has problems
 */
export async function openSearched(): ReturnType<typeof openState> {
  const { entries, known } = await readEntries(places.content, recordFolders)
  // It says what is wrong.
  if (!known) return openSynced()
  const state = await openState()
  try {
    await indexRecords({ entries, digest: known.digest, search: state.search, leases: state.store.leases })
    return state
  } catch (error) {
    await state.close()
    throw error
  }
}
