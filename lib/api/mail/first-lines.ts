import type { Block } from '../../model/index.ts'

/** The beginning of a message's text. */
export interface FirstLines {
  readonly blocks: readonly Block[]
  /** Lines that are in it, and that are not. */
  readonly count: number
  readonly hidden: number
}

/** Blocks up to so many lines: each line is an element of a page, and one mail can have a million. */
export function firstLines(blocks: readonly Block[], most: number): FirstLines {
  const found: Block[] = []
  let count = 0
  let hidden = 0
  for (const block of blocks) {
    const [first, last] = block.lines
    const size = last - first + 1
    const room = Math.max(0, most - count)
    if (size <= room) found.push(block)
    else if (room > 0) found.push({ ...block, text: block.text.split('\n', room).join('\n'), lines: [first, first + room - 1] })
    count += Math.min(size, room)
    hidden += Math.max(0, size - room)
  }
  return { blocks: found, count, hidden }
}
