import MiniSearch, { type QueryCombination as Query } from 'minisearch'
import { marksOf, snippetOf } from './highlight.ts'
import type { SearchDocument, SearchHit, SearchPort, SearchQuery, SearchResult } from './port.ts'
import { type QueryTerm, readQuery, termOfWord } from './query-words.ts'
import { nearestWords } from './spelling.ts'
import { foldName, wordsOf } from './tokens.ts'

/** Search without a file or a database, for the npm package: the same order of attempts as the embedded index, ranked by MiniSearch. */
export class InMemorySearch implements Pick<SearchPort, 'query'> {
  readonly #index: MiniSearch<Indexed>
  readonly #documents = new Map<string, SearchDocument>()
  readonly #named = new Map<string, string[]>()
  /** Every word, with the number of fields that hold it. */
  readonly #words = new Map<string, number>()

  constructor(documents: Iterable<SearchDocument>) {
    const fields = ['names', 'title', 'summary', 'keywords', 'text']
    this.#index = new MiniSearch<Indexed>({
      fields,
      tokenize: tokensOf,
      processTerm: (term) => term,
      searchOptions: { boost: { names: 8, title: 8, summary: 4, keywords: 2 }, boostDocument: (id) => this.#documents.get(id as string)?.boost ?? 1 },
    })
    for (const document of documents) {
      const { id, aliases, title, summary, keywords, text } = document
      const names = [id, ...aliases]
      this.#documents.set(id, document)
      this.#index.add({ id, names: names.join('\n'), title, summary, keywords: keywords.join('\n'), text })
      for (const name of names) this.#named.set(foldName(name), [...(this.#named.get(foldName(name)) ?? []), id])
      for (const field of [...names, title, summary, ...keywords, text])
        for (const word of tokensOf(field)) this.#words.set(word, (this.#words.get(word) ?? 0) + 1)
    }
  }

  async query(query: SearchQuery): Promise<SearchResult> {
    const terms = readQuery(query.text)
    const attempts: (() => Attempt)[] = [
      () => ({ groups: terms.map((term) => [term]), corrected: [], relaxed: false }),
      () => this.#corrected(terms),
      () => anyOf(terms),
    ]
    for (const attempt of terms.length === 0 ? [] : attempts) {
      const { groups, corrected, relaxed } = attempt()
      const found = this.#found(groups, query)
      if (found.length === 0) continue
      const [from, most] = [bounded(query.offset, 0, 10_000, 0), bounded(query.limit, 1, 100, 20)]
      return { hits: found.slice(from, from + most).map((one) => hitOf(one, groups.flat())), total: found.length, corrected, relaxed }
    }
    return { hits: [], total: 0, corrected: [], relaxed: false }
  }

  #found(groups: readonly (readonly QueryTerm[])[], { text, kinds, areas }: SearchQuery): Found[] {
    if (groups.length === 0) return []
    const named = new Set(this.#named.get(foldName(text.slice(0, 500))))
    const isWanted = ({ kind, area }: SearchDocument): boolean =>
      (!kinds || kinds.includes(kind)) && (!areas || areas.some((one) => area === one || area.startsWith(`${one}/`)))
    const queries = groups.map((group): Query => ({ combineWith: 'OR', queries: group.map(queryOf) }))
    return this.#index
      .search({ combineWith: 'AND', queries })
      .map(({ id, score }) => ({ document: this.#documents.get(id as string) as SearchDocument, score: score + (named.has(id as string) ? NAMED : 0) }))
      .filter(({ document }) => isWanted(document))
      .sort((a, b) => b.score - a.score || (a.document.id < b.document.id ? -1 : 1))
  }

  /** Words that are nowhere give way to what is near them, else are left out. */
  #corrected(terms: readonly QueryTerm[]): Attempt {
    const corrected: { from: string; to: string }[] = []
    let relaxed = false
    const groups = terms.flatMap((term, index) => {
      if (this.#index.search(queryOf(term)).length > 0) return [[term]]
      const near = term.exact ? [] : nearestWords(term.text, this.#candidates(), index === terms.length - 1)
      if (near[0] === undefined) relaxed = true
      else corrected.push({ from: term.text, to: near[0] })
      return near.length > 0 ? [near.map(termOfWord)] : []
    })
    return { groups, corrected, relaxed }
  }

  *#candidates(): Iterable<{ word: string; count: number }> {
    for (const [word, count] of this.#words) yield { word, count }
  }
}

interface Indexed {
  readonly id: string
  readonly names: string
  readonly title: string
  readonly summary: string
  readonly keywords: string
  readonly text: string
}

interface Attempt {
  /** All of the groups, any term of each. */
  readonly groups: readonly (readonly QueryTerm[])[]
  readonly corrected: SearchResult['corrected']
  readonly relaxed: boolean
}

interface Found {
  readonly document: SearchDocument
  readonly score: number
}

/** Above every rank, so that scores fall with the order. */
const NAMED = 1_000_000

/** Identifiers as wholes, and their parts. */
function tokensOf(text: string): string[] {
  return wordsOf(text).flatMap(({ whole, parts }) => (parts.length > 1 ? [whole, ...parts.map((part) => part.text)] : [whole]))
}

/** An identifier as a whole, or all of its parts; the last may be a beginning. */
function queryOf({ parts, whole, exact }: QueryTerm): Query {
  const word = (text: string, isLast: boolean): Query => ({ queries: [text], tokenize: (one) => [one], prefix: isLast && !exact && text.length > 1 })
  const all: Query = { combineWith: 'AND', queries: parts.map((part, index) => word(part, index === parts.length - 1)) }
  return whole === undefined ? all : { combineWith: 'OR', queries: [word(whole, true), all] }
}

function anyOf(terms: readonly QueryTerm[]): Attempt {
  return { groups: [terms.flatMap((term) => (term.exact ? [term] : [term, ...term.parts.map(termOfWord)]))], corrected: [], relaxed: true }
}

function hitOf({ document: { id, kind, area, title, summary, text }, score }: Found, terms: readonly QueryTerm[]): SearchHit {
  const snippet = snippetOf(text, terms)
  return {
    id,
    kind,
    area,
    title,
    summary,
    snippet: snippet.text,
    marks: { title: marksOf(title, terms), summary: marksOf(summary, terms), snippet: snippet.marks },
    score,
  }
}

function bounded(value: number | undefined, least: number, most: number, otherwise: number): number {
  return value === undefined || !Number.isFinite(value) ? otherwise : Math.min(Math.max(Math.trunc(value), least), most)
}
