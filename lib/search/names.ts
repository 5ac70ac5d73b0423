import type { SearchDocument } from './port.ts'
import { fold, wordsOf } from './tokens.ts'

/** A name as it is compared: its parts, so that `Multi-TCE`, `multi_tce` and `multi tce` are one. */
export function nameKey(text: string): string {
  return wordsOf(text)
    .flatMap(({ parts }) => parts.map((part) => part.text))
    .join(' ')
}

/** A name as it is written, case and accents aside. */
export function nameSpelling(text: string): string {
  return fold(text).replace(/\s+/g, ' ').trim()
}

/** All names of a document, each once: its id, the id's last part, aliases, and what else it is found by. */
export function namesOf({ id, aliases, names = [] }: SearchDocument): { key: string; spelling: string }[] {
  const found = new Map<string, { key: string; spelling: string }>()
  for (const name of [id, id.split('/').at(-1) as string, ...aliases, ...names]) {
    const [key, spelling] = [nameKey(name), nameSpelling(name)]
    if (key !== '' && key.length <= LONGEST) found.set(spelling, { key, spelling })
  }
  return [...found.values()]
}

/** Most words of a query that a name in it may have. */
const MOST_WORDS = 6
const LONGEST = 120

/** Names that a text may hold, by their keys: every run of up to six words. */
export function keysIn(text: string): string[] {
  const words = wordsOf(text)
    .slice(0, 40)
    .map(({ parts }) => parts.map((part) => part.text).join(' '))
  const keys = words.flatMap((_, start) =>
    Array.from({ length: Math.min(MOST_WORDS, words.length - start) }, (__, more) => words.slice(start, start + more + 1).join(' ')),
  )
  return [...new Set(keys)].filter((key) => key.length > 1 && key.length <= LONGEST)
}
