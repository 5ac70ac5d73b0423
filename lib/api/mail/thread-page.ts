import { type ThreadNode, threadTree } from '../../mail/index.ts'
import type { MessageSummary, StoredThread } from '../../store/mail-port.ts'
import type { Service } from '../service.ts'
import { firstLines } from './first-lines.ts'
import { type ReadMessage, readMessage } from './read.ts'

export type { ThreadNode }

/** A page of a thread with its messages read. */
export interface ThreadPage {
  readonly list: string
  readonly thread: StoredThread
  readonly tree: readonly ThreadNode[]
  readonly shown: readonly ShownMessage[]
  /** Messages of this page that are too long to be shown with the others. */
  readonly left: readonly MessageSummary[]
  readonly page: number
  readonly pages: number
}

export interface ShownMessage extends ReadMessage {
  /** Lines that are left out at its end. */
  readonly hidden: number
  readonly summary: MessageSummary
  /** Steps below the first message; 0 in a page by time. */
  readonly depth: number
}

/** Messages on one page, bytes of all of them, and lines that are shown of them. */
const PAGE = 100
const MOST_BYTES = 2 * 2 ** 20
const MOST_LINES = 10_000

/**
 * Reads a thread.
 * @param order `t` as a tree, depth first; `T` by time
 * @param page from 1
 */
export async function threadPage({ mail }: Service, list: string, messageId: string, order: 't' | 'T', page: number): Promise<ThreadPage | undefined> {
  const thread = await mail.thread(messageId)
  if (!thread) return undefined
  const tree = threadTree(thread.messages)
  const byId = new Map(thread.messages.map((one) => [one.messageId, one] as const))
  const inOrder = order === 'T' ? thread.messages.map(({ messageId: id }) => ({ id, depth: 0 })) : walk(tree)
  const present = inOrder.flatMap(({ id, depth }) => {
    const summary = byId.get(id)
    return summary ? [{ summary, depth }] : []
  })
  const pages = Math.max(1, Math.ceil(present.length / PAGE))
  const at = Math.min(Math.max(1, page), pages)
  const slice = present.slice((at - 1) * PAGE, at * PAGE)
  const raws = await mail.raws(
    slice.map(({ summary }) => summary.messageId),
    MOST_BYTES,
  )
  const texts = new Map<string, ReadMessage['message']>()
  const shown: ShownMessage[] = []
  const left: MessageSummary[] = []
  let lines = MOST_LINES
  for (const { summary, depth } of slice) {
    const raw = raws.get(summary.messageId)
    if (!raw) {
      left.push(summary)
      continue
    }
    const read = await readMessage(raw, (id) => texts.get(id))
    texts.set(summary.messageId, read.message)
    const first = firstLines(read.blocks, lines)
    lines -= first.spent
    shown.push({ ...read, blocks: first.blocks, hidden: first.hidden, summary, depth })
  }
  const lists = byId.get(messageId)?.lists ?? thread.messages[0]?.lists ?? []
  return { list: lists.includes(list) ? list : (lists[0] ?? list), thread, tree, shown, left, page: at, pages }
}

function walk(nodes: readonly ThreadNode[], depth = 0): { id: string; depth: number }[] {
  const found: { id: string; depth: number }[] = []
  const stack = nodes.map((node) => ({ node, depth })).reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push({ id: next.node.messageId, depth: next.depth })
    for (const child of [...next.node.children].reverse()) stack.push({ node: child, depth: next.depth + 1 })
  }
  return found
}
