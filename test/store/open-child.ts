// Opens the store at the address argv[3], with its index in argv[2], and syncs argv[4] into it, for tests with several processes; prints each step, then the digest.
import { syncContent } from '../../lib/pipeline/sync-content.ts'
import { openSearch } from '../../lib/search/open.ts'
import { openStore } from '../../lib/store/client.ts'

const [dataDir, url, contentDir] = process.argv.slice(2)
const store = await openStore({ url })
const search = openSearch({ dataDir })
if (contentDir) await syncContent({ contentDir, store, search, onProgress: ({ stage, done }) => console.log(`${stage} ${done}`) })
console.log(JSON.stringify({ digest: await store.digest(), search: await search.digest(), entries: (await store.entries()).length }))
await search.close()
await store.close()
