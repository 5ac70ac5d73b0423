import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads'

/**
 * A thread that runs a module of ours, which answers each message of its `parentPort` by one, in their order.
 */
export class Thread<Question, Answer> {
  readonly #worker: Worker
  /** Answers come in the order of questions. */
  readonly #waiting: Waiting<Answer>[] = []
  #failure: unknown

  /** @param module JavaScript @param workerData copied into the thread */
  constructor(module: URL, workerData: unknown, resourceLimits: ResourceLimits) {
    this.#worker = new Worker(module, { workerData, resourceLimits })
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error(`the thread of ${module.pathname.split('/').at(-1)} ended early`)))
  }

  /** How many questions it has not answered. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** @param transfer buffers of the question that go over without a copy @throws Error if the thread ended */
  ask(question: Question, transfer: readonly Transferable[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure)
        return
      }
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(question, transfer)
    })
  }

  /** Sends what is not answered. */
  tell(message: unknown): void {
    if (this.#failure === undefined) this.#worker.postMessage(message)
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

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** The thread with the fewest questions to answer; undefined of none. */
export function idlestOf<One extends { readonly waiting: number }>(threads: readonly One[]): One | undefined {
  return [...threads].sort((a, b) => a.waiting - b.waiting)[0]
}
