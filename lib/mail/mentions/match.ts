import { codeAt } from '../code-at.ts'
import { type Names, type Pattern, WORD, bucketFor, bucketOf, isWord } from './compile.ts'

/** Where a name stands in a text. */
export interface Hit {
  readonly start: number
  /** After the last character. */
  readonly end: number
  readonly pattern: Pattern
}

/**
 * Every name in a text, in order; where names overlap the longest counts, then the first.
 * A name may go on in the next line, not in the next paragraph. It neither begins nor ends within a word (letters, digits, `_`); one that has dashes or slashes itself not beside a dash that joins it to another word.
 */
export function matchNames(names: Names, text: string): Hit[] {
  const hits: Hit[] = []
  if (text.length > LONG && text.length <= scratch.length && !WIDE.test(text)) inBytes(names, text, hits)
  else inCharacters(names, text, hits)
  let furthest = 0
  for (const { start, end } of hits) {
    if (start < furthest) return longestOf(hits)
    furthest = end
  }
  return hits
}

function inCharacters(names: Names, text: string, hits: Hit[]): void {
  const { index } = names
  let before = false
  for (let at = 0; at < text.length; at++) {
    const word = isWord(codeAt(text, at))
    if (word && !before) {
      const node = index[bucketOf(text, at)] as number
      if (node !== 0) matchesAt(names, node, text, at, hits)
    }
    before = word
  }
}

/** The same for a text of one byte a character: bytes are gone through several times as fast as characters of a string. */
function inBytes(names: Names, text: string, hits: Hit[]): void {
  const { index } = names
  const end = scratch.write(text, 'latin1')
  // What the bucket of the last characters looks at.
  scratch.fill(0, end, end + 2)
  let before = 0
  for (let at = 0; at < end; at++) {
    const code = scratch[at] as number
    const word = WORD[code] as number
    if (word > before) {
      const node = index[bucketFor(code, scratch[at + 1] as number, scratch[at + 2] as number)] as number
      if (node !== 0) matchesAt(names, node, text, at, hits)
    }
    before = word
  }
}

/** Characters from which on the copy pays. */
const LONG = 64
/** Longer texts than this, which mail has not, go the slower way. */
const scratch = Buffer.alloc(1 << 20)
const WIDE = /[^\0-\xff]/

/** Adds every name that begins here. */
function matchesAt({ tree: { letter, other, next, ends }, patterns }: Names, first: number, text: string, start: number, hits: Hit[]): void {
  let node = first
  for (let at = start; ; ) {
    let code = codeAt(text, at)
    if (code >= 65 && code <= 90) code += 32
    if (isSpace(code)) {
      code = SPACE
      while (isSpace(codeAt(text, at + 1))) at++
    }
    while (node !== 0 && letter[node] !== code) node = other[node] as number
    if (node === 0) return
    at++
    for (const place of ends[node] ?? NONE) {
      const pattern = patterns[place] as Pattern
      const end = matchAt(pattern, text, start)
      if (end >= 0) hits.push({ start, end, pattern })
    }
    node = next[node] as number
  }
}

const NONE: readonly number[] = []

/** @returns where the name ends, -1 if it does not stand here */
function matchAt(pattern: Pattern, text: string, start: number): number {
  const { text: name, anyCase, joined } = pattern
  let at = start
  for (let i = 0; i < name.length; i++) {
    const wanted = name.charCodeAt(i)
    let code = codeAt(text, at)
    if (wanted === SPACE) {
      if (!isSpace(code)) return -1
      let lines = 0
      for (; isSpace(code); code = codeAt(text, ++at)) if (code === LINE_FEED && ++lines > 1) return -1
      continue
    }
    if (anyCase && code >= 65 && code <= 90) code += 32
    if (code !== wanted) return -1
    at++
  }
  if (isWord(codeAt(name, name.length - 1)) && isWord(codeAt(text, at))) {
    // Its plural, if it is an acronym.
    if (!pattern.plural || codeAt(text, at) !== 115 || isWord(codeAt(text, at + 1))) return -1
    at++
  }
  if (joined) {
    if (codeAt(text, at) === DASH && isWord(codeAt(text, at + 1))) return -1
    if (codeAt(text, start - 1) === DASH && isWord(codeAt(text, start - 2))) return -1
  }
  return at
}

/** The longer are placed first: what overlaps one that is placed has its own first or last character in it. */
function longestOf(hits: readonly Hit[]): Hit[] {
  const from = (hits[0] as Hit).start
  const owner = new Int32Array(hits.reduce((most, { end }) => Math.max(most, end), 0) - from)
  const chosen: Hit[] = []
  for (const hit of [...hits].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    const [first, last] = [owner[hit.start - from] as number, owner[hit.end - 1 - from] as number]
    const same = first > 0 && first === last && (chosen[first - 1] as Hit).start === hit.start && (chosen[first - 1] as Hit).end === hit.end
    if (!same && (first > 0 || last > 0)) continue
    chosen.push(hit)
    if (!same) owner.fill(chosen.length, hit.start - from, hit.end - from)
  }
  return chosen.sort((a, b) => a.start - b.start)
}

const LINE_FEED = 10
const SPACE = 32
const DASH = 45

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
