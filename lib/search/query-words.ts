import { synonymsOf } from './synonyms.ts'
import { type Word, wordsOf } from './tokens.ts'

/** What a person typed, one item per word or phrase. */
export interface QueryTerm {
  /** As typed. */
  readonly text: string
  /** Parts in order; matched side by side. */
  readonly parts: readonly string[]
  /** The identifier as a whole, when it has several parts. */
  readonly whole?: string
  /** Given in quotes: no prefixes, no corrections. */
  readonly exact: boolean
  /** What is left of a word without its ending; found too. */
  readonly stem?: string
  /** Beginnings of other words for it, each as parts; found too. */
  readonly also?: readonly (readonly string[])[]
}

/** Reads a query; what is too long, or no letter or digit, is left out. Never fails. */
export function readQuery(text: string): QueryTerm[] {
  const terms: QueryTerm[] = []
  // Quoted text is a phrase; a quote without its pair is none.
  for (const [, phrase, plain] of text.slice(0, MAX_LENGTH).matchAll(/"([^"]*)"|([^"]+)/g)) {
    const words = wordsOf(phrase ?? plain ?? '')
    if (phrase !== undefined && words.length > 0) terms.push({ text: phrase, parts: words.flatMap(partsOf).slice(0, MAX_PARTS), exact: true })
    else terms.push(...words.map(termOf))
  }
  const seen = new Set<string>()
  return terms.filter((term) => !seen.has(term.parts.join(' ')) && seen.add(term.parts.join(' '))).slice(0, MAX_TERMS)
}

/** A term for a word that was put in place of another. */
export function termOfWord(text: string): QueryTerm {
  return termOf(wordsOf(text)[0] ?? { whole: text, parts: [] })
}

/** An FTS5 expression; every string in it is quoted, and holds letters, digits and `_-./:@+` only. */
export function expressionOf({ parts, whole, exact, stem, also = [] }: QueryTerm): string {
  const phrase = quoted(parts.join(' '))
  if (exact) return phrase
  const prefix = (parts.at(-1) ?? '').length > 1 ? [`${phrase} *`] : []
  const wholes = whole === undefined ? [] : [quoted(whole), `${quoted(whole)} *`]
  const stems = stem === undefined ? [] : [`${quoted(stem)} *`]
  const others = also.map((words) => `${quoted(words.join(' '))} *`)
  return `(${[phrase, ...prefix, ...wholes, ...stems, ...others].join(' OR ')})`
}

/** The same for words side by side. */
export function phraseOf(parts: readonly string[]): string {
  return quoted(parts.join(' '))
}

const MAX_LENGTH = 500
const MAX_TERMS = 12
const MAX_PARTS = 24

function termOf(word: Word): QueryTerm {
  const parts = partsOf(word).slice(0, MAX_PARTS)
  const stem = parts.length > 1 ? undefined : stemOf(word.whole)
  const also = synonymsOf(word.whole).map((one) => wordsOf(one).flatMap(partsOf))
  return {
    text: word.whole,
    parts,
    exact: false,
    ...(parts.length > 1 ? { whole: word.whole } : {}),
    ...(stem === undefined ? {} : { stem }),
    ...(also.length > 0 ? { also } : {}),
  }
}

/** A word without the ending of a plural or of a verb's form; undefined where it has none. */
function stemOf(word: string): string | undefined {
  const [, start = ''] = /^([a-z]{3,}?)(?:ies|ing|ed|es|s)$/.exec(word) ?? []
  const stem = start.replace(/([bdgmnprt])\1$/, '$1')
  return stem.length >= 4 && !word.endsWith('ss') ? stem : undefined
}

function partsOf(word: Word): string[] {
  return word.parts.map(({ text }) => text)
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
