import type { QueryTerm } from '../query-words.ts'
import { whole as wellFormed } from './tokens.ts'

/**
 * What a server is asked for one word or name, each answered alone: words in quotes stand side by side and are as they are; the last word without is the beginning of
 * one. They are letters, digits and what joins them, so nothing in them is an operator.
 */
export function questionsOf({ parts, whole, exact, stem, also = [] }: QueryTerm): string[] {
  const phrase = sideBySide(parts)
  if (exact) return [phrase]
  const [only] = parts
  return [
    parts.length === 1 && only !== undefined && only.length > 1 ? beginning(only) : phrase,
    ...(whole === undefined ? [] : [beginning(whole)]),
    ...(stem === undefined ? [] : [beginning(stem)]),
    ...also.map((words) => (words.length === 1 ? beginning(words[0] as string) : sideBySide(words))),
  ]
}

/** These words as neighbours. */
export function sideBySide(words: readonly string[]): string {
  return `"${wellFormed(words.join(' '))}"`
}

/** What is asked for each two terms that follow each other. */
export function besides(terms: readonly QueryTerm[]): string[] {
  return terms.slice(0, -1).map(({ parts }, place) => sideBySide([...parts, ...(terms[place + 1] as QueryTerm).parts]))
}

function beginning(word: string): string {
  return wellFormed(word)
}
