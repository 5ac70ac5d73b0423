import MiniSearch, { type QueryCombination as Query } from 'minisearch'
import { namesOf } from './names.ts'
import type { SearchDocument, SearchPort, SearchQuery, SearchResult } from './port.ts'
import type { QueryTerm } from './query-words.ts'
import type { Row } from './rows.ts'
import { search } from './run-query.ts'
import { personsOf, type Postings, type SearchIndex, type Stored } from './search-index.ts'
import { wordsOf } from './tokens.ts'
import { Vocabulary } from './vocabulary.ts'

/** Search without a file or a database, for the npm package: ranked as the embedded index is, with MiniSearch under it. */
export class InMemorySearch implements Pick<SearchPort, 'query'> {
  readonly #index: SearchIndex

  constructor(documents: Iterable<SearchDocument>) {
    this.#index = new MemoryIndex([...documents])
  }

  query(query: SearchQuery): Promise<SearchResult> {
    return search(this.#index, query)
  }
}

class MemoryIndex implements SearchIndex {
  readonly rows: ReadonlyMap<number, Row>
  readonly persons: ReadonlySet<string>
  readonly #documents: readonly SearchDocument[]
  readonly #index: MiniSearch<Indexed>
  readonly #named = new Map<string, { key: string; spelling: string; row: number }[]>()

  constructor(documents: readonly SearchDocument[]) {
    this.#documents = documents
    this.#index = new MiniSearch<Indexed>({
      fields: [...HEAD, 'keywords', 'text'],
      tokenize: tokensOf,
      processTerm: (term) => term,
      searchOptions: { boost: { names: 6, title: 6, summary: 3, keywords: 2 } },
    })
    for (const [id, { id: name, aliases, title, summary, keywords, text }] of documents.entries())
      this.#index.add({ id, names: [name, ...aliases].join('\n'), title, summary, keywords: keywords.join('\n'), text })
    this.rows = new Map(documents.map((document, row) => [row, rowOf(document, row)]))
    this.persons = personsOf(this.rows.values())
    for (const [row, document] of documents.entries())
      for (const { key, spelling } of namesOf(document)) this.#named.set(key, [...(this.#named.get(key) ?? []), { key, spelling, row }])
  }

  async postings(terms: readonly QueryTerm[]): Promise<Postings> {
    return this.#found(terms)
  }

  async head(terms: readonly QueryTerm[]): Promise<Postings> {
    return this.#found(terms, HEAD)
  }

  async phrase(): Promise<Postings> {
    return new Map()
  }

  async named(keys: readonly string[]): Promise<readonly { key: string; spelling: string; row: number }[]> {
    return keys.flatMap((key) => this.#named.get(key) ?? [])
  }

  async documents(rows: readonly number[]): Promise<ReadonlyMap<number, Stored>> {
    return new Map(rows.flatMap((row) => (this.#documents[row] ? [[row, this.#documents[row]] as const] : [])))
  }

  async vocabulary(): Promise<Vocabulary> {
    const words = new Map<string, number>()
    for (const { id, aliases, title, summary, keywords, text } of this.#documents)
      for (const word of new Set(tokensOf([id, ...aliases, title, summary, ...keywords, text].join('\n'))))
        if (word.length > 3 && word.length <= 64 && /\p{L}/u.test(word)) words.set(word, (words.get(word) ?? 0) + 1)
    return new Vocabulary([...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => ({ word, count })))
  }

  #found(terms: readonly QueryTerm[], fields?: readonly string[]): Postings {
    const queries = terms.map(queryOf)
    return new Map(this.#index.search({ combineWith: 'OR', queries, ...(fields ? { fields: [...fields] } : {}) }).map(({ id, score }) => [Number(id), score]))
  }
}

/** Fields that say what a document is about. */
const HEAD = ['names', 'title', 'summary'] as const

interface Indexed {
  readonly id: number
  readonly names: string
  readonly title: string
  readonly summary: string
  readonly keywords: string
  readonly text: string
}

function rowOf({ id, kind, area, boost = 1, tags = {}, days = ['', ''] }: SearchDocument, row: number): Row {
  return { row, id, kind, area, boost, tags, first: days[0], last: days[1] }
}

/** Identifiers as wholes, and their parts. */
function tokensOf(text: string): string[] {
  return wordsOf(text).flatMap(({ whole, parts }) => (parts.length > 1 ? [whole, ...parts.map((part) => part.text)] : [whole]))
}

/** An identifier as a whole, or all of its parts; the last may be a beginning. */
function queryOf({ parts, whole, exact, stem, also = [] }: QueryTerm): Query {
  const word = (text: string, isLast: boolean): Query => ({ queries: [text], tokenize: (one) => [one], prefix: isLast && !exact && text.length > 1 })
  const all = (some: readonly string[]): Query => ({ combineWith: 'AND', queries: some.map((part, index) => word(part, index === some.length - 1)) })
  const others = [...(whole === undefined ? [] : [word(whole, true)]), ...(stem === undefined ? [] : [word(stem, true)]), ...also.map(all)]
  return { combineWith: 'OR', queries: [all(parts), ...others] }
}
