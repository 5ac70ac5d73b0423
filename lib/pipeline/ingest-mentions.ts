import { MENTION_RULES } from '../mail/index.ts'
import type { WritableMessageSearch } from '../search/message-port.ts'
import { type Leases, underLease } from '../store/leases.ts'
import type { WritableMailStore } from '../store/mail-port.ts'
import type { ReadingThreads } from './ingest-threads.ts'
import type { WantedNames } from './wanted-names.ts'

export interface RefreshOptions {
  readonly store: WritableMailStore
  /** Finds the messages that may hold a name; without it all are read again. */
  readonly search?: WritableMessageSearch | undefined
  readonly threads: ReadingThreads
  /** As the threads have it. */
  readonly wanted: WantedNames
  /** So that one process does it. */
  readonly leases?: Leases | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Finds mentions in old messages where records or their names changed: the messages that hold a new name, and those that a changed record was found in, are
 * read again. What is there afterwards is what reading everything anew would give. Killed midway it begins anew the next time.
 * @returns how many messages were read again
 */
export async function refreshMentions(options: RefreshOptions): Promise<number> {
  const { store, wanted, leases, signal } = options
  if ((await changedRecords(store, scansOf(wanted))).length === 0) return 0
  return (await underLease(leases, 'mentions', () => refresh(options), { signal })) ?? 0
}

async function refresh({ store, search, threads, wanted, onProgress }: RefreshOptions): Promise<number> {
  const now = scansOf(wanted)
  // Another process may have done it meanwhile.
  const changed = await changedRecords(store, now)
  const ids = (await store.lastArrival()) === 0 ? [] : await concerned(changed, { store, search, wanted })
  for (let at = 0; at < ids.length; at += STEP) {
    const mails = await store.numbered(ids.slice(at, at + STEP))
    const read = await threads.read(
      mails.map(({ raw, list, arrived, rebuilt }) => ({ raw, list, place: '', rebuilt, ...(arrived === undefined ? {} : { arrived }) })),
    )
    const found = read.map(({ arrival: { message, mentions, positions } }, index) => ({
      id: mails[index]?.id as number,
      date: message.date,
      mentions,
      positions,
    }))
    await store.reread(found)
    await search?.relate(found.map(({ id, mentions }) => ({ id, records: mentions.map(({ record }) => record) })))
    onProgress?.(Math.min(at + STEP, ids.length), ids.length)
  }
  await store.noteScans(new Map(changed.map((record) => [record, now.get(record)])))
  return ids.length
}

async function changedRecords(store: WritableMailStore, now: ReadonlyMap<string, string>): Promise<string[]> {
  const before = await store.scans()
  return [...new Set([...now.keys(), ...before.keys()])].filter((record) => now.get(record) !== before.get(record))
}

/** Messages of one transaction. */
const STEP = 500

/** What each record is looked for by, as text that is compared. */
function scansOf({ names, ids }: WantedNames): Map<string, string> {
  const found = new Map(ids.map((id) => [id, '']))
  for (const { record, ...rest } of names) found.set(record, JSON.stringify({ rules: MENTION_RULES, ...rest }))
  return found
}

/** Messages in which a changed record may be spoken of now, or was. */
async function concerned(changed: readonly string[], { store, search, wanted }: Pick<RefreshOptions, 'store' | 'search' | 'wanted'>): Promise<number[]> {
  if (!search) return Array.from({ length: await store.lastMessage() }, (_, index) => index + 1)
  const these = new Set(changed)
  const phrases = new Set(changed)
  for (const { record, names, commits, formerly = [] } of wanted.names) {
    if (!these.has(record)) continue
    for (const id of formerly) phrases.add(id)
    // Capitals are found with the `s` of a plural too.
    for (const { text, strength } of names) if (strength !== 'sign') for (const form of [text, `${text}s`]) phrases.add(form)
    for (const commit of commits) phrases.add(`${commit.slice(0, 10)}*`)
  }
  return [...new Set([...(await search.candidates([...phrases])), ...(await store.speaking(changed))])].sort((a, b) => a - b)
}
