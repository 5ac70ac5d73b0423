import { randomBytes } from 'node:crypto'
import { type SearchAbout, type SearchDocument, type SearchPort, type SearchQuery, type SearchResult, SearchUnavailable } from '../port.ts'
import { search } from '../run-query.ts'
import { RecordDocuments } from './record-documents.ts'
import { OtherBuild, RecordIndex } from './record-index.ts'
import { MeiliProblem } from './problem.ts'
import type { MeiliServer } from './server.ts'
import { recordSettings } from './settings.ts'
import { swapIn } from './swap.ts'
import { MeiliWriter } from './writer.ts'

/**
 * Search of records on a Meilisearch server. The server finds which records have a word, where, and how a name is spelled; `run-query.ts` makes of it what it makes of the
 * embedded index: order, corrections, facets and near names are the same.
 * A new index is built beside the one that is asked, and swapped with it.
 */
export class MeiliRecords implements SearchPort {
  readonly #server: MeiliServer
  readonly #uid: string
  #open: RecordIndex | undefined
  #opening: Promise<RecordIndex> | undefined

  constructor(server: MeiliServer) {
    this.#server = server
    this.#uid = `${server.prefix}_records`
  }

  /** @throws MeiliProblem, but SearchUnavailable where the server has no index */
  async query(query: SearchQuery): Promise<SearchResult> {
    return { ...(await this.#asked((index) => search(index, query))), engine: 'meilisearch' }
  }

  /** @throws MeiliProblem if the server cannot be asked; one without an index has an empty digest */
  async digest(): Promise<string> {
    try {
      return await this.#asked(async (index) => {
        await index.check()
        return index.digest
      })
    } catch (error) {
      if (error instanceof SearchUnavailable) return ''
      throw error
    }
  }

  async about(): Promise<SearchAbout> {
    return { engine: 'meilisearch', digest: await this.digest().catch(() => '') }
  }

  /** What the last answer came from; empty where nothing was asked yet. */
  get answers(): string {
    return this.#open?.digest ?? ''
  }

  /** @throws MeiliProblem */
  async replaceAll(documents: Iterable<SearchDocument>, digest: string): Promise<void> {
    const beside = `${this.#uid}_new_${randomBytes(4).toString('hex')}`
    const { client } = this.#server
    const made = new RecordDocuments(beside.slice(-8))
    let built = false
    try {
      await this.#server.done(client.createIndex(beside, { primaryKey: 'key' }))
      await this.#server.done(client.index(beside).updateSettings(recordSettings({})))
      const writer = new MeiliWriter(this.#server, beside)
      await writer.add(made.of(documents))
      await writer.add(made.parts(digest))
      await this.#server.done(client.index(beside).updateSynonyms(made.synonyms()))
      await writer.flush()
      built = true
    } finally {
      // What was read may have failed, or the server: an index that is not whole is taken away if that is possible, else by the next build.
      if (!built) await this.#server.done(client.deleteIndex(beside)).catch(() => {})
    }
    await swapIn(this.#server, this.#uid, beside)
    this.#open = undefined
  }

  async close(): Promise<void> {
    this.#open = undefined
  }

  /** Asks the build that is there; once more where another has taken its place meanwhile. */
  async #asked<Result>(work: (index: RecordIndex) => Promise<Result>): Promise<Result> {
    try {
      for (let attempt = 0; ; attempt++) {
        try {
          const index = await this.#index()
          // What was asked before is answered without the server.
          if (performance.now() - index.seen > FRESH_MS) await index.check()
          return await work(index)
        } catch (error) {
          if (!(error instanceof OtherBuild) || attempt >= ATTEMPTS) throw error
          this.#open = undefined
        }
      }
    } catch (error) {
      if (error instanceof MeiliProblem && error.kind === 'no-index') {
        this.#open = undefined
        throw new SearchUnavailable(error)
      }
      throw error
    }
  }

  async #index(): Promise<RecordIndex> {
    if (this.#open) return this.#open
    this.#opening ??= RecordIndex.of(this.#server, this.#uid).finally(() => {
      this.#opening = undefined
    })
    this.#open = await this.#opening
    return this.#open
  }
}

/** How long a build is asked about before the server has to say again that it is the one there. */
const FRESH_MS = 1000
const ATTEMPTS = 3
