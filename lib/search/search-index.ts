import type { QueryTerm } from './query-words.ts'
import type { Row } from './rows.ts'
import { fold } from './tokens.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Rows with how well they fit: the more the better, over 0. */
export type Postings = ReadonlyMap<number, number>

/** What a document shows of itself. */
export interface Stored {
  readonly id: string
  readonly kind: string
  readonly area: string
  readonly title: string
  readonly summary: string
  readonly text: string
}

/** What the ranking asks an index for; the same order comes of every index that answers this. */
export interface SearchIndex {
  /** Told beforehand which terms a search is going to ask for, and that it asks for neighbours: an index that is far away fetches them at once. */
  prepare?(terms: readonly QueryTerm[]): Promise<void>
  readonly rows: ReadonlyMap<number, Row>
  /** Words of the names of those who took part in decisions. */
  readonly persons: ReadonlySet<string>
  /** Rows that have one of the terms. */
  postings(terms: readonly QueryTerm[]): Promise<Postings>
  /** Those that have one in names, title or summary. */
  head(terms: readonly QueryTerm[]): Promise<Postings>
  /** Those that have these parts side by side; none where the index does not know. */
  phrase(parts: readonly string[]): Promise<Postings>
  /** Rows by names, each under the key that it was asked by. */
  named(keys: readonly string[]): Promise<readonly { readonly key: string; readonly spelling: string; readonly row: number }[]>
  documents(rows: readonly number[]): Promise<ReadonlyMap<number, Stored>>
  vocabulary(): Promise<Vocabulary>
}

export function personsOf(rows: Iterable<Row>): ReadonlySet<string> {
  const names = [...rows].flatMap(({ kind, tags }) => (kind === 'policy' ? (tags.person ?? []) : []))
  return new Set(names.flatMap((name) => fold(name).split(/\s+/)).filter((word) => word.length > 3))
}
