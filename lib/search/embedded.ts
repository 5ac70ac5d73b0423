import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { createClient } from '@libsql/client'
import { buildIndex, FORMAT } from './build-index.ts'
import { OpenIndex } from './open-index.ts'
import { type SearchAbout, type SearchDocument, type SearchPort, type SearchQuery, type SearchResult, SearchUnavailable } from './port.ts'
import { search } from './run-query.ts'

export interface EmbeddedOptions {
  /** The index. */
  readonly file: string
  /** Gives what to build a missing or damaged index from. */
  readonly heal?: (() => Promise<{ readonly documents: Iterable<SearchDocument>; readonly digest: string }>) | undefined
  /** Names what `heal` would build from. An index of something else is built anew, unless whoever synced does so: another machine's sync does not write here. */
  readonly wanted?: (() => Promise<string>) | undefined
  /** How long whoever synced is given for that, in milliseconds. Default: 10000. */
  readonly grace?: number | undefined
}

/** Search in an SQLite file of its own with FTS5. The file is never written in place, so any number of processes may read and replace it. */
export class EmbeddedSearch implements SearchPort {
  readonly #options: EmbeddedOptions
  #open: { readonly index: OpenIndex; readonly identity: string; readonly digest: string } | undefined
  #opening: { readonly index: Promise<OpenIndex>; readonly identity: string } | undefined
  #healing: Promise<void> | undefined
  /** No new attempt to build before this time, by a clock that does not jump. */
  #pause = -1
  /** Since when the index has been another than what is wanted, and when that was looked at; by `performance.now()`. */
  #behind: number | undefined
  #compared = Number.NEGATIVE_INFINITY

  constructor(options: EmbeddedOptions) {
    this.#options = options
  }

  async replaceAll(documents: Iterable<SearchDocument>, digest: string): Promise<void> {
    mkdirSync(dirname(this.#options.file), { recursive: true })
    await buildIndex(this.#options.file, documents, digest)
    this.#drop()
  }

  async query(query: SearchQuery): Promise<SearchResult> {
    this.#follow()
    return { ...(await this.#answer(query)), engine: 'embedded' }
  }

  async about(): Promise<SearchAbout> {
    return { engine: 'embedded', digest: await this.digest() }
  }

  async #answer(query: SearchQuery): Promise<SearchResult> {
    try {
      return await search(await this.#index(), query)
    } catch (error) {
      if (!isDamage(error)) throw error
      await this.#heal(error)
    }
    try {
      return await search(await this.#index(), query)
    } catch (error) {
      this.#drop()
      throw new SearchUnavailable(error)
    }
  }

  async digest(): Promise<string> {
    try {
      await this.#index()
      return this.#open?.digest ?? ''
    } catch {
      this.#drop()
      return ''
    }
  }

  async close(): Promise<void> {
    await this.#healing?.catch(() => {})
    await this.#opening?.index.catch(() => {})
    this.#drop()
  }

  /** The index that is there now; opened anew when another process has replaced it, once for all who ask meanwhile: that takes a third of a second of the processor. */
  async #index(): Promise<OpenIndex> {
    const identity = identityOf(this.#options.file)
    if (this.#open && this.#open.identity === identity) return this.#open.index
    if (this.#opening && this.#opening.identity === identity) return this.#opening.index
    this.#drop()
    if (identity === undefined) throw new SearchUnavailable()
    const opening = { identity, index: this.#openFile(identity) }
    this.#opening = opening
    try {
      return await opening.index
    } finally {
      if (this.#opening === opening) this.#opening = undefined
    }
  }

  async #openFile(identity: string): Promise<OpenIndex> {
    const client = createClient({ url: `file:${this.#options.file}`, timeout: 5000 })
    try {
      const { rows } = await client.execute('SELECT name, value FROM meta')
      const meta = new Map(rows.map(({ name, value }) => [String(name), String(value)]))
      if (meta.get('format') !== FORMAT) throw new SearchUnavailable()
      const index = await OpenIndex.of(client)
      this.#open?.index.close()
      this.#open = { index, identity, digest: meta.get('digest') ?? '' }
      // The words for slips take some time to read: not when the first slip is waited for.
      setTimeout(() => index.vocabulary().catch(() => undefined), 200).unref()
      return index
    } catch (error) {
      client.close()
      throw error
    }
  }

  /** Looks now and then, in the background, whether the index is of what is wanted. */
  #follow(): void {
    const { wanted, grace = GRACE } = this.#options
    if (wanted === undefined || performance.now() - this.#compared < Math.min(grace, COMPARE)) return
    this.#compared = performance.now()
    const look = async (): Promise<void> => {
      const [there, current] = [await this.digest(), await wanted()]
      this.#behind = there === current || current === '' ? undefined : (this.#behind ?? performance.now())
      if (this.#behind !== undefined && performance.now() - this.#behind >= grace) await this.#build()
    }
    // What cannot be asked now is asked again.
    look().catch(() => undefined)
  }

  /** Builds the index again, once for all queries that found it unusable. */
  async #heal(error: unknown): Promise<void> {
    this.#drop()
    await this.#build(error)
  }

  async #build(error?: unknown): Promise<void> {
    const { heal } = this.#options
    if (!heal || performance.now() < this.#pause) throw new SearchUnavailable(error)
    this.#healing ??= heal()
      .then(({ documents, digest }) => this.replaceAll(documents, digest))
      .finally(() => {
        this.#healing = undefined
      })
    try {
      await this.#healing
    } catch (cause) {
      this.#pause = performance.now() + PAUSE
      throw new SearchUnavailable(cause)
    }
  }

  #drop(): void {
    this.#open?.index.close()
    this.#open = undefined
  }
}

const GRACE = 10_000
/** Between two looks, in milliseconds. */
const COMPARE = 5000
/** Between two attempts to build an index that failed, in milliseconds. */
const PAUSE = 5000

/** Whether building the index again may help. */
function isDamage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    error instanceof SearchUnavailable ||
    /^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR)/.test(code ?? '') ||
    /no such (table|column)|malformed|not a database/.test(message ?? '')
  )
}

function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found && `${found.ino}-${found.size}-${found.mtimeNs}`
}
