import { availableParallelism } from 'node:os'
import type { RawMessage } from '../model/index.ts'
import { idlestOf, Thread, wantedThreads } from '../threads/thread.ts'
import { packRaw, type RawPacket } from './ingest-packet.ts'
import { type MailReader, mailReader, type ReadMail, type WantedNames } from './ingest-read.ts'

/** Threads that read messages. They are started for the first large batch; small ones are read in this thread, which takes less time than starting them. */
export class ReadingThreads {
  readonly #wanted: WantedNames
  readonly #count: number
  #threads: readonly Thread<RawPacket, ReadMail[]>[] = []
  #own: MailReader | undefined

  /** @param wanted what messages are looked through for @param count 0: all is read in this thread; default: $CANIMIGRATE_WORKERS, else one less than there are cores, from 1 to 8 */
  constructor(wanted: WantedNames, count = threadCount()) {
    this.#wanted = wanted
    this.#count = count
  }

  /** How many batches are worth having under way at once. */
  get room(): number {
    return this.#threads.length + 1
  }

  /** Reads messages, in their order. @throws Error if the thread ended */
  async read(messages: readonly RawMessage[]): Promise<ReadMail[]> {
    if (this.#threads.length === 0 && messages.length >= LARGE) this.#threads = Array.from({ length: this.#count }, () => start(this.#wanted))
    const idlest = idlestOf(this.#threads)
    if (idlest) {
      if (messages.length === 0) return []
      const packet = packRaw(messages)
      return idlest.ask(packet, [packet.bytes])
    }
    this.#own ??= mailReader(this.#wanted)
    const mails: ReadMail[] = []
    for (const message of messages) mails.push(await this.#own(message))
    return mails
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()))
  }
}

/** Compiled code starts compiled code. */
const THREAD = import.meta.url.endsWith('.ts') ? './ingest-thread.mjs' : './ingest-thread.js'

/** Messages of a batch for which starting threads pays. */
const LARGE = 100

function threadCount(): number {
  return wantedThreads() ?? Math.min(Math.max(1, availableParallelism() - 1), 8)
}

function start(wanted: WantedNames): Thread<RawPacket, ReadMail[]> {
  return new Thread(new URL(THREAD, import.meta.url), wanted, { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 })
}
