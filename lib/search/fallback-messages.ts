import { existsSync, rmSync, writeFileSync } from 'node:fs'
import type { MeiliGate } from './meili/gate.ts'
import type { MeiliMessages } from './meili/messages.ts'
import type { MessageIndexState, MessageIndexStep, MessageSearchQuery, MessageSearchResult, WritableMessageSearch } from './message-port.ts'
import type { EmbeddedMessages } from './messages.ts'
import { SearchAway, SearchUnavailable } from './port.ts'

export interface FallbackMessagesOptions {
  readonly gate: MeiliGate
  readonly server: MeiliMessages
  readonly embedded: EmbeddedMessages
  /** A file that is there while the server lacks something that is not in the log of arrivals. */
  readonly missed: string
}

/**
 * Search of mail on a server, and in the embedded index while that is away. Whoever writes, writes both, each from where it is: the one that is behind is brought up by
 * following the log, as after a kill.
 */
export class FallbackMessages implements WritableMessageSearch {
  readonly #options: FallbackMessagesOptions
  /** How often the server could not take what was written. */
  #failures = 0

  constructor(options: FallbackMessagesOptions) {
    this.#options = options
  }

  async query(query: MessageSearchQuery): Promise<MessageSearchResult> {
    const { gate, server, embedded } = this.#options
    const found = await gate.ask(() => server.query(query))
    if (found) return found
    // Of a machine that never wrote an index nothing can be said: it is not that there is no mail.
    if (!(await embedded.exists())) throw gate.problem === undefined ? new SearchUnavailable() : new SearchAway()
    return embedded.query(query)
  }

  async about(): Promise<Awaited<ReturnType<WritableMessageSearch['about']>>> {
    const { gate, server, embedded } = this.#options
    return (await gate.ask(() => server.about())) ?? embedded.about()
  }

  /** Of the embedded index, which whoever writes has beside it. */
  candidates(phrases: readonly string[]): Promise<readonly number[]> {
    return this.#options.embedded.candidates(phrases)
  }

  /** How far both are: the state of the one that is behind. */
  async state(): Promise<MessageIndexState> {
    const { server, embedded, missed } = this.#options
    const own = await embedded.state()
    const far = await this.#write(async () => {
      if (existsSync(missed)) {
        await server.reset()
        rmSync(missed, { force: true })
      }
      return server.state()
    })
    return far !== undefined && far.arrival < own.arrival ? far : own
  }

  async append(step: MessageIndexStep): Promise<'done' | 'stale'> {
    const { server, embedded } = this.#options
    const results = [await embedded.append(step), await this.#write(() => server.append(step))]
    return results.includes('done') ? 'done' : 'stale'
  }

  async relate(messages: readonly { readonly id: number; readonly records: readonly string[] }[]): Promise<void> {
    const { server, embedded, missed } = this.#options
    await embedded.relate(messages)
    const done = await this.#write(async () => {
      await server.relate(messages)
      return true
    })
    if (!done) writeFileSync(missed, '')
  }

  async hide(ids: readonly number[]): Promise<void> {
    const { server, embedded } = this.#options
    await embedded.hide(ids)
    await this.#write(() => server.hide(ids))
  }

  async reset(): Promise<void> {
    const { server, embedded } = this.#options
    await embedded.reset()
    await this.#write(() => server.reset())
  }

  async settled(): Promise<void> {
    await this.#write(() => this.#options.server.settled())
  }

  async close(): Promise<void> {
    await this.#options.server.close()
    await this.#options.embedded.close()
  }

  /** A server that fails again and again is left behind: the next run brings it up. */
  async #write<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#failures >= MOST_FAILURES) return undefined
    const result = await this.#options.gate.insist(async () => ({ done: await work() }))
    if (result === undefined) this.#failures++
    return result?.done
  }
}

const MOST_FAILURES = 3
