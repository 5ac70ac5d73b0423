import type { MultiSearchQuery } from 'meilisearch'
import { bounded } from '../bounded.ts'
import type { MessageIndexState, MessageIndexStep, MessageSearchQuery, MessageSearchResult, WritableMessageSearch } from '../message-port.ts'
import { asksNothing, readMessageQuery } from '../messages-query.ts'
import { SearchUnavailable } from '../port.ts'
import { allOf, anyOf } from './filter.ts'
import type { MessageEntry } from './message-documents.ts'
import { type MessageQuestion, messageQuestions } from './message-questions.ts'
import { MessageWriting } from './message-writing.ts'
import { MeiliProblem } from './problem.ts'
import type { MeiliServer } from './server.ts'
import { MESSAGE_ATTRIBUTES } from './settings.ts'
import { plainWords } from './tokens.ts'

/**
 * An index of mail on a Meilisearch server. Words are found as they are, as in the embedded index: nothing is corrected, and only `word*` is a beginning.
 * @throws MeiliProblem from every method where the server cannot do it
 */
export class MeiliMessages implements WritableMessageSearch {
  readonly #server: MeiliServer
  readonly #uid: string
  readonly #writing: MessageWriting

  constructor(server: MeiliServer) {
    this.#server = server
    this.#uid = `${server.prefix}_messages`
    this.#writing = new MessageWriting(server, this.#uid)
  }

  async query({ text, list, order, limit, offset }: MessageSearchQuery): Promise<MessageSearchResult> {
    const asked = readMessageQuery(text, list)
    const { words } = asked
    const nothing: MessageSearchResult = { hits: [], total: 0, notes: asked.notes, words, engine: 'meilisearch' }
    const questions = asksNothing(asked) ? undefined : messageQuestions(asked)
    if (questions === undefined) return nothing
    const { filter, notes } = await this.#narrowed(questions.filter, questions.also, questions.never)
    const matched = asked.wanted.length > 0
    const [found] = await this.#ask<MessageEntry>([
      {
        ...this.#query(questions.main),
        filter,
        limit: bounded(limit, 1, 100, 20),
        offset: bounded(offset, 0, 10_000, 0),
        attributesToRetrieve: ['key', 'messageId', 'date'],
        showRankingScore: true,
        ...(matched && order !== 'date' ? {} : { sort: NEWEST }),
      },
    ])
    const hits = (found?.hits ?? []).map(({ key, messageId, date, _rankingScore: score = 0 }) => ({
      id: key,
      messageId,
      date: new Date(date * 1000).toISOString(),
      score: matched ? score : 0,
    }))
    return { ...nothing, hits, total: found?.estimatedTotalHits ?? hits.length, notes: [...asked.notes, ...notes] }
  }

  async candidates(phrases: readonly string[]): Promise<readonly number[]> {
    const questions = phrases.flatMap((phrase) => {
      const words = plainWords(phrase)
      const last = phrase.endsWith('*') ? words.pop() : undefined
      const q = [...(words.length > 0 ? [`"${words.join(' ')}"`] : []), ...(last === undefined ? [] : [last])].join(' ')
      return q === '' ? [] : [q]
    })
    const found = new Set<number>()
    for (let at = 0; at < questions.length; at += MOST_TOGETHER) {
      const queries = questions
        .slice(at, at + MOST_TOGETHER)
        .map((q) => ({ ...this.#query({ q }), filter: 'key > 0', limit: ALL, attributesToRetrieve: ['key'] }))
      for (const { hits } of await this.#ask<MessageEntry>(queries, true)) for (const { key } of hits) found.add(key)
    }
    return [...found].sort((a, b) => a - b)
  }

  async about(): Promise<{ readonly engine: 'meilisearch'; readonly arrival: number }> {
    return { engine: 'meilisearch', arrival: await this.arrival() }
  }

  /** The last arrival that searches see; 0 where there is no index. */
  async arrival(): Promise<number> {
    try {
      const [found] = await this.#ask<{ arrival: number }>([{ indexUid: this.#uid, q: '', filter: 'key = 0', limit: 1, attributesToRetrieve: ['arrival'] }])
      return found?.hits[0]?.arrival ?? 0
    } catch (error) {
      if (error instanceof SearchUnavailable) return 0
      throw error
    }
  }

  state(): Promise<MessageIndexState> {
    return this.#writing.state()
  }

  append(step: MessageIndexStep): Promise<'done' | 'stale'> {
    return this.#writing.append(step)
  }

  relate(messages: readonly { readonly id: number; readonly records: readonly string[] }[]): Promise<void> {
    return this.#writing.relate(messages)
  }

  hide(ids: readonly number[]): Promise<void> {
    return this.#writing.hide(ids)
  }

  reset(): Promise<void> {
    return this.#writing.reset()
  }

  settled(): Promise<void> {
    return this.#writing.settled()
  }

  close(): Promise<void> {
    return this.#writing.close()
  }

  /** What one question cannot hold, as numbers of messages. */
  async #narrowed(filter: string, also: readonly MessageQuestion[], never: readonly MessageQuestion[]): Promise<{ filter: string; notes: readonly string[] }> {
    if (also.length + never.length === 0) return { filter, notes: [] }
    const results = await this.#ask<MessageEntry>(
      [...also, ...never].map((question) => ({ ...this.#query(question), filter, sort: NEWEST, limit: MOST_GATHERED, attributesToRetrieve: ['key'] })),
    )
    const filters = results.map(({ hits }, place) => {
      const keys = anyOf(
        'key',
        hits.map(({ key }) => key),
      )
      return place < also.length ? keys : `NOT ${keys}`
    })
    const cut = results.some(({ hits, estimatedTotalHits = 0 }) => estimatedTotalHits > hits.length)
    return { filter: allOf([filter, ...filters]), notes: cut ? [`of the rarer fields only the newest ${MOST_GATHERED} messages were looked through`] : [] }
  }

  #query({ q, column }: MessageQuestion): MultiSearchQuery {
    return { indexUid: this.#uid, q, matchingStrategy: 'all', ...(column === undefined ? {} : { attributesToSearchOn: [...MESSAGE_ATTRIBUTES[column]] }) }
  }

  async #ask<Document extends object>(queries: readonly MultiSearchQuery[], slowly = false) {
    try {
      return await (slowly ? this.#server.read<Document>(queries) : this.#server.ask<Document>(queries))
    } catch (error) {
      if (error instanceof MeiliProblem && error.kind === 'no-index') throw new SearchUnavailable(error)
      throw error
    }
  }
}

const NEWEST = ['date:desc', 'key:desc']
/** Messages of a part of a query that is asked beforehand. */
const MOST_GATHERED = 10_000
/** Questions of one request. */
const MOST_TOGETHER = 20
const ALL = 10_000_000
