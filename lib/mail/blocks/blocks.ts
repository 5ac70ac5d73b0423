import type { Block, Mailbox, Message } from '../../model/index.ts'
import { findAttributions, type Naming } from './attributions.ts'
import { kindsOf } from './kinds.ts'
import { type Line, marksOf } from './marks.ts'
import { otherMarks, tornLines } from './other-marks.ts'
import { completed } from './people.ts'
import { resolved } from './resolve.ts'

/** What blocks are made from. References: oldest first, the last is what the message answers. */
export type Written = Pick<Message, 'text' | 'from'> &
  Partial<Pick<Message, 'messageId' | 'to' | 'cc' | 'references'>> & {
    /** Ranges of lines that were put back by `unflatten`: their blocks are inferred. */
    readonly inferred?: readonly (readonly [number, number])[]
  }

/** A message by its Message-ID, if it is here. */
export type Lookup = (messageId: string) => Written | undefined

/**
 * Cuts the text of a message into runs of lines that one person wrote. Every line is in exactly one block; linear in the text.
 *
 * Who wrote a quote is told by the attribution before it at one depth less ("On DATE, X wrote:"), and holds for that depth until the next one there.
 * Where no attribution names anybody, or names the wrong one, the messages that this one answers are asked: a block whose lines stand in one of them
 * as its sender's own words is his. Nobody is ever named without one of the two: a quote is not attributed to the one who quotes it.
 * @param message kinds `signature`, `diff`, `trailer`, `footer` and `attribution` can be quoted too: their depth tells
 * @param lookup finds messages by Message-ID; only the references' (at most 12) are asked for. Without it `message` is never set
 * @returns in order; the empty text has none
 */
export function blocksOf(message: Written, lookup?: Lookup): readonly Block[] {
  const lines = marksOf(message.text)
  otherMarks(lines)
  const namings = findAttributions(lines)
  tornLines(lines)
  for (const [first, last] of message.inferred ?? []) for (const line of lines.slice(first - 1, last)) line.inferred = true
  settleBlanks(lines)
  kindsOf(lines)
  const drafts = completed(grouped(lines, namings, message.from), message)
  return Object.freeze((lookup === undefined ? drafts : resolved(drafts, message, lookup)).map(finished))
}

/** A block with the attribution that it falls under. */
export interface Draft extends Block {
  /** The same for all blocks of one depth under one attribution. */
  readonly run: object
}

/** Gives blank lines the depth, and later by `grouped` the block, of a neighbour. */
function settleBlanks(lines: Line[]): void {
  const next = new Int32Array(lines.length)
  let following = -1
  for (let index = lines.length - 1; index >= 0; index--) {
    next[index] = following
    if (!lines[index]?.blank) following = index
  }
  let previous: Line | undefined
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || !line.blank) {
      previous = line
      continue
    }
    const after = lines[next[index] ?? -1]
    if (previous?.depth === line.depth) line.inferred = previous.inferred
    else if (after?.depth === line.depth) line.inferred = after.inferred
    else line.depth = previous?.depth ?? after?.depth ?? 0
  }
}

function grouped(lines: readonly Line[], namings: ReadonlyMap<number, Naming>, from: Mailbox): Draft[] {
  const drafts: Draft[] = []
  // Index: depth. The sender's own words are at 0.
  const authors: { author?: Mailbox }[] = [from.name === '' && from.address === '' ? {} : { author: from }]
  let first = 0
  let current: Line | undefined
  const close = (end: number) => {
    if (current === undefined || end <= first) return
    const { depth } = current
    const run = authors[depth] ?? {}
    authors[depth] = run
    const kind = current.kind ?? (depth === 0 ? 'text' : 'quote')
    let text = lines[first]?.content ?? ''
    let inferred = lines[first]?.inferred ?? false
    for (let index = first + 1; index < end; index++) {
      text += `\n${lines[index]?.content}`
      if (lines[index]?.inferred) inferred = true
    }
    const author = kind === 'footer' ? undefined : run.author
    drafts.push({ kind, depth, lines: [first + 1, end], text, ...(author && { author }), inferred, run })
    first = end
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const joins = current === undefined || line.blank || belongs(line, current)
    const begins = line.blank && current !== undefined && line.depth !== current.depth
    if (!joins || begins) {
      close(index)
      current = line
    } else if (current === undefined || (current.blank && !line.blank)) current = line
    const naming = namings.get(index)
    if (naming === undefined) continue
    close(index + 1)
    const author = naming.self ? authors[naming.names - 1]?.author : naming.author
    authors.length = Math.min(authors.length, naming.names)
    for (let depth = authors.length; depth < naming.names; depth++) authors.push({})
    authors[naming.names] = author === undefined ? {} : { author }
    current = undefined
  }
  close(lines.length)
  return joinBlanks(drafts)
}

const belongs = (line: Line, current: Line): boolean => line.depth === current.depth && (current.blank || line.kind === current.kind)

/** A block of blank lines alone joins the one before it, or the first one after. */
function joinBlanks(drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = []
  let waiting: Draft | undefined
  for (const draft of drafts) {
    const before = joined.at(-1)
    if (draft.text.trim() !== '') {
      const lead = waiting
      joined.push(lead === undefined ? draft : { ...draft, lines: [lead.lines[0], draft.lines[1]], text: `${lead.text}\n${draft.text}` })
      waiting = undefined
    } else if (before !== undefined) joined[joined.length - 1] = { ...before, lines: [before.lines[0], draft.lines[1]], text: `${before.text}\n${draft.text}` }
    else waiting = waiting === undefined ? draft : { ...waiting, lines: [waiting.lines[0], draft.lines[1]], text: `${waiting.text}\n${draft.text}` }
  }
  return waiting === undefined ? joined : [waiting]
}

function finished({ kind, depth, lines, text, author, message, inferred }: Draft): Block {
  return Object.freeze({ kind, depth, lines: Object.freeze(lines), text, ...(author && { author }), ...(message !== undefined && { message }), inferred })
}
