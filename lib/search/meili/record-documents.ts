import { type Columns, columnsOf, countWords, LONGEST_TEXT } from '../columns.ts'
import { nameKey, namesOf } from '../names.ts'
import type { SearchDocument } from '../port.ts'
import type { Row } from '../rows.ts'
import { wordsOf } from '../tokens.ts'
import { RECORDS_FORMAT } from './settings.ts'
import { whole, wholesOf } from './tokens.ts'

/** A record as the index holds it: its words by attribute, its names, and what is shown. */
export interface RecordDocument extends Columns {
  readonly key: string
  /** Of which build it is: all documents that are seen together are of one. */
  readonly build: string
  readonly row: number
  readonly named: readonly { readonly key: string; readonly spelling: string }[]
  readonly shown: { readonly id: string; readonly kind: string; readonly area: string; readonly title: string; readonly summary: string; readonly text: string }
}

/** What is known of the index as a whole, in documents beside the records'. */
export type PartDocument =
  | { readonly key: 'meta'; readonly part: 'meta'; readonly build: string; readonly format: string; readonly digest: string; readonly documents: number }
  | { readonly key: string; readonly part: 'rows'; readonly build: string; readonly rows: readonly PackedRow[] }
  | { readonly key: string; readonly part: 'words'; readonly build: string; readonly words: readonly PackedWord[] }

/** As `Row`, in its order, and the number of its words. */
export type PackedRow = readonly [
  row: number,
  id: string,
  kind: string,
  area: string,
  boost: number,
  tags: Row['tags'],
  first: string,
  last: string,
  length: number,
]
export type PackedWord = readonly [word: string, count: number]

/** Makes documents of records one at a time, and remembers what belongs to all of them. */
export class RecordDocuments {
  readonly #build: string
  readonly #rows: PackedRow[] = []
  readonly #known = new Map<string, number>()
  readonly #synonyms = new Map<string, Set<string>>()

  constructor(build: string) {
    this.#build = build
  }

  *of(documents: Iterable<SearchDocument>): Generator<RecordDocument> {
    for (const document of documents) yield this.#one(document, this.#rows.length + 1)
  }

  /** After all records. The meta document comes last: it is not seen before the others. */
  parts(digest: string): PartDocument[] {
    const words = [...this.#known].sort(([a], [b]) => (a < b ? -1 : 1))
    const build = this.#build
    return [
      ...pieces(this.#rows, 1000).map((rows, index) => ({ key: `rows-${index}`, part: 'rows' as const, build, rows })),
      ...pieces(words, 5000).map((some, index) => ({ key: `words-${index}`, part: 'words' as const, build, words: some })),
      { key: 'meta', part: 'meta', build, format: RECORDS_FORMAT, digest, documents: this.#rows.length },
    ]
  }

  /** Identifiers that name one record, each with the others: whole words, as they are indexed. */
  synonyms(): Record<string, string[]> {
    return Object.fromEntries([...this.#synonyms].map(([word, others]) => [word, [...others].slice(0, MOST_SYNONYMS)]))
  }

  #one(document: SearchDocument, row: number): RecordDocument {
    const { id, kind, area, title, summary, aliases, boost = 1, tags = {}, days = ['', ''] } = document
    const columns = columnsOf(document, wholesOf)
    this.#rows.push([row, id, kind, area, boost, tags, days[0], days[1], Object.values(columns).join(' ').split(' ').length])
    countWords(columnsOf(document), this.#known)
    this.#relate(aliases)
    return {
      key: `r${row}`,
      build: this.#build,
      row,
      named: namesOf(document),
      shown: { id, kind, area, title: whole(title), summary: whole(summary), text: whole(document.text.slice(0, LONGEST_TEXT)) },
      ...columns,
    }
  }

  #relate(aliases: readonly string[]): void {
    const words = [...new Set(aliases.flatMap((alias) => (isIdentifier(alias) ? [wholesOf(wordsOf(alias)).split(' ')[0] as string] : [])))]
    for (const word of words) {
      const others = this.#synonyms.get(word) ?? new Set()
      for (const other of words) if (other !== word) others.add(other)
      if (others.size > 0) this.#synonyms.set(word, others)
    }
  }
}

/** Of one identifier. */
const MOST_SYNONYMS = 10

/** One word of several parts with a letter in it: no name of plain words, no version. */
function isIdentifier(alias: string): boolean {
  const words = wordsOf(alias)
  return words.length === 1 && (words[0]?.parts.length ?? 0) > 1 && /\p{L}{2}/u.test(nameKey(alias))
}

function pieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
