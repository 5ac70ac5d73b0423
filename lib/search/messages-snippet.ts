import { snippetOf } from './highlight.ts'
import type { Range } from './port.ts'
import { wordsOf } from './tokens.ts'

/**
 * The stretch of a message's text that shows most of what was searched for, line ends and quote marks made spaces.
 * @param words of the search's result
 * @param length about how many characters
 */
export function messageSnippet(text: string, words: readonly string[], length = 220): { text: string; marks: Range[] } {
  const terms = words.map((word) => ({
    text: word,
    parts: wordsOf(word).flatMap(({ parts }) => parts.map((part) => part.text)),
    exact: !word.endsWith('*'),
  }))
  const flat = text
    .slice(0, LONGEST)
    .replace(/^[>|\s]+/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return snippetOf(
    flat,
    terms.filter(({ parts }) => parts.length > 0),
    length,
  )
}

/** Characters of a text in which a stretch is looked for. */
const LONGEST = 200_000
