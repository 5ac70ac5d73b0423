import { setting } from '../config/settings.mjs'
import { documentsOf } from '../search/documents.ts'
import { openMessages } from '../search/open-messages.ts'
import { openSearch } from '../search/open.ts'
import { openForReading } from '../store/client.ts'
import { createService, type Service } from './service.ts'

/**
 * The service of this process, opened once. Configuration: `CANIMIGRATE_DATA`, `DATABASE_URL`, `DATABASE_REPLICA_URL`, and `CANIMIGRATE_URL`, the site's
 * address for permanent links (default: http://HOST:PORT as served).
 */
export function openService(): Promise<Service> {
  const shared = globalThis as { [KEY]?: Promise<Service> }
  shared[KEY] ??= open().catch((error: unknown) => {
    delete shared[KEY]
    throw error
  })
  return shared[KEY]
}

/** Next.js may load a module more than once in a process. */
const KEY = Symbol.for('canimigrate.service')

async function open(): Promise<Service> {
  const store = await openForReading()
  // A missing or damaged index is built anew from the database at the first question.
  const search = openSearch({
    heal: async () => ({ documents: documentsOf(await store.texts()), digest: await store.digest() }),
    wanted: () => store.digest(),
  })
  return createService(store, search, openMessages(), setting('CANIMIGRATE_URL') ?? `http://${setting('HOST')}:${setting('PORT')}`)
}
