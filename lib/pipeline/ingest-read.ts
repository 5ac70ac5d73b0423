import { createHash } from 'node:crypto'
// Not from the folder's index: a thread would load all that it exports, which takes longer than reading a thousand messages.
import { blocksOf } from '../mail/blocks/blocks.ts'
import { commandsOf } from '../mail/commands/commands.ts'
import { compileNames } from '../mail/mentions/compile.ts'
import { mentionsOf } from '../mail/mentions/mentions-of.ts'
import { parseMessage } from '../mail/parse/parse-message.ts'
import { positionsOf } from '../mail/positions/positions-of.ts'
import type { Block, Message, RawMessage } from '../model/index.ts'
import type { MessageDocument } from '../search/message-port.ts'
import type { BatchArrival } from '../store/mail-port.ts'
import type { WantedNames } from './wanted-names.ts'

/** A message read: what goes into the store beside its bytes and, but for its number, into the index. */
export interface ReadMail {
  readonly arrival: Omit<BatchArrival, 'compressed'>
  readonly document: Omit<MessageDocument, 'id'>
}

export type MailReader = (raw: RawMessage) => Promise<ReadMail>

/** A reader of messages. Whatever the bytes are, it gives a message; all that goes in and comes out can be sent between threads. */
export function mailReader({ names, ids }: WantedNames): MailReader {
  const compiled = compileNames(names, ids)
  return async (raw) => {
    try {
      const parsed = parseMessage(raw)
      const message = parsed instanceof Promise ? await parsed : parsed
      const blocks = blocksOf(message)
      const mentions = mentionsOf(message, blocks, compiled)
      return readMail(raw, message, blocks, { mentions, positions: positionsOf(message, blocks, mentions), proposals: commandsOf(message, blocks, compiled) })
    } catch (error) {
      // A mistake in a reader must not cost a message, nor stand in the way of all that come after it.
      return readMail(raw, unreadable(raw, error), [], { mentions: [], positions: [], proposals: [] })
    }
  }
}

function readMail(raw: RawMessage, message: Message, blocks: readonly Block[], found: Pick<BatchArrival, 'mentions' | 'positions' | 'proposals'>): ReadMail {
  const { messageId, subject, from, date, attachments, patch, spam } = message
  const { text, fromHtml, to, cc, notes, unnamed, ...parts } = message
  const words = (own: boolean): string =>
    blocks
      .filter(({ kind }) => OWN.has(kind) === own)
      .map((block) => block.text)
      .join('\n')
  return {
    arrival: {
      message: parts,
      list: raw.list,
      place: raw.place,
      ...(raw.arrived === undefined ? {} : { arrived: raw.arrived }),
      rebuilt: raw.rebuilt ?? false,
      ...found,
    },
    document: {
      messageId,
      date,
      subject,
      from: `${from.name} ${from.address}`,
      body: words(true),
      quoted: words(false),
      patch: patch !== undefined && !patch.reply,
      attachments: attachments.length > 0,
      spam: spam.length > 0,
      records: [...new Set(found.mentions.map(({ record }) => record))],
    },
  }
}

/** Kinds of blocks in which the sender speaks. */
const OWN: ReadonlySet<Block['kind']> = new Set(['text', 'diff', 'trailer'])

function unreadable({ raw, arrived }: RawMessage, error: unknown): Message {
  const hash = createHash('sha256').update(raw).digest('hex')
  return {
    messageId: `${hash.slice(0, 40)}@message-id.invalid`,
    unnamed: true,
    hash,
    subject: '',
    from: { name: '', address: '' },
    to: [],
    cc: [],
    date: arrived ?? '1970-01-01T00:00:00.000Z',
    references: [],
    text: '',
    fromHtml: false,
    attachments: [],
    notes: [`could not be read: ${error instanceof Error ? error.message : String(error)}`],
    size: raw.length,
    spam: [],
  }
}
