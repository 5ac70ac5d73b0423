import type { EmbeddedOptions, EmbeddedSearch } from './embedded.ts'
import type { MeiliGate } from './meili/gate.ts'
import type { MeiliRecords } from './meili/records.ts'
import { MeiliProblem } from './meili/problem.ts'
import type { SearchAbout, SearchDocument, SearchPort, SearchQuery, SearchResult } from './port.ts'

export interface FallbackOptions extends Pick<EmbeddedOptions, 'heal'> {
  readonly gate: MeiliGate
  readonly server: MeiliRecords
  readonly embedded: EmbeddedSearch
  /** Names what `heal` would build from now. */
  readonly wanted?: (() => Promise<string>) | undefined
}

/**
 * Search on a server, and in the embedded index while the server is away, is too slow, has no index, or has had an old one for longer than a sync takes. Each answer says
 * which engine gave it. Both indexes are built by whoever builds.
 */
export class FallbackSearch implements SearchPort {
  readonly #options: FallbackOptions
  /** Since when the server's index has been another than the database's, by `performance.now()`. */
  #behind: number | undefined
  #compared = Number.NEGATIVE_INFINITY
  #healing: Promise<void> | undefined

  constructor(options: FallbackOptions) {
    this.#options = options
  }

  /** The embedded index first: it is there when the server is not. A server that is away is brought up by the next build. */
  async replaceAll(documents: Iterable<SearchDocument>, digest: string): Promise<void> {
    const { gate, server, embedded } = this.#options
    const all = [...documents]
    await embedded.replaceAll(all, digest)
    await gate.insist(async () => {
      try {
        await server.replaceAll(all, digest)
      } catch (error) {
        if (!(error instanceof MeiliProblem && error.kind === 'refused')) throw error
        // The key of a process that only searches: another builds.
        if ((await server.digest()) !== digest)
          gate.say(`the key in MEILI_KEY may not build the index of records on ${gate.server.url}: it is brought up by the process that has the index key`)
      }
    })
  }

  async query(query: SearchQuery): Promise<SearchResult> {
    const { gate, server, embedded } = this.#options
    if (!this.#isOld()) {
      const found = await gate.ask(() => server.query(query))
      if (found) {
        this.#compare()
        return found
      }
    }
    this.#compare()
    this.#refresh()
    return embedded.query(query)
  }

  /** The server's and the embedded index's, where they are of one build: else there is something to build. */
  async digest(): Promise<string> {
    const { gate, server, embedded } = this.#options
    const [own, far] = [await embedded.digest(), await gate.insist(() => server.digest())]
    return far === undefined || far === own ? own : ''
  }

  async about(): Promise<SearchAbout> {
    const { gate, server, embedded } = this.#options
    const digest = await gate.ask(() => server.digest()).catch(() => undefined)
    if (digest !== undefined && digest !== '' && !this.#isOld()) return { engine: 'meilisearch', digest }
    const note =
      gate.problem ?? (this.#isOld() ? 'the index of Meilisearch is older than the database' : 'Meilisearch has no index yet: run `canimigrate reindex`')
    return { ...(await embedded.about()), note }
  }

  async close(): Promise<void> {
    await this.#healing
    await this.#options.server.close()
    await this.#options.embedded.close()
  }

  #isOld(): boolean {
    return this.#behind !== undefined && performance.now() - this.#behind > GRACE_MS
  }

  /** Compares the server's index with the database, in the background and not often. */
  #compare(): void {
    const { gate, server, wanted } = this.#options
    if (wanted === undefined || performance.now() - this.#compared < COMPARE_MS) return
    this.#compared = performance.now()
    Promise.all([wanted(), gate.ask(() => server.digest())])
      .then(([current, there]) => {
        if (there === undefined || there === current) this.#behind = undefined
        else this.#behind ??= performance.now()
      })
      .catch(() => {})
  }

  /** Builds the embedded index anew where it answers and is of another build than the database. */
  #refresh(): void {
    const { embedded, heal, wanted } = this.#options
    if (heal === undefined || wanted === undefined || this.#healing !== undefined) return
    this.#healing = (async () => {
      if ((await embedded.digest()) === (await wanted())) return
      const { documents, digest } = await heal()
      await embedded.replaceAll(documents, digest)
    })()
      .catch(() => {})
      .finally(() => {
        this.#healing = undefined
      })
  }
}

/** For so long the server may have another index than the database: whoever synced is building it. */
const GRACE_MS = 60_000
const COMPARE_MS = 5_000
