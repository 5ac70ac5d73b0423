import type { Range } from './port.ts'
import type { QueryTerm } from './query-words.ts'
import { type Part, wordsOf } from './tokens.ts'

/** Where the terms stand in a text: whole words, in order, not overlapping. */
export function marksOf(text: string, terms: readonly QueryTerm[]): Range[] {
  return merged(matchesOf(partsOf(text), terms).map(({ range }) => range))
}

/**
 * The stretch of a text that shows most of the terms, with its marks; the beginning when it shows none.
 * @param length about how many characters
 */
export function snippetOf(text: string, terms: readonly QueryTerm[], length = 220): { text: string; marks: Range[] } {
  if (text.length <= length) return { text, marks: marksOf(text, terms) }
  const parts = partsOf(text)
  const matches = matchesOf(parts, terms).sort((a, b) => a.range[0] - b.range[0])
  const [start, end] = widened(text, parts, bestStart(matches, length), length)
  const head = start > 0 ? '… ' : ''
  const cut = `${head}${text.slice(start, end)}${end < text.length ? ' …' : ''}`
  const shift = head.length - start
  const inside = matches.filter(({ range }) => range[0] >= start && range[1] <= end)
  return { text: cut, marks: merged(inside.map(({ range }) => [range[0] + shift, range[1] + shift])) }
}

interface Found {
  readonly range: Range
  readonly term: number
}

function partsOf(text: string): Part[] {
  return wordsOf(text).flatMap(({ parts }) => parts)
}

function matchesOf(parts: readonly Part[], terms: readonly QueryTerm[]): Found[] {
  const found: Found[] = []
  for (const [term, { parts: wanted, exact, stem }] of terms.entries()) {
    for (let at = 0; at + wanted.length <= parts.length; at++) {
      const fits = wanted.every((part, index) => {
        const text = (parts[at + index] as Part).text
        return index === wanted.length - 1 && !exact && part.length > 1 ? text.startsWith(part) || (stem !== undefined && text.startsWith(stem)) : text === part
      })
      if (fits && wanted.length > 0) found.push({ range: [(parts[at] as Part).start, (parts[at + wanted.length - 1] as Part).end], term })
    }
  }
  return found
}

/** Start of the window that holds the most different terms; of equal ones the one with most matches, then the first. */
function bestStart(matches: readonly Found[], length: number): number {
  let best = { start: 0, score: 0 }
  for (const [index, first] of matches.entries()) {
    const terms = new Set<number>()
    let count = 0
    for (let next = index; next < matches.length && (matches[next] as Found).range[1] <= first.range[0] + length; next++) {
      terms.add((matches[next] as Found).term)
      if (++count > 50) break
    }
    const score = terms.size * 100 + count
    if (score > best.score) best = { start: first.range[0], score }
  }
  return best.start
}

/** A window of whole words around `start`, with some room before it. */
function widened(text: string, parts: readonly Part[], start: number, length: number): Range {
  const wanted = Math.max(0, Math.min(start - Math.floor(length / 4), text.length - length))
  const from = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1 || wanted
  const begin = from > start ? (parts.find((part) => part.end > wanted)?.start ?? wanted) : from
  const limit = Math.min(text.length, begin + length)
  const space = limit === text.length ? limit : text.lastIndexOf(' ', limit)
  const end = space > start ? space : limit
  return [begin, inPair(text, end) ? end - 1 : end]
}

/** Whether a cut at `at` would part a surrogate pair. */
function inPair(text: string, at: number): boolean {
  return at < text.length && /[\uDC00-\uDFFF]/.test(text[at] as string) && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '')
}

function merged(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = []
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1)
    if (last && start < last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
