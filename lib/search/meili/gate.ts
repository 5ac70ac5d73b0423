import { SearchUnavailable } from '../port.ts'
import { MeiliProblem } from './problem.ts'
import { type MeiliConfig, MeiliServer } from './server.ts'

/** One for all that this process asks of a server. @param say as of `MeiliGate` */
export function gateOf(config: MeiliConfig, say?: (line: string) => void): MeiliGate {
  const name = JSON.stringify([config.url, config.key, config.prefix])
  const gate = gates.get(name) ?? new MeiliGate(new MeiliServer(config), say)
  gates.set(name, gate)
  return gate
}

const gates = new Map<string, MeiliGate>()

/**
 * Keeps questions from a server that is away, so that nobody waits for it, and lets them through again by itself: while it is away it is asked for its health now and
 * then. What changes is said once, in one line.
 */
export class MeiliGate {
  readonly server: MeiliServer
  /** Takes a line for whoever runs this process. */
  readonly say: (line: string) => void
  #problem: string | undefined
  #next = 0
  #asking: Promise<void> | undefined

  /** @param say default: writes to stderr */
  constructor(server: MeiliServer, say: (line: string) => void = (line) => void process.stderr.write(`canimigrate: ${line}\n`)) {
    this.server = server
    this.say = say
  }

  /** Why the server is not asked, in one line; undefined when it is. */
  get problem(): string | undefined {
    return this.#problem === undefined ? undefined : `Meilisearch at ${this.server.url} is away: ${this.#problem}`
  }

  /**
   * Asks the server.
   * @returns undefined if it is away, or has no index
   * @throws what is no trouble of the server's
   */
  async ask<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#problem !== undefined) {
      this.#lookAgain()
      return undefined
    }
    try {
      return await work()
    } catch (error) {
      if (error instanceof MeiliProblem) this.#close(error.message)
      else if (!(error instanceof SearchUnavailable)) throw error
      return undefined
    }
  }

  /** The same for what writes: the server is tried even if it was away. It has more time, but is asked something short first: what follows waits for long. */
  async insist<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    await this.#look(() => this.server.read([]))
    return this.ask(work)
  }

  #close(problem: string): void {
    if (this.#problem === undefined) this.say(`Meilisearch at ${this.server.url} is away: ${problem}; the embedded index answers`)
    this.#problem = problem
    this.#next = performance.now() + PAUSE_MS
  }

  /** In the background: whoever asked gets the other engine's answer meanwhile. */
  #lookAgain(): void {
    if (performance.now() < this.#next) return
    this.#next = performance.now() + PAUSE_MS
    void this.#look(() => this.server.ask([]))
  }

  /** @param question asks it nothing, by which its key is tried, too */
  #look(question: () => Promise<unknown>): Promise<void> {
    this.#asking ??= question()
      .then(
        () => this.#opened(),
        (error: Error) => this.#close(error.message),
      )
      .finally(() => {
        this.#asking = undefined
      })
    return this.#asking
  }

  #opened(): void {
    if (this.#problem !== undefined) this.say(`Meilisearch at ${this.server.url} is back`)
    this.#problem = undefined
  }
}

/** Between two looks whether it is back. */
const PAUSE_MS = 2000
