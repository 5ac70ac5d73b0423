import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { addressParser, decodeWords } from 'postal-mime'
import { blocksOf } from '../mail/index.ts'
import type { Block, Message, RawMessage } from '../model/index.ts'
import type { MessageDocument } from '../search/message-port.ts'
import type { BatchArrival } from '../store/mail-port.ts'

/** A message read: what goes into the store and, but for its number, into the index. */
export interface ReadMail {
  readonly arrival: BatchArrival
  readonly document: Omit<MessageDocument, 'id'>
}

/** Reads messages. Runs in worker threads: pure, and what goes in and comes out can be sent between threads. */
export function readMail(raw: RawMessage): ReadMail {
  const message = parse(raw)
  const { messageId, subject, from, date, attachments, patch, spam } = message
  const { text, fromHtml, to, cc, notes, unnamed, ...parts } = message
  const blocks = blocksOf(message)
  const words = (own: boolean): string =>
    blocks
      .filter(({ kind }) => OWN.has(kind) === own)
      .map((block) => block.text)
      .join('\n')
  return {
    arrival: {
      message: parts,
      compressed: deflateRawSync(raw.raw, { level: 3 }),
      list: raw.list,
      place: raw.place,
      ...(raw.arrived === undefined ? {} : { arrived: raw.arrived }),
      rebuilt: raw.rebuilt ?? false,
      mentions: [],
      positions: [],
      proposals: [],
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
      records: [],
    },
  }
}

/** Kinds of blocks in which the sender speaks. */
const OWN: ReadonlySet<Block['kind']> = new Set(['text', 'diff', 'trailer'])

/** Reads headers and takes the rest as text; stands here until lib/mail reads messages. */
function parse({ raw }: RawMessage): Message {
  const hash = createHash('sha256').update(raw).digest('hex')
  const text = Buffer.from(raw).toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)
  const headers = new Map<string, string>()
  for (const line of text
    .slice(0, end?.index ?? text.length)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+):\s*(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined && !headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value)
  }
  const one = (name: string): string => headers.get(name) ?? ''
  const ids = (name: string): string[] => [...one(name).matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] as string)
  const messageId = ids('message-id')[0] ?? `${hash}@unnamed.invalid`
  const references = [...new Set([...ids('references'), ...ids('in-reply-to')])].filter((id) => id !== messageId).slice(-200)
  const date = new Date(one('date').replace(/\s*\([^)]*\)\s*$/, ''))
  const from = addressParser(one('from'))[0]
  const subject = decodeWords(one('subject'))
  const [, version] = /^\[[^\]]*PATCH[^\]]*\bv(\d+)[^\]]*\]/i.exec(subject) ?? []
  return {
    messageId,
    unnamed: ids('message-id').length === 0,
    hash,
    subject,
    from: { name: from?.name ?? '', address: from?.address ?? '' },
    to: [],
    cc: [],
    date: (Number.isNaN(date.getTime()) || date.getFullYear() > 2100 ? new Date(0) : date).toISOString(),
    references,
    text: Buffer.from(raw)
      .toString('utf8')
      .slice(end?.index ?? 0),
    fromHtml: false,
    attachments: [],
    ...(/\bPATCH\b/i.test(subject)
      ? {
          patch: {
            version: Number(version ?? 1),
            title: subject.replace(/^(re:\s*|\[[^\]]*\]\s*)+/i, '').toLowerCase(),
            diff: false,
            reply: /^re:/i.test(subject),
          },
        }
      : {}),
    notes: [],
    size: raw.length,
    spam: [],
  }
}
