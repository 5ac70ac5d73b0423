import { MeiliProblem } from './problem.ts'
import type { MeiliServer } from './server.ts'

/** Sends documents to one index in payloads of bounded size, and lets no more than a few wait in the server's queue. */
export class MeiliWriter {
  readonly #server: MeiliServer
  readonly #uid: string
  readonly #waiting: Promise<void>[] = []
  #failed: unknown

  constructor(server: MeiliServer, uid: string) {
    this.#server = server
    this.#uid = uid
  }

  /** Adds documents, or puts them in the place of those with the same key. The last ones of a call are seen no earlier than the others. @throws MeiliProblem */
  async add(documents: Iterable<object>): Promise<void> {
    for (const payload of payloads(documents)) {
      await this.#room()
      const { client } = this.#server
      // As text: the sizes are known from it.
      await this.#follow(client.index(this.#uid).addDocumentsFromString(payload, 'application/x-ndjson', { primaryKey: 'key' }))
    }
  }

  /** Changes some attributes of documents that are there; of others nothing comes to be. @throws MeiliProblem */
  async change(documents: Iterable<object>): Promise<void> {
    for (const payload of payloads(documents)) {
      await this.#room()
      const { client } = this.#server
      await this.#follow(client.index(this.#uid).updateDocumentsFromString(payload, 'application/x-ndjson', { primaryKey: 'key', skipCreation: true }))
    }
  }

  /** Nothing is under way. */
  get idle(): boolean {
    return this.#waiting.length === 0
  }

  /** Waits until the server has done all of it. @throws MeiliProblem if it failed at any */
  async flush(): Promise<void> {
    await Promise.all(this.#waiting)
    this.#check()
  }

  /** Back-pressure: waits until fewer than the most tasks are under way. */
  async #room(): Promise<void> {
    while (this.#waiting.length >= MOST_TASKS) await Promise.race(this.#waiting)
    this.#check()
  }

  async #follow(task: Promise<{ readonly taskUid: number }>): Promise<void> {
    const sent = await this.#server.say(task)
    const ended: Promise<void> = this.#server
      .done(Promise.resolve(sent))
      .catch((error: unknown) => {
        this.#failed ??= error
      })
      .finally(() => {
        this.#waiting.splice(this.#waiting.indexOf(ended), 1)
      })
    this.#waiting.push(ended)
  }

  #check(): void {
    if (this.#failed === undefined) return
    const error = this.#failed
    this.#failed = undefined
    throw error instanceof MeiliProblem ? error : new MeiliProblem('away', String(error), error)
  }
}

/** Tasks of one writer that wait in the queue; the server takes neighbours together. */
const MOST_TASKS = 6
/** Of a payload; the server takes 100 MB. */
const MOST_CHARACTERS = 6_000_000
const MOST_DOCUMENTS = 2_000

function* payloads(documents: Iterable<object>): Generator<string> {
  let lines: string[] = []
  let size = 0
  for (const document of documents) {
    const line = JSON.stringify(document)
    if (lines.length > 0 && (size + line.length > MOST_CHARACTERS || lines.length >= MOST_DOCUMENTS)) {
      yield lines.join('\n')
      lines = []
      size = 0
    }
    lines.push(line)
    size += line.length
  }
  if (lines.length > 0) yield lines.join('\n')
}
