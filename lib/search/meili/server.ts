import { Meilisearch, type MultiSearchQuery, type Task } from 'meilisearch'
import { meiliRequest } from './http.ts'
import { MeiliProblem } from './problem.ts'

export interface MeiliConfig {
  /** `http://HOST:PORT` of a Meilisearch server, 1.50 or later. */
  readonly url: string
  /** For processes that only search the search key, for those that write the index key; see docs/search.md. */
  readonly key?: string | undefined
  /** What the names of its indexes begin with. Default: `canimigrate`. */
  readonly prefix?: string | undefined
  /** Milliseconds after which a search is answered by another engine, as people wait for it. Default: 700. */
  readonly patience?: number | undefined
}

/** A Meilisearch server as this project asks it: with short times for searches, long ones for tasks, and one kind of error. */
export class MeiliServer {
  readonly url: string
  readonly prefix: string
  /** For everything but searches. */
  readonly client: Meilisearch
  readonly #searcher: Meilisearch
  readonly #reader: Meilisearch

  constructor({ url, key, prefix = 'canimigrate', patience = SEARCH_MS }: MeiliConfig) {
    const config = { host: url, httpClient: meiliRequest, ...(key ? { apiKey: key } : {}) }
    this.url = this.#shown(url)
    this.prefix = prefix
    this.client = new Meilisearch({ ...config, timeout: TASK_REQUEST_MS })
    this.#searcher = new Meilisearch({ ...config, timeout: patience })
    this.#reader = new Meilisearch({ ...config, timeout: READ_MS })
  }

  /** Asks several questions in one request, answered in their order. @throws MeiliProblem */
  async ask<Document extends object>(queries: readonly MultiSearchQuery[]): Promise<Answer<Document>[]> {
    return this.#answers(this.#searcher, queries)
  }

  /** The same with more time, for what is no search of a person's: large answers. @throws MeiliProblem */
  async read<Document extends object>(queries: readonly MultiSearchQuery[]): Promise<Answer<Document>[]> {
    return this.#answers(this.#reader, queries)
  }

  /** Waits until a task has ended. @throws MeiliProblem also when the task failed */
  async done(task: Promise<{ readonly taskUid: number }>): Promise<void> {
    const { taskUid } = await this.say(task)
    const start = performance.now()
    for (let pause = LEAST_PAUSE_MS; ; pause = Math.min(pause * 1.2, MOST_PAUSE_MS)) {
      const found = await this.say(this.client.tasks.getTask(taskUid))
      if (found.status === 'succeeded') return
      if (found.status !== 'enqueued' && found.status !== 'processing') throw new MeiliProblem('task', failureOf(found))
      if (performance.now() - start > TASK_MS) throw new MeiliProblem('away', `no end of task ${taskUid} within ${TASK_MS / 60_000} minutes`)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  /** Whether there is an index of this name. @throws MeiliProblem */
  async has(uid: string): Promise<boolean> {
    try {
      await this.say(this.client.getRawIndex(uid))
      return true
    } catch (error) {
      if (error instanceof MeiliProblem && error.kind === 'no-index') return false
      throw error
    }
  }

  /** Makes errors of the client into ours. */
  async say<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer
    } catch (error) {
      throw problemOf(error)
    }
  }

  async #answers<Document extends object>(client: Meilisearch, queries: readonly MultiSearchQuery[]): Promise<Answer<Document>[]> {
    const { results } = await this.say(client.multiSearch<{ queries: MultiSearchQuery[] }, Record<string, unknown>>({ queries: [...queries] }))
    if (!Array.isArray(results) || results.length !== queries.length) throw new MeiliProblem('away', 'what answers is no Meilisearch')
    return results as unknown as Answer<Document>[]
  }

  /** An address without what may be a password. */
  #shown(url: string): string {
    return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '')
  }
}

/** To one question. */
export interface Answer<Document> {
  readonly hits: readonly (Document & { readonly _rankingScore?: number })[]
  /** Exact: no question drops words. */
  readonly estimatedTotalHits?: number
  /** Of facets that were asked for, how many documents have each value. */
  readonly facetDistribution?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const SEARCH_MS = 700
/** For large answers. */
const READ_MS = 5_000
/** One request about tasks, settings or documents. */
const TASK_REQUEST_MS = 30_000
/** A task, with all that stand in the queue before it. */
const TASK_MS = 1_800_000
/** Between two looks at a task. */
const LEAST_PAUSE_MS = 30
const MOST_PAUSE_MS = 500

function problemOf(error: unknown): MeiliProblem {
  if (error instanceof MeiliProblem) return error
  // The client puts an error of its own round what a request throws.
  const { cause } = error as { cause?: unknown }
  return cause instanceof MeiliProblem ? cause : new MeiliProblem('away', 'what answers is no Meilisearch', error)
}

function failureOf({ uid, status, type, error }: Task): string {
  return `task ${uid} (${type}) ended as ${status}${error ? `: ${error.message}` : ''}`
}
