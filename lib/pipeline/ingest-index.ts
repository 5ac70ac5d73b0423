import type { MessageDocument, WritableMessageSearch } from '../search/message-port.ts'
import type { Appended, WritableMailStore } from '../store/mail-port.ts'
import type { ReadMail } from './ingest-read.ts'
import type { ReadingThreads } from './ingest-threads.ts'

/** Puts a batch that was stored into the index. Where the index is not at the batch's beginning, nothing is done: `followLog` brings it up. */
export async function indexBatch(search: WritableMessageSearch, mails: readonly ReadMail[], { first, before, after, ids }: Appended): Promise<void> {
  if (before === after) return
  const documents = new Map<number, MessageDocument>()
  for (const [index, { document }] of mails.entries()) {
    const id = ids[index] as number
    if (id >= first && !documents.has(id)) documents.set(id, { id, ...document })
  }
  const listed = mails.map(({ arrival: { list } }, index) => ({ id: ids[index] as number, list }))
  await search.append({ from: before, to: after, documents: [...documents.values()], listed })
}

export interface FollowOptions {
  readonly store: WritableMailStore
  readonly search: WritableMessageSearch
  readonly threads: ReadingThreads
  readonly signal?: AbortSignal | undefined
  /** In arrivals. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Brings the index up to the store's log of arrivals, from where it is: after a kill, after another process's ingest, or anew where it was made from another
 * store or is damaged.
 */
export async function followLog({ store, search, threads, signal, onProgress }: FollowOptions): Promise<void> {
  if (!(await fits(store, search))) await search.reset()
  let start: number | undefined
  while (!signal?.aborted) {
    const { arrival, last } = await search.state()
    const arrivals = await store.arrivalsAfter(arrival, STEP)
    const to = arrivals.at(-1)?.arrival
    if (to === undefined) break
    start ??= arrival
    const fresh = await store.numbered([...new Set(arrivals.map(({ id }) => id))].filter((id) => id > (last?.id ?? 0)))
    const read = await threads.read(
      fresh.map(({ raw, list, arrived, rebuilt }) => ({ raw, list, place: '', rebuilt, ...(arrived === undefined ? {} : { arrived }) })),
    )
    const documents = read.map(({ document }, index) => ({ id: fresh[index]?.id as number, ...document }))
    await search.append({ from: arrival, to, documents, listed: arrivals.map(({ id, list }) => ({ id, list })) })
    onProgress?.(to - start, (await store.lastArrival()) - start)
  }
  await search.hide(await store.deleted())
  if (!signal?.aborted) await search.settled()
}

/** Arrivals of one transaction. */
const STEP = 500

/** Whether the index was made from this store, as far as its last message tells. */
async function fits(store: WritableMailStore, search: WritableMessageSearch): Promise<boolean> {
  try {
    const { arrival, last } = await search.state()
    if (arrival > (await store.lastArrival())) return false
    return last === undefined ? arrival === 0 : (await store.numbered([last.id]))[0]?.messageId === last.messageId
  } catch (error) {
    // What can be read later (a full disk, another's lock) is not made anew.
    if (!/SQLITE_(CORRUPT|NOTADB)|malformed|not a database|no such (table|column)/.test(`${(error as { code?: string }).code} ${String(error)}`)) throw error
    return false
  }
}
