import type { Client, InValue, Row } from '@libsql/client'
import { WEIGHTS } from './build-index.ts'
import { marksOf, snippetOf } from './highlight.ts'
import type { SearchHit, SearchQuery, SearchResult } from './port.ts'
import { expressionOf, type QueryTerm, readQuery, termOfWord } from './query-words.ts'
import { nearestWords } from './spelling.ts'
import { foldName } from './tokens.ts'

/**
 * Asks an index. All words must be there, the last may be unfinished; where none has all, words that are nowhere are corrected, then
 * left out, and at last any word will do. Documents named exactly as the text come first, then by rank.
 */
export async function search(client: Client, query: SearchQuery): Promise<SearchResult> {
  const terms = readQuery(query.text)
  if (terms.length === 0) return { hits: [], total: 0, corrected: [], relaxed: false }
  const plans: (() => Promise<Plan>)[] = [async () => planOf(terms.map((term) => [term])), () => correctedPlan(client, terms), async () => anyPlan(terms)]
  for (const make of plans) {
    const plan = await make()
    const total = plan.expression === '' ? 0 : await count(client, plan.expression, query)
    if (total > 0) return { hits: await page(client, plan, query), total, corrected: plan.corrected, relaxed: plan.relaxed }
  }
  return { hits: [], total: 0, corrected: [], relaxed: false }
}

interface Plan {
  readonly expression: string
  /** What to mark. */
  readonly terms: readonly QueryTerm[]
  readonly corrected: SearchResult['corrected']
  readonly relaxed: boolean
}

/** All of the groups, any term of each. */
function planOf(groups: readonly (readonly QueryTerm[])[], corrected: SearchResult['corrected'] = [], relaxed = false): Plan {
  return { expression: groups.map((group) => `(${group.map(expressionOf).join(' OR ')})`).join(' AND '), terms: groups.flat(), corrected, relaxed }
}

function anyPlan(terms: readonly QueryTerm[]): Plan {
  const parts = terms.flatMap((term) => (term.exact ? [term] : [term, ...term.parts.map(termOfWord)]))
  return { ...planOf([parts]), relaxed: true }
}

async function correctedPlan(client: Client, terms: readonly QueryTerm[]): Promise<Plan> {
  const groups: QueryTerm[][] = []
  const corrected: { from: string; to: string }[] = []
  let dropped = false
  for (const [index, term] of terms.entries()) {
    if (await occurs(client, term)) groups.push([term])
    else {
      const found = term.exact ? [] : await corrections(client, term, index === terms.length - 1)
      groups.push(...found)
      if (found.length > 0) corrected.push({ from: term.text, to: found.map(([best]) => best?.text).join(' ') })
      else dropped = true
    }
  }
  return planOf(
    groups,
    corrected.filter(({ from, to }) => from !== to),
    dropped,
  )
}

/** What to search for in place of a term that is nowhere: near identifiers, else each of its parts or what is near that. */
async function corrections(client: Client, term: QueryTerm, unfinished: boolean): Promise<QueryTerm[][]> {
  const whole = nearestWords(term.text, await candidates(client, term.text), unfinished).map(termOfWord)
  if (whole.length > 0) return [whole]
  if (term.parts.length === 1) return []
  const groups: QueryTerm[][] = []
  for (const [index, part] of term.parts.entries()) {
    const known = termOfWord(part)
    if (await occurs(client, known)) groups.push([known])
    else {
      const near = nearestWords(part, await candidates(client, part), unfinished && index === term.parts.length - 1).map(termOfWord)
      if (near.length === 0) return []
      groups.push(near)
    }
  }
  return groups
}

/** Known words that share three letters in a row with `word`, or begin as it does. */
async function candidates(client: Client, word: string): Promise<{ word: string; count: number }[]> {
  const letters = [...word].filter((letter) => /[\p{L}\p{N}_./:@+-]/u.test(letter)).slice(0, 64)
  if (letters.length < 4) return []
  const pieces = [...new Set(letters.slice(2).map((_, index) => letters.slice(index, index + 3).join('')))]
  const [near, begun] = [
    await client.execute({
      sql: 'SELECT word, count FROM known WHERE rowid IN (SELECT rowid FROM pieces WHERE pieces MATCH ? LIMIT 5000) AND length(word) BETWEEN ? AND ?',
      args: [pieces.map((piece) => `"${piece}"`).join(' OR '), letters.length - 3, letters.length + 30],
    }),
    await client.execute({
      sql: 'SELECT word, count FROM known WHERE word >= ? AND word < ? AND length(word) <= ? LIMIT 3000',
      args: [letters.slice(0, 2).join(''), `${letters.slice(0, 2).join('')}\u{10FFFF}`, letters.length + 3],
    }),
  ]
  return [...new Map([...near.rows, ...begun.rows].map((row) => [String(row.word), Number(row.count)])).entries()].map(([known, count]) => ({
    word: known,
    count,
  }))
}

async function occurs(client: Client, term: QueryTerm): Promise<boolean> {
  const { rows } = await client.execute({ sql: 'SELECT 1 FROM words WHERE words MATCH ? LIMIT 1', args: [expressionOf(term)] })
  return rows.length > 0
}

async function count(client: Client, expression: string, query: SearchQuery): Promise<number> {
  const { where, values } = filterOf(query)
  const { rows } = await client.execute({
    sql: `SELECT count(*) AS total FROM words JOIN documents ON row = words.rowid WHERE words MATCH ?${where}`,
    args: [expression, ...values],
  })
  return Number(rows[0]?.total ?? 0)
}

async function page(client: Client, plan: Plan, query: SearchQuery): Promise<SearchHit[]> {
  const { where, values } = filterOf(query)
  const { rows } = await client.execute({
    sql: `SELECT documents.*, score, named FROM (
        SELECT row AS found, -bm25(words, ${WEIGHTS}) * boost AS score, row IN (SELECT row FROM names WHERE name = ?) AS named
        FROM words JOIN documents ON row = words.rowid WHERE words MATCH ?${where}
        ORDER BY named DESC, score DESC, id LIMIT ? OFFSET ?
      ) JOIN documents ON row = found ORDER BY named DESC, score DESC, id`,
    args: [foldName(query.text.slice(0, 500)), plan.expression, ...values, bounded(query.limit, 1, 100, 20), bounded(query.offset, 0, 10_000, 0)],
  })
  return rows.map((row) => hitOf(row, plan.terms))
}

function hitOf(row: Row, terms: readonly QueryTerm[]): SearchHit {
  const [id, kind, area, title, summary, text] = [row.id, row.kind, row.area, row.title, row.summary, row.text].map(String) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const snippet = snippetOf(text, terms)
  return {
    id,
    kind,
    area,
    title,
    summary,
    snippet: snippet.text,
    marks: { title: marksOf(title, terms), summary: marksOf(summary, terms), snippet: snippet.marks },
    score: Number(row.score) + (row.named ? NAMED : 0),
  }
}

/** Above every rank, so that scores fall with the order. */
const NAMED = 1_000_000

function filterOf({ kinds, areas }: SearchQuery): { where: string; values: InValue[] } {
  const marks = (list: readonly string[]): string => list.map(() => '?').join(', ')
  const kind = kinds ? ` AND kind IN (${marks(kinds)})` : ''
  const area = areas ? ` AND (area IN (${marks(areas)})${areas.map(() => ' OR substr(area, 1, length(?)) = ?').join('')})` : ''
  const below = (areas ?? []).flatMap((name) => [`${name}/`, `${name}/`])
  return { where: kind + area, values: [...(kinds ?? []), ...(areas ?? []), ...below] }
}

function bounded(value: number | undefined, least: number, most: number, otherwise: number): number {
  return value === undefined || !Number.isFinite(value) ? otherwise : Math.min(Math.max(Math.trunc(value), least), most)
}
