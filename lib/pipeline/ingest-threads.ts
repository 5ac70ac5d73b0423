import { availableParallelism } from 'node:os'
import type { RawMessage } from '../model/index.ts'
import { setting } from '../config/settings.mjs'
import { idlestOf, Thread } from '../threads/thread.ts'
import { packRaw, type RawPacket } from './ingest-packet.ts'
import { type MailReader, mailReader, type ReadMail } from './ingest-read.ts'
import type { WantedNames } from './wanted-names.ts'

/** Threads that read messages. They are started for the first large batch; small ones are read in this thread, which takes less time than starting them. */
export class ReadingThreads {
  #wanted: WantedNames | undefined
  readonly #count: number
  #threads: readonly Thread<RawPacket, ReadMail[]>[] = []
  /** Handfuls that no thread has yet. */
  readonly #queue: Handful[] = []
  #own: MailReader | undefined

  /** @param count 0: all is read in this thread; default: $CANIMIGRATE_WORKERS, else one less than there are cores, from 1 to 8 */
  constructor(count = threadCount()) {
    this.#count = count
  }

  /** Says that so many messages are to come: threads, if that takes some, start meanwhile. */
  expect(messages: number): void {
    if (this.#threads.length > 0 || messages < LARGE) return
    this.#threads = Array.from({ length: this.#count }, start)
    if (this.#wanted) this.lookFor(this.#wanted)
  }

  /** Says what messages are looked through for; before any is read. */
  lookFor(wanted: WantedNames): void {
    this.#wanted = wanted
    for (const thread of this.#threads) thread.tell(wanted)
  }

  /** How many batches are worth having under way at once. */
  get room(): number {
    return this.#threads.length === 0 ? 1 : this.#threads.length + 2
  }

  /** Reads messages, in their order. @throws Error if the thread ended */
  async read(messages: readonly RawMessage[]): Promise<ReadMail[]> {
    this.expect(messages.length)
    if (this.#threads.length === 0) return this.#readHere(messages)
    const read: Promise<ReadMail[]>[] = []
    for (let at = 0; at < messages.length; at += HANDFUL) {
      const some = messages.slice(at, at + HANDFUL)
      read.push(new Promise((resolve, reject) => this.#queue.push({ messages: some, resolve, reject })))
    }
    this.#hand()
    return (await Promise.all(read)).flat()
  }

  /** Waits for something, and meanwhile reads, in this thread, what no other has yet. */
  async whileReading<Result>(wanted: Promise<Result>): Promise<Result> {
    let open = true
    const close = (): void => {
      open = false
    }
    wanted.then(close, close)
    while (this.#queue.length > 0) {
      // What other threads have sent is taken note of first.
      await new Promise(setImmediate)
      if (!open) break
      const handful = this.#queue.shift()
      if (handful) handful.resolve(await this.#readHere(handful.messages))
    }
    return wanted
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }

  async #readHere(messages: readonly RawMessage[]): Promise<ReadMail[]> {
    this.#own ??= mailReader(this.#wanted ?? NOTHING)
    const mails: ReadMail[] = []
    for (const message of messages) mails.push(await this.#own(message))
    return mails
  }

  /** Hands out what waits. A thread has enough to go on with while this one is busy writing. */
  #hand(): void {
    for (;;) {
      const idlest = idlestOf(this.#threads)
      const handful = idlest && idlest.waiting < AHEAD ? this.#queue.shift() : undefined
      if (!idlest || !handful) return
      const packet = packRaw(handful.messages)
      const answered = idlest.ask(packet, [packet.bytes])
      answered.then(handful.resolve, handful.reject)
      const go = (): void => this.#hand()
      answered.then(go, go)
    }
  }
}

/** What is read in one go. */
interface Handful {
  readonly messages: readonly RawMessage[]
  readonly resolve: (mails: ReadMail[]) => void
  readonly reject: (error: unknown) => void
}

/** Compiled code starts compiled code. */
const THREAD = import.meta.url.endsWith('.ts') ? './ingest-thread.mjs' : './ingest-thread.js'

/** Messages of a batch for which starting threads pays. */
const LARGE = 100
/** Messages of a handful. */
const HANDFUL = 64
/** Handfuls that a thread has at most. */
const AHEAD = 5

function threadCount(): number {
  return setting('CANIMIGRATE_WORKERS') ?? Math.min(Math.max(1, availableParallelism() - 1), 8)
}

const NOTHING: WantedNames = { names: [], ids: [] }

function start(): Thread<RawPacket, ReadMail[]> {
  return new Thread(new URL(THREAD, import.meta.url), undefined, { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 512 })
}
