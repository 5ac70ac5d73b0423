import { ingestMail } from '../pipeline/ingest-mail.ts'
import { openMessages } from '../search/open-messages.ts'
import type { WritableStore } from '../store/port.ts'
import { places, recordFolders } from './context.ts'
import { ingestProgress } from './progress.ts'
import { readNames } from './read-names.ts'

/** Brings the index of messages up to the database, and mentions in old messages up to the names that records have now. */
export async function followNames(store: WritableStore): Promise<void> {
  if ((await store.mail.lastArrival()) === 0) return
  const show = ingestProgress(process.stderr, { lines: false })
  const search = openMessages({ dataDir: places.data })
  try {
    const records = async () => (await readNames(places.content, recordFolders)).wanted
    await ingestMail({ sources: [], records, store: store.mail, leases: store.leases, search, onProgress: show.update })
  } finally {
    show.end()
    await search.close()
  }
}
