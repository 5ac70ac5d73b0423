import { type ThreadNode, threadTree } from '../../mail/index.ts'
import type { FoundPosition, Mention } from '../../model/index.ts'
import type { MessageSummary, StoredMessage, StoredThread } from '../../store/mail-port.ts'
import type { Service } from '../service.ts'
import { type FirstLines, firstLines } from './first-lines.ts'
import { type ReadMessage, readMessage } from './read.ts'

/** Everything that a message's page shows. */
export interface MessagePage extends ReadMessage {
  readonly stored: StoredMessage
  /** The text as a page shows it: lines that are left out at its end are counted. */
  readonly shown: FirstLines
  /** A list that has it: the one asked for, if it is one of its. */
  readonly list: string
  readonly parent: MessageSummary | undefined
  readonly thread: StoredThread
  readonly tree: readonly ThreadNode[]
  readonly versions: readonly MessageSummary[]
  readonly mentions: readonly Mention[]
  readonly positions: readonly FoundPosition[]
}

/** Reads a message with all that belongs to it; undefined when it is not here. */
export async function messagePage({ mail }: Service, list: string, messageId: string, hash?: string): Promise<MessagePage | undefined> {
  const stored = await mail.message(messageId, hash)
  if (!stored) return undefined
  const [thread = { messages: [], total: 0 }, versions, mentions, positions, read] = await Promise.all([
    mail.thread(messageId),
    mail.versions(messageId),
    mail.mentionsIn(messageId),
    mail.positions({ messageId }),
    readMessage({ ...stored, list }, await earlier(mail, stored.references)),
  ])
  return {
    ...read,
    stored,
    shown: firstLines(read.blocks, MOST_LINES),
    list: stored.lists.includes(list) ? list : (stored.lists[0] ?? list),
    parent: thread.messages.find((one) => one.messageId === stored.parent),
    thread,
    tree: threadTree(thread.messages),
    versions,
    mentions,
    positions,
  }
}

/** The messages that a message answers, read, for finding out whose words it quotes. */
async function earlier(mail: Service['mail'], references: readonly string[]) {
  const raws = await mail.raws(references.slice(-QUOTED).reverse(), MOST_QUOTED)
  const read = new Map<string, { from: ReadMessage['message']['from']; text: string; references: readonly string[] }>()
  for (const [id, raw] of raws) {
    const { message } = await readMessage(raw)
    read.set(id, message)
  }
  return (id: string) => read.get(id)
}

/** Deeper quotes than this are rare, and reading them costs. */
const QUOTED = 6
/** Bytes of the messages that are looked for quotes, the last one first. */
const MOST_QUOTED = 2 ** 20
/** Lines of a text on a page. */
const MOST_LINES = 10_000
