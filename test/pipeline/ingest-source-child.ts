// Ingests invented mails of one source, ten a batch, into the database argv[2], argv[3] of them, waiting argv[4] milliseconds for each; prints how many are
// stored, and at its end how many it has read.
import { setTimeout } from 'node:timers/promises'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { openStore } from '../../lib/store/client.ts'
import { inventedSource } from './invented-source.ts'

const [url, count, pause] = process.argv.slice(2) as [string, string, string]
const store = await openStore({ url, pool: 2 })
const { source, read } = inventedSource(Number(count), () => setTimeout(Number(pause)))
const onProgress = ({ done }: { readonly done: number }) => console.log(`stored ${done}`)
const result = await ingestMail({ sources: [source], records: [], store: store.mail, leases: store.leases, threads: 0, batch: 10, onProgress })
await store.close()
console.log(`read ${read.length}, ${result.new} new`)
