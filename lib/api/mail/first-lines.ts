import type { Block } from '../../model/index.ts'

/** The beginning of a message's text. */
export interface FirstLines {
  readonly blocks: readonly Block[]
  /** What it costs of what was given. */
  readonly spent: number
  /** Lines that are not in it. */
  readonly hidden: number
}

/** What a block costs beside its lines: it is folded, linked and headed. */
const BLOCK = 5

/**
 * Blocks up to so many lines: each line is an element of a page, and one mail can have a million.
 * @param most lines; a block counts as some more
 */
export function firstLines(blocks: readonly Block[], most: number): FirstLines {
  const found: Block[] = []
  let room = most
  let hidden = 0
  for (const block of blocks) {
    const [first, last] = block.lines
    const size = last - first + 1
    const shown = Math.min(size, Math.max(0, room))
    if (shown === size) found.push(block)
    else if (shown > 0) found.push({ ...block, text: block.text.split('\n', shown).join('\n'), lines: [first, first + shown - 1] })
    room -= shown > 0 ? shown + BLOCK : 0
    hidden += size - shown
  }
  return { blocks: found, spent: most - Math.max(0, room), hidden }
}
