import type { Client } from '@libsql/client'
import { WEIGHTS } from './build-index.ts'
import { expressionOf, phraseOf, type QueryTerm } from './query-words.ts'
import { type Row, readRows } from './rows.ts'
import { personsOf, type Postings, type SearchIndex, type Stored } from './search-index.ts'
import { Vocabulary } from './vocabulary.ts'

/** An index as it is asked. What was asked before is kept: with each letter typed only the last word is new. */
export class OpenIndex implements SearchIndex {
  readonly #client: Client
  readonly rows: ReadonlyMap<number, Row>
  readonly persons: ReadonlySet<string>
  readonly #found = new Map<string, Postings>()
  #vocabulary: Promise<Vocabulary> | undefined

  private constructor(client: Client, rows: ReadonlyMap<number, Row>) {
    this.#client = client
    this.rows = rows
    this.persons = personsOf(rows.values())
  }

  static async of(client: Client): Promise<OpenIndex> {
    return new OpenIndex(client, await readRows(client))
  }

  postings(terms: readonly QueryTerm[]): Promise<Postings> {
    return this.#rowsOf(anyOf(terms))
  }

  head(terms: readonly QueryTerm[]): Promise<Postings> {
    return this.#rowsOf(`{exact names title summary} : (${anyOf(terms)})`)
  }

  phrase(parts: readonly string[]): Promise<Postings> {
    return this.#rowsOf(phraseOf(parts))
  }

  /** @param expression of FTS5; every string in it is quoted */
  async #rowsOf(expression: string): Promise<Postings> {
    const known = this.#found.get(expression)
    if (known) return known
    const { rows } = await this.#client.execute({ sql: POSTINGS, args: [expression] })
    const postings = readPostings(String(rows[0]?.list ?? ''))
    if (this.#found.size >= MOST_KEPT) for (const old of [...this.#found.keys()].slice(0, MOST_KEPT / 2)) this.#found.delete(old)
    this.#found.set(expression, postings)
    return postings
  }

  async named(keys: readonly string[]): Promise<{ key: string; spelling: string; row: number }[]> {
    if (keys.length === 0) return []
    const { rows } = await this.#client.execute({
      sql: `SELECT key, spelling, row FROM names WHERE key IN (${keys.map(() => '?').join(', ')})`,
      args: [...keys],
    })
    return rows.map(({ key, spelling, row }) => ({ key: String(key), spelling: String(spelling), row: Number(row) }))
  }

  async documents(rows: readonly number[]): Promise<ReadonlyMap<number, Stored>> {
    if (rows.length === 0) return new Map()
    const { rows: stored } = await this.#client.execute({
      sql: `SELECT row, id, kind, area, title, summary, text FROM documents WHERE row IN (${rows.map(() => '?').join(', ')})`,
      args: [...rows],
    })
    return new Map(stored.map((row) => [Number(row.row), row as unknown as Stored]))
  }

  vocabulary(): Promise<Vocabulary> {
    this.#vocabulary ??= this.#client
      .execute('SELECT json_group_array(json_array(word, count)) AS list FROM (SELECT word, count FROM known ORDER BY word)')
      .then(({ rows }) => new Vocabulary((JSON.parse(String(rows[0]?.list ?? '[]')) as [string, number][]).map(([word, count]) => ({ word, count }))))
    return this.#vocabulary
  }

  close(): void {
    this.#client.close()
  }
}

function anyOf(terms: readonly QueryTerm[]): string {
  return terms.map(expressionOf).join(' OR ')
}

/** Expressions whose rows are kept. */
const MOST_KEPT = 400

// As one text of whole numbers: a row at a time costs ten times as much.
const POSTINGS = `WITH found AS MATERIALIZED (SELECT rowid AS row, CAST(bm25(words, ${WEIGHTS}) * -1000 AS INTEGER) AS score FROM words WHERE words MATCH ?)
  SELECT group_concat(row || ' ' || score) AS list FROM found`

function readPostings(list: string): Postings {
  if (list === '' || list === 'null') return new Map()
  return new Map(
    list.split(',').map((pair) => {
      const space = pair.indexOf(' ')
      // What nearly all documents hold has no weight with FTS5; it was found all the same.
      return [Number(pair.slice(0, space)), Math.max(Number(pair.slice(space + 1)), 1) / 1000]
    }),
  )
}
