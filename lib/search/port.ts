/** Full-text search over documents of any kind. An index is a projection: it can be thrown away and built again. */
export interface SearchPort {
  /**
   * Builds the index anew, beside the old one, and puts it in its place; queries go on meanwhile.
   * @param digest names what the documents were made from; `digest()` gives it back
   */
  replaceAll(documents: Iterable<SearchDocument>, digest: string): Promise<void>
  /** Never throws for what the text holds. @throws SearchUnavailable when there is no index and none could be built */
  query(query: SearchQuery): Promise<SearchResult>
  /** What the index was built from; empty when there is none that can be used. */
  digest(): Promise<string>
  close(): Promise<void>
}

export interface SearchDocument {
  readonly id: string
  readonly kind: string
  readonly area: string
  readonly title: string
  readonly summary: string
  /** Every other name: found exactly and first. */
  readonly aliases: readonly string[]
  /** Identifiers and short words that belong to it. */
  readonly keywords: readonly string[]
  /** Prose; snippets are cut from it. */
  readonly text: string
  /** Factor on the rank. Default: 1. */
  readonly boost?: number
}

export interface SearchQuery {
  /** Words, identifiers, `"phrases"`; anything a person may type. */
  readonly text: string
  readonly kinds?: readonly string[] | undefined
  /** Areas with all that lies in them. */
  readonly areas?: readonly string[] | undefined
  /** 1 to 100, default 20. */
  readonly limit?: number | undefined
  /** 0 to 10000, default 0. */
  readonly offset?: number | undefined
}

export interface SearchResult {
  readonly hits: readonly SearchHit[]
  readonly total: number
  /** Words that were found nowhere and what was searched for instead. */
  readonly corrected: readonly { readonly from: string; readonly to: string }[]
  /** No document has all words: these have some. */
  readonly relaxed: boolean
}

export interface SearchHit {
  readonly id: string
  readonly kind: string
  readonly area: string
  readonly title: string
  readonly summary: string
  readonly snippet: string
  /** What to highlight: start and end in UTF-16 units, in order, not overlapping. The texts are plain: escape them as any other. */
  readonly marks: { readonly title: readonly Range[]; readonly summary: readonly Range[]; readonly snippet: readonly Range[] }
  /** Falls from hit to hit; comparable within one result only. */
  readonly score: number
}

export type Range = readonly [start: number, end: number]

/** No index can be asked. */
export class SearchUnavailable extends Error {
  constructor(cause?: unknown) {
    super('there is no search index: run `canimigrate reindex`', { cause })
    this.name = 'SearchUnavailable'
  }
}
