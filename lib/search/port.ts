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
  /** Which engine would answer now. Never throws. */
  about(): Promise<SearchAbout>
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
  /** More that it is found by exactly, but is not called: a number with what it counts, a release of a branch. Default: none. */
  readonly names?: readonly string[]
  /** Identifiers and short words that belong to it. */
  readonly keywords: readonly string[]
  /** Prose; snippets are cut from it. */
  readonly text: string
  /** Factor on the rank. Default: 1. */
  readonly boost?: number
  /** What it can be narrowed by besides kind and area, by the filter's name. Default: nothing. */
  readonly tags?: Readonly<Record<string, readonly string[]>>
  /** First and last day on which something about it happened, ISO 8601. */
  readonly days?: readonly [first: string, last: string]
}

export interface SearchQuery {
  /** Words, identifiers, `"phrases"`; anything a person may type. */
  readonly text: string
  readonly kinds?: readonly string[] | undefined
  /** Areas with all that lies in them. */
  readonly areas?: readonly string[] | undefined
  /** By the tag's name: documents that have one of the values, of each tag that is given. */
  readonly tags?: Readonly<Record<string, readonly string[]>> | undefined
  /** ISO 8601, or the beginning of it: something happened on this day or later. */
  readonly after?: string | undefined
  /** The same: something happened before this day. */
  readonly before?: string | undefined
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
  /** Words that were left out, as no document has them or anything near. */
  readonly unknown: readonly string[]
  /** How many there would be without kinds, areas, tags and days. */
  readonly unfiltered: number
  /** By `kind`, `area` and tag, the most frequent first: how many there would be with this value instead of those that were asked for. */
  readonly facets: Readonly<Record<string, readonly Facet[]>>
  /** Where nothing was found: documents whose names look most like what was typed. */
  readonly near: readonly NearHit[]
  /** What answered. */
  readonly engine?: SearchEngine
}

/** `embedded`: a file of this machine; `meilisearch`: a server. */
export type SearchEngine = 'embedded' | 'meilisearch'

/** Which engine answers, and why it is not the one that was chosen. */
export interface SearchAbout {
  readonly engine: SearchEngine
  /** What the next answer comes from was built from this knowledge; empty where there is no index. */
  readonly digest: string
  /** Why another engine answers than the one that was chosen, in one line. */
  readonly note?: string
}

export interface Facet {
  readonly value: string
  readonly count: number
}

export interface NearHit {
  readonly id: string
  readonly kind: string
  readonly title: string
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
  /** The text is one of its names. */
  readonly named: boolean
  /** Words of the text that it has not. */
  readonly without: readonly string[]
  /** Falls from hit to hit; comparable within one result only. */
  readonly score: number
}

/** What a search finds that asks for nothing. */
export const NOTHING: SearchResult = { hits: [], total: 0, corrected: [], relaxed: false, unknown: [], unfiltered: 0, facets: {}, near: [] }

export type Range = readonly [start: number, end: number]

/** No index can be asked. */
export class SearchUnavailable extends Error {
  /** By name: pages are built apart from the service that they ask, and have classes of their own. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && (value.name === 'SearchUnavailable' || value.name === 'SearchAway')
  }

  constructor(cause?: unknown, message = 'there is no search index: run `canimigrate reindex`') {
    super(message, { cause })
    this.name = 'SearchUnavailable'
  }
}

/** There is an index, but not within reach now. */
export class SearchAway extends SearchUnavailable {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'SearchAway'
  }

  constructor() {
    super(undefined, 'search is out of reach at the moment: try again in a minute')
    this.name = 'SearchAway'
  }
}
