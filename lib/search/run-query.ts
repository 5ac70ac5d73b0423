import { bounded } from './bounded.ts'
import { narrow } from './filter.ts'
import { marksOf, snippetOf } from './highlight.ts'
import { keysIn, nameKey, nameSpelling } from './names.ts'
import type { Postings, SearchIndex } from './search-index.ts'
import { NOTHING, type NearHit, type SearchHit, type SearchQuery, type SearchResult } from './port.ts'
import { type QueryTerm, readQuery, termOfWord } from './query-words.ts'
import { isSmall, meantBy } from './question-words.ts'
import { type FoundName, type FoundWord, type Ranked, rank } from './rank.ts'
import { wordsOf } from './tokens.ts'

/**
 * Asks an index. Documents named as the text come first. Every word of a short query must be there, of a longer one most; the last may be unfinished. A word that is
 * nowhere is corrected, else left out and told.
 */
export async function search(index: SearchIndex, query: SearchQuery): Promise<SearchResult> {
  const { text, ...meant } = meantBy(query.text.slice(0, LONGEST))
  const typed = readQuery(text)
  if (typed.length === 0) return NOTHING
  const important = typed.filter((term) => term.exact || !isSmall(term.text))
  const telling = important.length > 0 ? important : typed
  const words: (FoundWord & { readonly terms: readonly QueryTerm[] })[] = []
  const corrected: { from: string; to: string }[] = []
  const unknown: string[] = []
  const asked = namesAsked(query.text.slice(0, LONGEST), text)
  await index.prepare?.(telling)
  const names = await namesIn(index, asked)
  for (const [place, term] of telling.entries()) {
    const last = place === telling.length - 1
    const own = await index.postings([term])
    const groups = own.size > 0 ? [[term]] : term.exact ? [] : await corrections(index, term, last)
    if (groups.length === 0) unknown.push(term.text)
    const to = groups.map(([best]) => best?.text).join(' ')
    if (own.size === 0 && groups.length > 0 && nameKey(to) !== nameKey(term.text)) corrected.push({ from: term.text, to })
    for (const group of groups)
      words.push({
        text: own.size > 0 ? term.text : (group[0]?.text ?? ''),
        exact: term.exact,
        postings: await index.postings(group),
        head: await index.head(group),
        terms: group,
      })
  }
  const must = typed.some(({ exact, text: one }) => exact && unknown.includes(one))
  const found = must
    ? []
    : rank({
        rows: index.rows,
        words,
        names,
        pairs: await pairsOf(index, words),
        ...meant,
        decision: meant.decision || words.some((word) => index.persons.has(word.text)),
      })
  if (found.length === 0) return { ...NOTHING, unknown, near: await near(index, typed) }
  const { items, facets } = narrow(found, query)
  const limit = bounded(query.limit, 1, 100, 20)
  const offset = bounded(query.offset, 0, 10_000, 0)
  const terms = words.flatMap((word) => word.terms)
  return {
    hits: await hitsOf(index, items.slice(offset, offset + limit), terms),
    total: items.length,
    corrected,
    relaxed: found.every(({ without }) => without.length > 0) || (unknown.length > 0 && !found[0]?.named),
    unknown: found[0]?.named ? [] : unknown,
    unfiltered: found.length,
    facets,
    near: [],
  }
}

const LONGEST = 500

interface NamesAsked {
  readonly keys: readonly string[]
  /** Those that are all of the text. */
  readonly wholes: ReadonlySet<string>
  readonly spellings: ReadonlySet<string>
}

/** Names that may be in what was typed. */
function namesAsked(whole: string, text: string): NamesAsked {
  const own = withoutSmall(text)
  const forms = [whole, text, own].flatMap((one) => [one, one.replace(/@[0-9a-f]{4,40}\s*$/i, '')])
  const wholes = new Set(forms.map(nameKey))
  return { keys: [...new Set([...wholes, ...keysIn(text)])].filter((key) => key !== ''), wholes, spellings: new Set(forms.map(nameSpelling)) }
}

/** Names in what was typed. */
async function namesIn(index: SearchIndex, { keys, wholes, spellings }: NamesAsked): Promise<FoundName[]> {
  return (await index.named(keys)).map(({ key, spelling, row }) => {
    const isWhole = wholes.has(key)
    const named = wordsOf(spelling)
    return {
      row,
      whole: isWhole ? (spellings.has(spelling) ? 2 : 1) : 0,
      words: [...named.map((word) => word.whole), ...named.flatMap((word) => word.parts.map((part) => part.text))],
      telling: /[ \d]/.test(key),
      phrase: named.length >= 3 || (named.length === 2 && spelling.includes('=')),
    }
  })
}

function withoutSmall(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => !isSmall(word.toLowerCase().replace(/[^\p{L}\p{N}]+$/u, '')))
    .join(' ')
}

/** What to search for in place of a term that is nowhere: near identifiers, else each of its parts or what is near that. */
async function corrections(index: SearchIndex, term: QueryTerm, unfinished: boolean): Promise<QueryTerm[][]> {
  const vocabulary = await index.vocabulary()
  const whole = vocabulary.nearest(term.text, unfinished).map(termOfWord)
  if (whole.length > 0) return [whole]
  if (term.parts.length === 1) return []
  const groups: QueryTerm[][] = []
  for (const [place, part] of term.parts.entries()) {
    const known = termOfWord(part)
    if ((await index.postings([known])).size > 0) groups.push([known])
    else {
      const found = vocabulary.nearest(part, unfinished && place === term.parts.length - 1).map(termOfWord)
      if (found.length === 0) return []
      groups.push(found)
    }
  }
  return groups
}

/** Words that stand side by side, as phrases. */
async function pairsOf(index: SearchIndex, words: readonly (FoundWord & { readonly terms: readonly QueryTerm[] })[]): Promise<Postings[]> {
  const pairs: Postings[] = []
  for (const [place, word] of words.slice(0, MOST_PAIRS + 1).entries()) {
    const [first, second] = [word.terms[0], words[place + 1]?.terms[0]]
    if (place < MOST_PAIRS && first && second) pairs.push(await index.phrase([...first.parts, ...second.parts]))
  }
  return pairs
}

const MOST_PAIRS = 8

/** Documents that have words which look like those that were typed. */
async function near(index: SearchIndex, typed: readonly QueryTerm[]): Promise<NearHit[]> {
  const vocabulary = await index.vocabulary()
  const words = typed.flatMap((term) => [term.text, ...term.parts]).flatMap((word) => vocabulary.alike(word, 3))
  const found: Ranked[] = []
  for (const word of [...new Set(words)].slice(0, 6)) {
    const term = termOfWord(word)
    found.push(
      ...rank({
        rows: index.rows,
        words: [{ text: word, exact: false, postings: await index.postings([term]), head: new Map() }],
        names: [],
        pairs: [],
        decision: false,
        prose: false,
      }).slice(0, 3),
    )
  }
  const rows = [...new Set(found.map(({ row }) => row.row))].slice(0, 6)
  const titles = await index.documents(rows)
  return rows.flatMap((row) => {
    const document = titles.get(row)
    return document ? [{ id: document.id, kind: document.kind, title: document.title }] : []
  })
}

async function hitsOf(index: SearchIndex, ranked: readonly Ranked[], terms: readonly QueryTerm[]): Promise<SearchHit[]> {
  const documents = await index.documents(ranked.map(({ row }) => row.row))
  return ranked.flatMap(({ row, score, named, without }) => {
    const document = documents.get(row.row)
    if (!document) return []
    const { id, kind, area, title, summary, text } = document
    const snippet = snippetOf(text, terms)
    const marks = { title: marksOf(title, terms), summary: marksOf(summary, terms), snippet: snippet.marks }
    return [{ id, kind, area, title, summary, snippet: snippet.text, marks, named, without, score }]
  })
}
