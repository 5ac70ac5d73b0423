import { codeAt } from '../code-at.ts'
import type { Name, RecordNames } from './names.ts'

/** Names of all records, ready to be looked for. */
export interface Names {
  readonly patterns: readonly Pattern[]
  /** For `bucketFor` the first three characters: the node of the tree at which names that begin so start, 0 for none. */
  readonly index: Int32Array
  /** For the same: a bit for each `classOf` of the fourth characters that such names have; all for names that have none. */
  readonly fourth: Int32Array
  readonly tree: Tree
  /** Cited commits by their first ten digits. */
  readonly commits: ReadonlyMap<string, readonly { readonly commit: string; readonly record: string }[]>
  /** For citations: the record by each id, those that it had among them. */
  readonly records: ReadonlyMap<string, string>
}

/** Names letter by letter, lower case. A node is a place in these; 0 is none. */
export interface Tree {
  /** The letter of a node, as its code. */
  readonly letter: Int32Array
  /** The next node with another letter at the same place. */
  readonly other: Int32Array
  /** The first node of the letters that follow. */
  readonly next: Int32Array
  /** The patterns that end with a node, as places in `patterns`. */
  readonly ends: readonly (readonly number[] | undefined)[]
}

/** A text to look for, and whose name it is. */
export interface Pattern {
  /** Lower case if `anyCase`; one space for any white space. */
  readonly text: string
  readonly anyCase: boolean
  /** Has a dash or slash between words, so that one beside it makes it part of a longer name. */
  readonly joined: boolean
  /** All capitals: an `s` after it is its plural. */
  readonly plural: boolean
  readonly of: readonly { readonly record: string; readonly strength: Name['strength'] }[]
}

/**
 * Puts names in order for `matchNames`.
 * @param list from `namesOf`
 * @param ids of further records, which only citations lead to
 */
export function compileNames(list: readonly RecordNames[], ids: Iterable<string> = []): Names {
  const patterns = new Map<string, Pattern & { of: { record: string; strength: Name['strength'] }[] }>()
  const commits = new Map<string, { commit: string; record: string }[]>()
  for (const { record, names, commits: cited } of list) {
    for (const name of names) {
      const text = name.anyCase ? asciiLower(name.text) : name.text
      if (text.length < SHORTEST || !isWord(codeAt(text, 0))) continue
      const key = `${name.anyCase ? 'any' : 'exact'} ${text}`
      const pattern = patterns.get(key) ?? {
        text,
        anyCase: name.anyCase,
        joined: /\w[-/]\w/.test(text),
        plural: /^[A-Z0-9]*[A-Z][A-Z0-9]*$/.test(text),
        of: [],
      }
      patterns.set(key, pattern)
      pattern.of.push({ record, strength: name.strength })
    }
    for (const commit of cited) commits.set(commit.slice(0, 10), [...(commits.get(commit.slice(0, 10)) ?? []), { commit, record }])
  }
  const all = [...patterns.values()]
  const { index, fourth, tree } = treeOf(all)
  const records = new Map([...ids].map((id) => [id, id]))
  for (const { record, formerly = [] } of list) for (const id of [...formerly, record]) records.set(id, record)
  return { patterns: all, index, fourth, tree, commits, records }
}

function treeOf(patterns: readonly Pattern[]): Pick<Names, 'index' | 'fourth' | 'tree'> {
  const size = patterns.reduce((sum, { text }) => sum + text.length, 1)
  const [letter, other, next] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)]
  const ends: number[][] = []
  const [index, fourth] = [new Int32Array(1 << 15), new Int32Array(1 << 15)]
  let used = 0
  for (const [place, { text }] of patterns.entries()) {
    const name = asciiLower(text)
    const codeOf = (at: number): number => narrow(codeAt(name, at))
    const hash = bucketFor(codeOf(0), codeOf(1), codeOf(2))
    // Where there is white space before the fourth there may be more of it.
    fourth[hash] = (fourth[hash] as number) | (name.length > 3 && !/\s/.test(name.slice(0, 3)) ? 1 << classOf(codeOf(3)) : -1)
    let first = index[hash] as number
    let node = 0
    for (let at = 0; at < name.length; at++) {
      const code = codeOf(at)
      let found = first
      while (found !== 0 && letter[found] !== code) found = other[found] as number
      if (found === 0) {
        found = ++used
        letter[found] = code
        other[found] = first
        if (node === 0) index[hash] = found
        else next[node] = found
      }
      node = found
      first = next[node] as number
    }
    ends[node] = [...(ends[node] ?? []), place]
  }
  return { index, fourth, tree: { letter, other, next, ends } }
}

/** A hash of three characters by their codes up to 255, the same for upper and lower case and for all white space; 0 stands for none. 15 bits. */
export function bucketFor(a: number, b: number, c: number): number {
  const second = classOf(b)
  // Where white space comes second there may be more of it.
  const third = second === SPACE ? 0 : classOf(c)
  return (classOf(a) << 10) | (second << 5) | third
}

/** A character by its code: one of 32 kinds, the same for upper and lower case and for all white space. */
export function classOf(code: number): number {
  return CLASS[code & 127] as number
}

/** The code of a character as a byte; 0 for those that need more: that they are the same is looked at last. */
export function narrow(code: number): number {
  return code < 256 ? code : 0
}

/** Letters, digits, `_`: what an identifier is made of. */
export function isWord(code: number): boolean {
  return code < 256 && WORD[code] === 1
}

export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
}

/** Shorter names stand for too much. */
const SHORTEST = 3
const SPACE = 30

/** By code up to 255: 1 for what an identifier is made of. */
export const WORD = Uint8Array.from({ length: 256 }, (_, code) => (/\w/.test(String.fromCharCode(code)) ? 1 : 0))

const CLASS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase()
  if (/[a-z]/.test(character)) return character.charCodeAt(0) - 96
  if (/\d/.test(character)) return 27
  if (character === '_') return 28
  if (character === '-') return 29
  return /\s/.test(character) ? SPACE : 31
})
