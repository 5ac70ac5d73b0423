import type { SearchDocument } from './port.ts'
import { type Word, wordsOf } from './tokens.ts'

/** A document's words by where they stand: identifiers whole, everything else as parts, a space between them. */
export interface Columns {
  /** Identifiers of names and title. */
  readonly exact: string
  readonly names: string
  readonly title: string
  readonly summary: string
  readonly keywords: string
  readonly text: string
  /** Identifiers anywhere else. */
  readonly identifiers: string
}

/** @param wholes gives the identifiers among words. Default: each as it is. */
export function columnsOf(document: SearchDocument, wholes: (words: readonly Word[]) => string = identifiersIn): Columns {
  const { id, aliases, title, summary, keywords, text } = document
  const named = wordsOf([id, ...aliases].join('\n'))
  const [titled, summed, keyed, written] = [wordsOf(title), wordsOf(summary), wordsOf(keywords.join('\n')), wordsOf(text.slice(0, LONGEST_TEXT))]
  return {
    exact: wholes([...named, ...titled]),
    names: parts(named),
    title: parts(titled),
    summary: parts(summed),
    keywords: parts(keyed),
    text: parts(written),
    identifiers: wholes([...summed, ...keyed, ...written]),
  }
}

/** Counts the words of a document that a slip may be corrected to. */
export function countWords(columns: Columns, known: Map<string, number>): void {
  for (const word of new Set(Object.values(columns).join(' ').split(' ')))
    if (word.length > 3 && word.length <= 64 && /\p{L}/u.test(word)) known.set(word, (known.get(word) ?? 0) + 1)
}

/** Characters of a text that are indexed and shown. */
export const LONGEST_TEXT = 300_000

function parts(words: readonly Word[]): string {
  return words.flatMap((word) => word.parts.map(({ text }) => text)).join(' ')
}

function identifiersIn(words: readonly Word[]): string {
  return words.flatMap(({ whole, parts: own }) => (own.length > 1 ? [whole] : [])).join(' ')
}
