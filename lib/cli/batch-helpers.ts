import { Thread } from '../threads/thread.ts'
import type { BatchReply } from './batch-lines.ts'
import type { BatchQuestion, BatchThreadData, ThreadReady } from './batch-thread.ts'

/** Threads that answer a batch's lines beside the one that reads it. They are asked only once they have loaded. */
export class BatchHelpers {
  /** How many there may be. */
  readonly count: number
  readonly #remedies: boolean
  readonly #loaded: { readonly thread: Helper; readonly digest: string }[] = []
  #all: readonly Helper[] = []
  #digest: string | undefined

  constructor(count: number, remedies: boolean) {
    this.count = Math.max(0, count)
    this.#remedies = remedies
  }

  /** Starts them, if they are not. */
  start(): void {
    if (this.#all.length > 0) return
    const data: BatchThreadData = { remedies: this.#remedies }
    const limits = { maxYoungGenerationSizeMb: 64 }
    this.#all = Array.from({ length: this.count }, () => new Thread(new URL(THREAD, import.meta.url), data, limits))
    for (const thread of this.#all) void this.#whenLoaded(thread)
  }

  /** The knowledge that all have to answer from: content may change while they load, and a thread that read something else is not asked. */
  expect(digest: string): void {
    this.#digest = digest
  }

  /** One that can take a few lines more. */
  idle(): { ask(lines: readonly string[]): Promise<BatchReply> } | undefined {
    const found = this.#loaded.find(({ thread, digest }) => digest === this.#digest && thread.waiting < AHEAD)
    return found && { ask: (lines) => found.thread.ask(lines) as Promise<BatchReply> }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.close()))
  }

  async #whenLoaded(thread: Helper): Promise<void> {
    // One that fails is done without: whoever reads the batch says what is wrong.
    const reply = await thread.ask('ready').catch(() => undefined)
    if (reply && 'digest' in reply) this.#loaded.push({ thread, digest: reply.digest })
  }
}

type Helper = Thread<BatchQuestion, BatchReply | ThreadReady>

/** Bundles of lines that each may have before it. */
const AHEAD = 2

/** Compiled code starts compiled code. */
const THREAD = import.meta.url.endsWith('.ts') ? './batch-thread.mjs' : './batch-thread.js'
