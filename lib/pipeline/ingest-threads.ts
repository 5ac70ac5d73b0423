import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { RawMessage } from '../model/index.ts'
import { packRaw } from './ingest-packet.ts'
import { type MailReader, mailReader, type ReadMail, type WantedNames } from './ingest-read.ts'

/** Threads that read messages. They are started for the first large batch; small ones are read in this thread, which takes less time than starting them. */
export class ReadingThreads {
  readonly #wanted: WantedNames
  readonly #count: number
  #threads: readonly Thread[] = []
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
    if (this.#threads.length === 0 && messages.length >= LARGE) this.#threads = Array.from({ length: this.#count }, () => new Thread(this.#wanted))
    const idlest = [...this.#threads].sort((a, b) => a.waiting - b.waiting)[0]
    if (idlest) return messages.length > 0 ? idlest.read(messages) : []
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
  const given = process.env.CANIMIGRATE_WORKERS
  if (given === undefined || given === '') return Math.min(Math.max(1, availableParallelism() - 1), 8)
  const count = Number(given)
  if (!Number.isInteger(count) || count < 0 || count > 64) throw new Error(`\`CANIMIGRATE_WORKERS=${given}\` is not a number from 0 to 64`)
  return count
}

interface Waiting {
  readonly resolve: (mails: ReadMail[]) => void
  readonly reject: (error: unknown) => void
}

class Thread {
  readonly #worker: Worker
  /** Answers come in the order of questions. */
  readonly #waiting: Waiting[] = []
  #failure: unknown

  constructor(wanted: WantedNames) {
    this.#worker = new Worker(new URL(THREAD, import.meta.url), {
      workerData: wanted,
      resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 },
    })
    this.#worker.on('message', (mails: ReadMail[]) => this.#waiting.shift()?.resolve(mails))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('a thread that reads messages ended early')))
  }

  get waiting(): number {
    return this.#waiting.length
  }

  read(messages: readonly RawMessage[]): Promise<ReadMail[]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure)
        return
      }
      this.#waiting.push({ resolve, reject })
      const packet = packRaw(messages)
      this.#worker.postMessage(packet, [packet.bytes])
    })
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners('exit')
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure)
  }
}
