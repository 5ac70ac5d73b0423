import type { Mailbox } from '../../model/index.ts'
import { type Attribution, attributionIn, endsAsAttribution, mailboxIn } from './attribution.ts'
import type { Line } from './marks.ts'
import { copiedHeaderAt, mayBeginHeader } from './forwarded.ts'

/** From this line on the words at a depth are somebody's. */
export interface Naming {
  /** The depth whose author is named. */
  readonly names: number
  /** Absent when the line says "I": see `self`. */
  readonly author?: Mailbox
  /** The writer of the attribution names himself. */
  readonly self: boolean
}

/**
 * Finds the attributions, marks their lines with the kind, and mends the depth of lines whose marks are missing: what follows a copied header
 * ("-----Original Message-----") unmarked is one deeper (inferred).
 * @returns by index of the attribution's last line
 */
export function findAttributions(lines: Line[]): ReadonlyMap<number, Naming> {
  const found = new Map<number, Naming>()
  const next = nextText(lines)
  const patch = lines.some((line) => line.depth === 0 && /^(?:diff --git |--- a\/|@@ -\d)/.test(line.content))
  // Is somebody named at this depth?
  const named: boolean[] = []
  const name = (index: number, naming: Naming) => {
    found.set(index, naming)
    attributed = index
    named.length = Math.min(named.length, naming.names)
    named[naming.names] = true
  }
  // Depths at which an unmarked quote has begun, outermost first.
  const unmarked: number[] = []
  let before = -1
  // Index of the last line of the last attribution.
  let attributed = -1
  let tried = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || line.blank) continue
    while (unmarked.length > 0 && line.depth < (unmarked.at(-1) ?? 0)) unmarked.pop()
    const header = mayBeginHeader(line.content) ? copiedHeaderAt(lines, index) : undefined
    if (header !== undefined) {
      const { depth } = line
      const shift = unmarked.length
      for (let at = index; at <= header.last; at++) mark(lines[at], depth + shift, shift > 0)
      const behind = lines[next[header.last] ?? -1]
      const fresh = depth > 0 && (before < 0 || (lines[before]?.depth ?? 0) < depth + shift)
      let names = depth + shift + 1
      if ((header.patch && patch) || (fresh && behind?.depth === depth)) names--
      else if (behind === undefined || behind.depth <= depth) unmarked.push(depth)
      name(header.last, { names, author: header.author, self: false })
      index = header.last
      continue
    }
    // A patch that begins with another's `From:`, at the start of a message, or of a quote.
    const begins = line.depth === 0 ? patch && before < 0 && found.size === 0 : found.get(attributed)?.names === line.depth && before < attributed
    if (begins && lines[index + 1]?.blank && lines[next[index] ?? -1]?.depth === line.depth) {
      const author = firstFrom(line.content)
      if (author !== undefined) {
        mark(line, line.depth, false)
        name(index, { names: line.depth, author, self: false })
        continue
      }
    }
    const halfMarked = halfMarkedFrom(lines, index)
    if (halfMarked !== undefined) {
      mark(line, line.depth, false)
      mark(lines[index + 1], line.depth, true)
      name(index + 1, { names: line.depth + 1, author: halfMarked, self: false })
      index++
      continue
    }
    const over = fromOver(lines, index, next)
    if (over !== undefined && unmarked.length === 0) {
      for (let at = index; at <= over.last; at++) mark(lines[at], line.depth, false)
      name(over.last, { names: line.depth + 1, author: over.author, self: false })
      index = over.last
      continue
    }
    const attribution = mayEnd(line.content) && tried++ < MOST_TRIED ? attributionEndingAt(lines, index, next[index] ?? -1) : undefined
    if (unmarked.length > 0) {
      line.depth += unmarked.length
      line.inferred = true
    }
    if (attribution === undefined) {
      before = index
      continue
    }
    const depth = attribution.depth + unmarked.length
    for (let at = attribution.first; at <= index; at++) {
      mark(lines[at], depth, unmarked.length > 0 || attribution.inferred)
    }
    // Apple's mailer puts it inside its own quote: "> On DATE, X wrote:" over "> text".
    const opens = attribution.depth > 0 && (lines[attribution.first - 1] === undefined || depthBefore(lines, attribution.first) < attribution.depth)
    const inside = opens && attribution.whole && !named[attribution.depth] && lines[next[index] ?? -1]?.depth === attribution.depth
    name(index, { names: inside ? depth : depth + 1, ...(attribution.author && { author: attribution.author }), self: attribution.author === undefined })
  }
  return found
}

/** Lines that look like the end of an attribution; a text of nothing else would take seconds. Digests of a year's mail have fewer. */
const MOST_TRIED = 5000

function mark(line: Line | undefined, depth: number, inferred: boolean): void {
  if (line === undefined) return
  line.kind = 'attribution'
  line.depth = depth
  line.inferred = inferred
}

/** Index of the next line that is not blank, or -1. */
function nextText(lines: readonly Line[]): Int32Array {
  const next = new Int32Array(lines.length)
  let following = -1
  for (let index = lines.length - 1; index >= 0; index--) {
    next[index] = following
    if (!lines[index]?.blank) following = index
  }
  return next
}

/** Depth of the last line above that is not blank; -1 if there is none. */
function depthBefore(lines: readonly Line[], index: number): number {
  for (let at = index - 1; at >= 0 && at >= index - 10; at--) if (!lines[at]?.blank) return lines[at]?.depth ?? -1
  return -1
}

const mayEnd = (content: string): boolean => /(?:[:：]|--\+)\s*$/.test(content.slice(-5)) || (content.startsWith('Quoting ') && content.length < 200)

/** "From: X" over "> Sent: DATE" over "> text". */
function halfMarkedFrom(lines: readonly Line[], index: number): Mailbox | undefined {
  const content = lines[index]?.content ?? ''
  const under = lines[index + 1]
  if (!content.startsWith('From: ') || content.length > 200 || under?.depth !== (lines[index]?.depth ?? 0) + 1) return undefined
  return /^(?:Sent|Date): /.test(under.content) ? mailboxIn(content.slice(6)) : undefined
}

/** "From: X <address>", and perhaps "Date: …", right over a quote: some leave that of the header. */
function fromOver(lines: readonly Line[], index: number, next: Int32Array): { readonly author: Mailbox; readonly last: number } | undefined {
  const line = lines[index]
  if (line === undefined || !line.content.startsWith('From: ')) return undefined
  const dated = lines[index + 1]
  const last = dated?.depth === line.depth && /^(?:Date|Sent): /.test(dated.content) ? index + 1 : index
  if (lines[next[last] ?? -1]?.depth !== line.depth + 1) return undefined
  const author = firstFrom(line.content)
  return author === undefined ? undefined : { author, last }
}

/** `From: X <address>` as the first line of a patch by somebody else. */
function firstFrom(content: string): Mailbox | undefined {
  const found = /^From:\s+(.{0,100}?)\s*<([^<>\s]{3,100}@[^<>\s]{2,100})>\s*$/.exec(content)
  return found === null ? undefined : { name: (found[1] ?? '').replace(/^"|"$/g, ''), address: found[2] ?? '' }
}

/** Attributions are wrapped to at most this many lines. */
const MOST_LINES = 4

interface Ending extends Attribution {
  readonly first: number
  readonly depth: number
  readonly inferred: boolean
}

/** @param following index of the next line that is not blank, or -1 */
function attributionEndingAt(lines: readonly Line[], last: number, following: number): Ending | undefined {
  const line = lines[last]
  if (line === undefined) return undefined
  const behind = lines[following]?.depth ?? 0
  const folded = fold(line.content)
  // The mailer alot leaves the colon out.
  const text = /^Quoting .*\d\)$/.test(folded) ? `${folded}:` : folded.replace(/^-{3,} /, '')
  const ends = endsAsAttribution(text)
  // Some mailers mark the attribution itself: ">>> On DATE, X wrote:" over "> text".
  const overmarked = ends && line.depth >= 2 && behind > 0 && behind < line.depth && /^\s*(?:> ?)*>>>(?: On \d|>> "?\w+"? == )/.test(line.raw)
  const anchored = behind > line.depth || overmarked
  if (!ends && !anchored) return undefined
  const depthOf = (part: Line) => (overmarked ? behind - 1 : part.depth)
  let joined = ''
  let best: Ending | undefined
  for (let count = 0; count < MOST_LINES; count++) {
    const part = lines[last - count]
    if (part === undefined || part.blank || part.kind !== undefined) break
    // A torn line may have lost its mark.
    if (part.depth !== line.depth && (count === 0 || part.depth !== behind - 1)) break
    joined = count === 0 ? text : `${fold(part.content)} ${joined}`
    const found = attributionIn(joined)
    if (found === undefined) continue
    const nameless = best?.author?.name === '' && found.author?.name !== '' && count === 1
    // What is whole is best; else the shortest, but "<x@y> wrote:" takes its name from the line before.
    if (best !== undefined && !found.whole && !nameless) continue
    if (best?.whole && !/^(?:On|At|Am|Le|El|Il|Em|Op|Den|W dniu|Dnia)\s/.test(joined)) break
    best = { ...found, first: last - count, depth: depthOf(part), inferred: overmarked || part.depth !== line.depth }
    if (best.whole && !/^\d/.test(joined)) break
  }
  if (best === undefined || best.certain) return best
  // A name alone is an attribution only over a quote, at the start of its paragraph.
  return anchored && !sameParagraph(lines[best.first - 1], line) ? best : undefined
}

const sameParagraph = (part: Line | undefined, line: Line): boolean => part !== undefined && !part.blank && part.depth === line.depth && part.kind === undefined

const fold = (content: string): string => (content.length > 500 ? content.slice(-500) : content).replace(/[\s\u00a0]+/gu, ' ').trim()
