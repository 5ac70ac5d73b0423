import { codeAt } from '../code-at.ts'
import { type Names, type Pattern, WORD, bucketFor, classOf, isWord, narrow } from './compile.ts'

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
  findAll(names, text, bytesOf(text), hits)
  let furthest = 0
  for (const { start, end } of hits) {
    if (start < furthest) return longestOf(hits)
    furthest = end
  }
  return hits
}

/** Bytes are gone through several times as fast as characters of a string. */
function findAll(names: Names, text: string, bytes: Uint8Array, hits: Hit[]): void {
  const { index, fourth } = names
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = bytes[at] as number
    const word = WORD[code] as number
    if (word > before) {
      const bucket = bucketFor(code, bytes[at + 1] as number, bytes[at + 2] as number)
      if ((fourth[bucket] as number) & (1 << classOf(bytes[at + 3] as number))) matchesAt(names, index[bucket] as number, text, bytes, at, hits)
    }
    before = word
  }
}

/** A byte for each character, and some zeros; until the next text is asked for. */
function bytesOf(text: string): Uint8Array {
  const bytes = text.length + BEYOND > scratch.length ? Buffer.alloc(text.length + BEYOND) : scratch
  if (text.length < LONG || WIDE.test(text)) {
    for (let at = 0; at < text.length; at++) bytes[at] = narrow(text.charCodeAt(at))
  } else bytes.write(text, 'latin1')
  bytes.fill(0, text.length, text.length + BEYOND)
  return bytes
}

/** Characters from which on copying them at once pays. */
const LONG = 64
/** Longer texts than this, which mail hardly has, get room of their own. */
const scratch = Buffer.alloc(1 << 20)
/** How far after the text the first four characters of a name may be looked for. */
const BEYOND = 4
const WIDE = /[^\0-\xff]/

/** Adds every name that begins here. */
function matchesAt({ tree: { letter, other, next, ends }, patterns }: Names, first: number, text: string, bytes: Uint8Array, start: number, hits: Hit[]): void {
  let node = first
  for (let at = start; at < text.length; at++) {
    const code = FOLD[bytes[at] as number] as number
    while (node !== 0 && letter[node] !== code) node = other[node] as number
    if (node === 0) return
    if (code === SPACE) while (FOLD[bytes[at + 1] as number] === SPACE) at++
    const places = ends[node]
    if (places !== undefined) {
      for (const place of places) {
        const pattern = patterns[place] as Pattern
        const end = matchAt(pattern, text, start)
        if (end >= 0) hits.push({ start, end, pattern })
      }
    }
    node = next[node] as number
  }
}

/** By byte: lower case, and one code for all white space. */
const FOLD = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code + 32 : isSpace(code) ? 32 : code))

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
