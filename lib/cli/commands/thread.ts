import { type ThreadNode, threadTree } from '../../mail/index.ts'
import { openStore } from '../../store/client.ts'
import type { StoredThread } from '../../store/mail-port.ts'
import { type Register, examples } from '../command.ts'
import { places } from '../context.ts'
import { findMessageId } from '../mail.ts'
import { print, printJson } from '../output.ts'

/** `thread`: all messages that hang together with one. */
export const thread: Register = (program) => {
  program
    .command('thread')
    .description('show the thread of a message as a tree')
    .argument('<message-id>', 'with or without angle brackets; the beginning is enough')
    .option('--flat', 'by date')
    .option('--json', 'as JSON: messages by date, and the tree')
    .addHelpText('after', examples('thread 20240301120000.1234-1-someone@example.org', 'thread --json "<20240301120000.1234-1-someone@example.org>"'))
    .action(async (given: string, { flat, json }: { flat?: boolean; json?: boolean }) => {
      const { mail, close } = await openMail()
      try {
        const found = (await mail.thread(await findMessageId(mail, given))) as StoredThread
        const tree = threadTree(found.messages)
        if (json) printJson({ ...found, tree })
        else print(listing(found, flat ? found.messages.map(({ messageId }) => ({ messageId, ghost: false, children: [] })) : tree))
      } finally {
        await close()
      }
    })
}

async function openMail() {
  const store = await openStore({ dataDir: places.data })
  return { mail: store.mail, close: () => store.close() }
}

function listing({ messages, total }: StoredThread, roots: readonly ThreadNode[]): string {
  const byName = new Map(messages.map((message) => [message.messageId, message] as const))
  const lines: string[] = []
  const todo = roots.map((node) => ({ node, depth: 0 })).reverse()
  for (let one = todo.pop(); one; one = todo.pop()) {
    const { node, depth } = one
    const message = byName.get(node.messageId)
    const indent = '  '.repeat(Math.min(depth, DEEPEST))
    if (message) {
      const { date, from, subject, spam } = message
      lines.push(`${date.slice(0, 16).replace('T', ' ')}  ${indent}${subject}${spam.length > 0 ? ' (spam)' : ''}`)
      lines.push(`${' '.repeat(18)}${indent}${from.name || from.address}  <${node.messageId}>`)
    } else lines.push(`${' '.repeat(18)}${indent}(not here) <${node.messageId}>`)
    todo.push(...node.children.map((child) => ({ node: child, depth: depth + 1 })).reverse())
  }
  if (total > messages.length) lines.push(`… ${total - messages.length} more`)
  return lines.join('\n')
}

/** Levels that are indented. */
const DEEPEST = 12
