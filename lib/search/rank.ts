import type { Postings } from './search-index.ts'
import type { Row } from './rows.ts'

/** What was found for one word of a query. */
export interface FoundWord {
  readonly text: string
  /** Given in quotes: what has it not is left out. */
  readonly exact: boolean
  readonly postings: Postings
  /** Those of `postings` that have it in names, title or summary: what they are about. */
  readonly head: Postings
}

/** A name in the query, or all of it. */
export interface FoundName {
  readonly row: number
  /** All that was typed: 2 as it is written, 1 in another spelling; 0 for a name among other words. */
  readonly whole: 0 | 1 | 2
  /** Words of the query that the name takes up. */
  readonly words: readonly string[]
  /** More than a plain word: it has several parts, or digits. */
  readonly telling: boolean
  /** Three words or more, all of them in the query (what a program prints, a title), or an option with its value. */
  readonly phrase: boolean
}

export interface Ranked {
  readonly row: Row
  readonly score: number
  readonly named: boolean
  readonly without: readonly string[]
}

export interface Sought {
  readonly rows: ReadonlyMap<number, Row>
  readonly words: readonly FoundWord[]
  readonly names: readonly FoundName[]
  /** Neighbours in the query that are neighbours in the document, too. */
  readonly pairs: readonly Postings[]
  /** Decisions are what was asked for. */
  readonly decision: boolean
  /** Not each word need be there. */
  readonly prose: boolean
}

/**
 * Documents in order. One that is called what was typed comes first; then by how well its words fit (BM25 over weighted columns), how much of the query it has,
 * weighted by how rare each word is, and whether a name in the query is its own.
 * Of a few names all must be there if any document has all of them; of a longer query, or a sentence, most.
 */
export function rank({ rows, words, names, pairs, decision, prose }: Sought): Ranked[] {
  const weights = words.map(({ postings }) => Math.log(1 + (rows.size - postings.size + 0.5) / (postings.size + 0.5)) + LEAST_WEIGHT)
  const all = weights.reduce((a, b) => a + b, 0)
  const candidates = new Set(words.flatMap(({ postings }) => [...postings.keys()]))
  for (const { row, whole } of names) if (whole > 0) candidates.add(row)
  const namesOf = new Map<number, FoundName[]>()
  for (const name of names) namesOf.set(name.row, [...(namesOf.get(name.row) ?? []), name])
  const found = [...candidates].flatMap((place) => {
    const row = rows.get(place)
    const own = namesOf.get(place) ?? []
    const whole = Math.max(0, ...own.map((name) => name.whole))
    if (!row || (whole === 0 && words.some(({ exact, postings }) => exact && !postings.has(place)))) return []
    const phrase = own.some((name) => name.phrase)
    const had = words.map(({ postings }) => postings.get(place))
    const share = all === 0 ? 1 : had.reduce<number>((sum, score, index) => sum + (score === undefined ? 0 : (weights[index] as number)), 0) / all
    const about = all === 0 ? 0 : words.reduce((sum, { head }, index) => sum + (head.has(place) ? (weights[index] as number) : 0), 0) / all
    const fit = had.reduce<number>((sum, score) => sum + (score ?? 0), 0) + PAIR * pairs.reduce((sum, postings) => sum + (postings.get(place) ?? 0), 0)
    const called = Math.max(0, ...own.map((name) => weightOf(name, words, weights, all)))
    return [
      {
        row,
        whole,
        phrase,
        share,
        score:
          whole * NAMED +
          (phrase ? PHRASE : 0) +
          fit * share ** SHARE * row.boost * (1 + NAME * called) * (1 + ABOUT * about) * (decision && row.kind === 'policy' ? DECISION : 1),
        had,
      },
    ]
  })
  const best = Math.max(0, ...found.map(({ share }) => share))
  const least = best > ALL && words.length <= SHORT && !prose ? ALL : best * MOST
  return found
    .filter(({ share, whole, phrase }) => share >= least || whole > 0 || phrase)
    .sort((a, b) => b.score - a.score || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row, score, whole, had }) => ({
      row,
      score,
      named: whole > 0,
      without: whole > 0 ? [] : words.flatMap(({ text }, index) => (had[index] === undefined ? [text] : [])),
    }))
}

/** A word that all documents hold still counts a little. */
const LEAST_WEIGHT = 0.05
/** Above every rank, so that scores fall with the order. */
const NAMED = 1_000_000
/** Above what words alone may give, below a name that is all of the query. */
const PHRASE = 10_000
const SHARE = 1.5
const PAIR = 0.5
const ABOUT = 1
const NAME = 1
const DECISION = 2
/** Words of a query of which none may be missing. */
const SHORT = 3
/** As good as all of the query. */
const ALL = 0.999
/** Of what the best document has of a query. */
const MOST = 0.6

/** How much of the query a name in it makes up. */
function weightOf({ words, telling }: FoundName, all: readonly FoundWord[], weights: readonly number[], sum: number): number {
  if (sum === 0) return 0
  const own = all.reduce((total, { text }, index) => total + (words.includes(text) ? (weights[index] as number) : 0), 0)
  // Among many words a name says what they are about; next to one other it is only the half.
  return (0.5 + own / sum) * (telling ? 1 : 0.2) * Math.min(1, (all.length - 1) / 6)
}
