import type { Source } from '../mail/index.ts'
import type { Entry, RawMessage } from '../model/index.ts'
import type { WritableMessageSearch } from '../search/message-port.ts'
import type { Leases } from '../store/leases.ts'
import type { MailCounts, WritableMailStore } from '../store/mail-port.ts'
import { compress } from '../store/raw-bytes.ts'
import { followLog, indexBatch } from './ingest-index.ts'
import { refreshMentions } from './ingest-mentions.ts'
import type { ReadMail } from './ingest-read.ts'
import { ReadingThreads } from './ingest-threads.ts'
import { type WantedNames, wantedNames } from './wanted-names.ts'

export interface IngestOptions {
  /** Read one after the other; first those that no other process is reading. */
  readonly sources: readonly Source[]
  readonly store: WritableMailStore
  /** So that of several processes one reads a source, and another takes over where it ends. Default: each reads, and what is read twice is kept once. */
  readonly leases?: Leases | undefined
  /** Kept in step, and brought up to the store first. */
  readonly search?: WritableMessageSearch | undefined
  /** The records whose mentions are looked for, in old messages too where names changed since; or a function that gives their names, called while threads start. */
  readonly records: Iterable<Entry> | (() => Promise<WantedNames>)
  /** Messages of one transaction. Default: 500. What comes out does not depend on it. */
  readonly batch?: number | undefined
  /** Threads that read messages, see `ReadingThreads`. */
  readonly threads?: number | undefined
  /** Ends after the batch that is being written. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined
  /** What a source has to say to people. */
  readonly onNote?: ((note: string) => void) | undefined
}

export interface IngestProgress {
  readonly stage: 'read' | 'index' | 'mentions'
  /** Of the source, or empty. */
  readonly location: string
  readonly done: number
  readonly total?: number | undefined
}

export interface IngestResult extends MailCounts {
  /** Messages that were not there before. */
  readonly new: number
  readonly seconds: number
  /** It was told to end before all was read. */
  readonly stopped: boolean
}

/**
 * Reads archives into the store and the index of messages, each from where it was left. Killed at any point it goes on there the next time; two at once lose
 * nothing and double nothing: the second waits for the first, or takes over from it. What comes out does not depend on how often it was interrupted.
 * @throws Error if a source cannot be read or the store cannot be written
 */
export async function ingestMail(options: IngestOptions): Promise<IngestResult> {
  const start = performance.now()
  const { sources, store, search, signal, onProgress, records } = options
  const threads = new ReadingThreads(options.threads)
  const follow = async (): Promise<void> => {
    if (search) await followLog({ store, search, threads, signal, onProgress: (done, total) => onProgress?.({ stage: 'index', location: '', done, total }) })
  }
  try {
    threads.expect(await longest(sources, store))
    const wanted = typeof records === 'function' ? await records() : wantedNames(records)
    threads.lookFor(wanted)
    await follow()
    await refreshMentions({
      store,
      search,
      threads,
      wanted,
      leases: options.leases,
      signal,
      onProgress: (done, total) => onProgress?.({ stage: 'mentions', location: '', done, total }),
    })
    let fresh = 0
    const held: Source[] = []
    for (const source of sources) {
      const added = await ingestAlone(source, options, threads, false)
      if (added === 'held') held.push(source)
      else fresh += added
    }
    for (const source of held) fresh += Number(await ingestAlone(source, options, threads, true))
    await follow()
    return { ...(await store.counts()), new: fresh, seconds: (performance.now() - start) / 1000, stopped: signal?.aborted ?? false }
  } finally {
    await threads.close()
  }
}

/** How many messages the longest of the sources has for us. */
async function longest(sources: readonly Source[], store: WritableMailStore): Promise<number> {
  const counts = await Promise.all(sources.map(async (source) => (await source.count(await store.position(source.id))) ?? 0))
  return Math.max(0, ...counts)
}

/** Reads a source under its lease. @param wait until another process that has it is done with it, or gone @returns messages that were not there before */
async function ingestAlone(source: Source, options: IngestOptions, threads: ReadingThreads, wait: boolean): Promise<number | 'held'> {
  const { leases, signal } = options
  if (!leases) return ingestOne(source, options, threads)
  let fresh = 0
  for (;;) {
    const lease = await leases.take(`ingest ${source.id}`, { wait, signal })
    if (!lease) return wait || signal?.aborted ? fresh : 'held'
    try {
      fresh += await ingestOne(source, { ...options, signal: AbortSignal.any([lease.lost, ...(signal ? [signal] : [])]) }, threads)
    } finally {
      await lease.release()
    }
    // Another process may have it now: what it reads meanwhile is not read here.
    if (!lease.lost.aborted) return fresh
    wait = true
  }
}

async function ingestOne(source: Source, options: IngestOptions, threads: ReadingThreads): Promise<number> {
  let fresh = 0
  for (;;) {
    const from = await options.store.position(source.id)
    const total = await source.count(from)
    let done = 0
    const run = await readOn(source, from, options, threads, (read, added) => {
      fresh += added
      done += read
      options.onProgress?.({ stage: 'read', location: source.location, done, total })
    })
    if (run !== 'stale') return fresh
  }
}

interface Part {
  readonly from: string
  readonly to: string
  readonly mails: Promise<ReadMail[]>
  /** Their bytes. */
  readonly compressed: readonly Uint8Array[]
  readonly deleted: readonly string[]
  readonly end: boolean
}

/** Reads a source on from a position. Threads read what comes next while this one writes. @returns `stale` if another process was first */
async function readOn(
  source: Source,
  start: string,
  options: IngestOptions,
  threads: ReadingThreads,
  tell: (read: number, added: number) => void,
): Promise<'done' | 'stale'> {
  const { store, search, signal, batch } = options
  const parts: Part[] = []
  const write = async (): Promise<boolean> => {
    const { mails, compressed, ...part } = parts.shift() as Part
    const read = await threads.whileReading(mails)
    const arrivals = read.map(({ arrival }, index) => ({ ...arrival, compressed: compressed[index] as Uint8Array }))
    const { id, kind, location, list } = source
    const done = await store.append({ ...part, source: { id, kind, location, list }, arrivals })
    if (done === 'stale') return false
    // Threads that have read all that they had get more.
    await new Promise(setImmediate)
    if (search) await indexBatch(search, read, done)
    tell(read.length, done.messages)
    return true
  }
  try {
    for await (const part of partsOf(source, start, batch ?? BATCH, threads, options.onNote)) {
      if (signal?.aborted) return 'done'
      parts.push(part)
      // So that a thread that ends while another batch is written is noticed here, where it is awaited.
      part.mails.catch(() => {})
      if (parts.length >= threads.room && !(await write())) return 'stale'
    }
    while (parts.length > 0) {
      if (signal?.aborted) return 'done'
      if (!(await write())) return 'stale'
    }
    return 'done'
  } finally {
    await Promise.allSettled(parts.map(({ mails }) => mails))
  }
}

/** Messages of one transaction, and bytes of them. */
const BATCH = 500
const BATCH_BYTES = 4_000_000
const FIRST = 100

async function* partsOf(source: Source, start: string, most: number, threads: ReadingThreads, tell: IngestOptions['onNote']): AsyncGenerator<Part> {
  let messages: RawMessage[] = []
  let compressed: Uint8Array[] = []
  let deleted: string[] = []
  let bytes = 0
  let from = start
  let to = start
  const part = (end: boolean): Part => {
    const made = { from, to, mails: threads.read(messages), compressed, deleted, end }
    messages = []
    compressed = []
    deleted = []
    bytes = 0
    from = to
    return made
  }
  for await (const { position, message, deleted: place, note } of source.read(start)) {
    if (note !== undefined) tell?.(note)
    if (message) {
      messages.push(message)
      compressed.push(compress(message.raw))
      bytes += message.raw.length
    }
    if (place !== undefined) deleted.push(place)
    to = position
    // Of a small first part threads begin the sooner.
    const limit = from === start ? Math.min(most, FIRST) : most
    if (messages.length >= limit || deleted.length >= most || bytes >= BATCH_BYTES) yield part(false)
  }
  yield part(true)
}
