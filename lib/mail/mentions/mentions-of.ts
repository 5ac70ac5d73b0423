import { codeAt } from '../code-at.ts'
import type { Block, Mention, Message } from '../../model/index.ts'
import type { Names, Pattern } from './compile.ts'
import { matchNames } from './match.ts'
import { opaqueRanges } from './opaque.ts'
import { referencesIn } from './references.ts'
import { lineAt, sentenceAt } from './sentence.ts'

/**
 * Where a message speaks of records: in its subject, its own words, quotes and diffs; not in signatures, footers, attributions and what is encoded.
 * @param names from `compileNames`
 * @returns in order of lines, each name once per record and line; per record at most ten of each `where`
 */
export function mentionsOf(message: Message, blocks: readonly Block[], names: Names): Mention[] {
  const signs: Signs = new Map()
  const found = inText(names, { text: message.subject, line: 0, last: 0, where: 'subject' }, signs)
  for (const block of blocks) found.push(...inBlock(names, block, signs))
  if (found.length === 0) return NONE
  const counted = withSigns(found, signs)
  const seen = new Set<string>()
  const room = new Map<string, number>()
  return counted
    .filter(({ record, line, name, where }) => {
      const key = `${line} ${record} ${name}`
      if (seen.has(key)) return false
      seen.add(key)
      const place = `${where} ${record}`
      room.set(place, (room.get(place) ?? 0) + 1)
      return (room.get(place) as number) <= MOST
    })
    .sort((a, b) => a.line - b.line)
    .map(({ record, kind, name, revision, line, where, sentence }) => ({
      messageId: message.messageId,
      record,
      kind,
      name,
      ...(revision === undefined ? {} : { revision }),
      line,
      where,
      sentence: sentence(),
    }))
}

const NONE: Mention[] = []
/** Of one record in one message and one kind of place. */
const MOST = 10
/** Of a block: more are no mail that a person wrote. */
const MOST_PLACES = 5000
/** Longest text of a name that is kept. */
const LONGEST_NAME = 200

type Strength = Pattern['of'][number]['strength']

/** A mention that may yet lack a second sign. */
interface Found extends Omit<Mention, 'messageId' | 'sentence'> {
  readonly strength: Strength
  /** The name as compiled: two spellings of one are no two signs. */
  readonly pattern: string
  /** In a line that a diff neither adds nor removes. */
  readonly unchanged?: boolean
  readonly sentence: () => string
}

/** By record: weak names of it that the message has, and words that the record asks for beside them. */
type Signs = Map<string, Set<string>>

interface Piece {
  readonly text: string
  /** Of the message's text, its first and last. */
  readonly line: number
  readonly last: number
  readonly where: Mention['where']
  /** Only changed lines count for names that are not specific. */
  readonly diff?: boolean
}

function inBlock(names: Names, block: Block, signs: Signs): Found[] {
  const { kind, text, depth, lines } = block
  if (kind === 'signature' || kind === 'footer' || kind === 'attribution') return []
  const diff = kind === 'diff' || (depth > 0 && /^(?:@@ -\d|diff --git )/m.test(text))
  return inText(names, { text, line: lines[0], last: lines[1], where: depth > 0 || kind === 'quote' ? 'quoted' : diff ? 'patch' : 'own', diff }, signs)
}

function inText(names: Names, piece: Piece, signs: Signs): Found[] {
  const { text, where, diff = false } = piece
  const references = referencesIn(names, text)
  const all = matchNames(names, text)
  const hits = all.filter(({ pattern }) => pattern.of.some(({ strength }) => strength !== 'sign'))
  // Words that are signs are common, and it does not matter where they stand.
  if (hits.length < all.length)
    for (const pattern of new Set(all.map((hit) => hit.pattern)))
      for (const { record, strength } of pattern.of)
        if (strength === 'sign') signs.set(record, (signs.get(record) ?? new Set()).add(pattern.text.toLowerCase()))
  if (references.length === 0 && hits.length === 0) return []
  const isOpaque = within(opaqueRanges(text))
  const isTaken = within(references.map(({ start, end }) => [start, end]))
  const lineOf = lineCounter(text, piece)
  const places = [...references.slice(0, MOST_PLACES), ...hits.slice(0, MOST_PLACES)].sort((a, b) => a.start - b.start)
  return places.flatMap((place): Found[] => {
    const { start, end } = place
    if (isOpaque(start) || (!('pattern' in place) && place.kind === 'citation' ? false : isAddress(text, start, end))) return []
    const found = {
      line: lineOf(start),
      name: text.slice(start, end).replace(/\s+/g, ' ').slice(0, LONGEST_NAME),
      where,
      sentence: () => (diff && isDiffLine(text, start) ? lineAt(text, start, end) : sentenceAt(text, start, end)),
    }
    if (!('pattern' in place)) {
      const { kind, record, revision } = place
      return [{ ...found, kind, record, strength: 'specific', pattern: kind, ...(revision === undefined ? {} : { revision }) }]
    }
    if (isTaken(start)) return []
    const unchanged = diff && isUnchanged(text, start)
    const common = unchanged || isLink(text, start)
    const pattern = place.pattern.text.toLowerCase()
    return place.pattern.of.flatMap(({ record, strength }): Found[] =>
      common && strength !== 'specific' ? [] : [{ ...found, kind: 'alias', record, strength, pattern, unchanged }],
    )
  })
}

/** Whether a place lies in one of these ranges, which are in order; places must be asked for in order. */
function within(ranges: readonly (readonly [number, number])[]): (at: number) => boolean {
  let next = 0
  return (at) => {
    while (next < ranges.length && (ranges[next] as readonly [number, number])[1] <= at) next++
    const range = ranges[next]
    return range !== undefined && range[0] <= at
  }
}

/** Leaves out weak names that stand alone, what is only a sign, and records of which nothing but unchanged lines of diffs speak. */
function withSigns(found: readonly Found[], signs: Signs): Found[] {
  const strong = new Set<string>()
  for (const { record, strength, pattern, unchanged } of found) {
    if (unchanged) continue
    if (strength === 'plain' || strength === 'specific') strong.add(record)
    else signs.set(record, (signs.get(record) ?? new Set()).add(pattern))
  }
  return found.filter(({ record, strength, unchanged }) => {
    if (strength === 'sign') return false
    return strong.has(record) || (!unchanged && (signs.get(record)?.size ?? 0) > 1)
  })
}

/** Lines are asked for in the order of the text. */
function lineCounter(text: string, { line: first, last }: Piece): (at: number) => number {
  let line = first
  let next = text.indexOf('\n')
  return (at) => {
    for (; next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++
    return Math.min(line, last)
  }
}

/** Longest part of an address that is looked at to either side, characters. */
const ADDRESS = 100
const LINK = 300
const AT = 64
const LOCAL = setOf(/[\w.+=$%!*-]/)
const DOMAIN = setOf(/[\w.-]/)
const SPACE = setOf(/\s/)

function setOf(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (characters.test(String.fromCharCode(code)) ? 1 : 0))
}

/** Part of an address or a Message-ID. */
function isAddress(text: string, start: number, end: number): boolean {
  let to = end
  while (to - end < ADDRESS && LOCAL[codeAt(text, to)] === 1) to++
  if (codeAt(text, to) === AT && DOMAIN[codeAt(text, to + 1)] === 1) return true
  let from = start - 1
  while (start - from < ADDRESS && DOMAIN[codeAt(text, from)] === 1) from--
  return codeAt(text, from) === AT && LOCAL[codeAt(text, from - 1)] === 1
}

/** In the address of a page. */
function isLink(text: string, start: number): boolean {
  let from = start
  while (from > 0 && start - from < LINK && SPACE[codeAt(text, from - 1)] !== 1) from--
  if (start - from < 5) return false
  const before = text.slice(from, start)
  return before.includes('://') || /(?:^|[<("'])www\.\w/i.test(before)
}

/** Starts as lines of a diff do. */
function isDiffLine(text: string, at: number): boolean {
  return /[-+ @]/.test(text[text.lastIndexOf('\n', at - 1) + 1] as string)
}

/** In a line of a diff that is neither added nor removed, or names files. */
function isUnchanged(text: string, at: number): boolean {
  const from = text.lastIndexOf('\n', at - 1) + 1
  const mark = text[from]
  return (mark !== '+' && mark !== '-') || /^(?:\+\+\+|---) [^ ]/.test(text.slice(from, from + 5))
}
