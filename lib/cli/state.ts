import { syncContent } from '../pipeline/sync-content.ts'
import { openSearch } from '../search/open.ts'
import type { SearchPort } from '../search/port.ts'
import { openStore } from '../store/client.ts'
import type { WritableStore } from '../store/port.ts'
import { places } from './context.ts'

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

/** The same, first brought up to what is in `content/`. @throws Error when content has problems */
export async function openSynced(): ReturnType<typeof openState> {
  const state = await openState()
  const { problems } = await syncContent({ contentDir: places.content, store: state.store, search: state.search })
  if (problems.length === 0) return state
  await state.close()
  throw new Error(`${problems.length} problems in \`${places.content}\`, first ${problems[0]?.file}: ${problems[0]?.message}; run \`canimigrate lint\``)
}
