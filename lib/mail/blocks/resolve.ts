import type { Mailbox } from '../../model/index.ts'
import { blocksOf, type Draft, type Lookup, type Written } from './blocks.ts'
import { samePerson } from './people.ts'

/** One of the messages that this one answers, nearest first. */
interface Ancestor {
  readonly messageId: string
  /** Its sender's own words, letters and digits only. */
  readonly own: string
  readonly author: Mailbox
}

/** So many messages are looked at, and so many lines of a block. */
const MOST_ANCESTORS = 12
const MOST_LINES = 40
/** Shorter lines stand in any message. */
const SHORTEST = 12
/** Share of a block's lines that must stand in the message. */
const ENOUGH = 0.6

/**
 * Finds the messages that quoted blocks stood in first, and the authors that no attribution names. A block is an ancestor's when its lines stand there
 * as the sender's own words; other blocks under the same attribution that are too short to tell go with it.
 */
export function resolved(drafts: readonly Draft[], message: Written, lookup: Lookup): readonly Draft[] {
  if (!drafts.some(({ depth }) => depth > 0)) return drafts
  const ancestors = ancestorsOf(message, lookup)
  if (ancestors.length === 0) return drafts
  const found = drafts.map((draft) => (draft.depth > 0 && draft.kind !== 'footer' ? ancestorOf(draft, ancestors) : undefined))
  const runs = new Map<object, Set<Ancestor>>()
  drafts.forEach(({ run }, index) => {
    const ancestor = found[index]
    if (ancestor !== undefined && ancestor !== 'short') runs.set(run, (runs.get(run) ?? new Set()).add(ancestor))
  })
  return drafts.map((draft, index) => {
    const own = found[index]
    if (own === undefined && (draft.depth === 0 || draft.author !== undefined || draft.kind === 'footer')) return draft
    const run = runs.get(draft.run)
    const only = run?.size === 1 ? [...run][0] : undefined
    const ancestor = own === 'short' ? only : (own ?? only)
    if (ancestor === undefined) return draft
    const agrees = draft.author !== undefined && samePerson(draft.author, ancestor.author)
    // Words that were changed or are too short to tell: only who wrote the rest is known.
    if (own === undefined || (own === 'short' && draft.author !== undefined && !agrees))
      return draft.author === undefined ? { ...draft, author: ancestor.author, inferred: true } : draft
    return { ...draft, author: ancestor.author, message: ancestor.messageId, inferred: draft.inferred || !agrees }
  })
}

function ancestorsOf(message: Written, lookup: Lookup): Ancestor[] {
  const ancestors: Ancestor[] = []
  const seen = new Set([message.messageId])
  const ids = [...(message.references ?? [])].reverse()
  for (let at = 0; at < ids.length && at < MOST_ANCESTORS; at++) {
    const messageId = ids[at] ?? ''
    if (seen.has(messageId)) continue
    seen.add(messageId)
    const written = lookup(messageId)
    if (written === undefined) continue
    if (at === ids.length - 1) ids.push(...[...(written.references ?? [])].reverse())
    ancestors.push({ messageId, ...ownWords(written) })
  }
  return ancestors
}

function ownWords(message: Written): { readonly own: string; readonly author: Mailbox } {
  const own: string[] = []
  let author = message.from
  for (const block of blocksOf(message)) {
    if (block.depth > 0 || block.kind === 'footer') continue
    // A patch that begins with another's `From:` is his.
    if (block.kind === 'text' && block.author !== undefined) author = block.author
    own.push(squeeze(block.text))
  }
  return { own: own.join(' '), author }
}

const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** @returns `short` if the block has no line that could tell */
function ancestorOf(draft: Draft, ancestors: readonly Ancestor[]): Ancestor | 'short' | undefined {
  const lines: string[] = []
  let at = 0
  for (const line of draft.text.split('\n', 2000)) {
    if (lines.length >= MOST_LINES) break
    if (++at > 400) break
    const squeezed = squeeze(line.length > 300 ? line.slice(0, 300) : line)
    if (squeezed.length >= SHORTEST) lines.push(squeezed)
  }
  if (lines.length === 0) return 'short'
  let best: Ancestor | undefined
  let bestHits = 0
  // Nearest to where it should stand first: depth 1 is the parent's, depth 2 the grandparent's.
  const order = [...ancestors.keys()].sort((a, b) => Math.abs(a - (draft.depth - 1)) - Math.abs(b - (draft.depth - 1)))
  for (const index of order) {
    const ancestor = ancestors[index]
    if (ancestor === undefined) continue
    let hits = 0
    for (const line of lines) if (ancestor.own.includes(line)) hits++
    if (hits > bestHits) {
      best = ancestor
      bestHits = hits
    }
  }
  return bestHits >= lines.length * ENOUGH ? best : undefined
}
