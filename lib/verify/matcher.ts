import type { Probe } from '../model/index.ts'

/** What is looked for in a file's text. */
export interface Matcher {
  /** The same for probes that look for the same. */
  readonly key: string
  readonly matches: (text: string) => boolean
}

/** A symbol is found as a whole word, an expression with the flags `mu`. */
export function matcherOf({ symbol, expression }: Pick<Probe, 'symbol' | 'expression'>): Matcher {
  if (symbol !== undefined) return { key: `symbol ${symbol}`, matches: (text) => hasWord(text, symbol) }
  const compiled = new RegExp(expression ?? '', 'mu')
  return { key: `expression ${expression}`, matches: (text) => compiled.test(text) }
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + word.length))) return true
  }
  return false
}

/** Letters, digits and `_`. NaN, before the first and after the last character, is none. */
function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
}
