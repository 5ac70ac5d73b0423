import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { addressParser, decodeWords } from 'postal-mime'
import type { Message } from '../model/index.ts'
import type { BatchArrival } from '../store/mail-port.ts'

/** Reads headers only; stands here until lib/mail reads messages. */
export function readMail({ raw, list, place }: { readonly raw: Uint8Array; readonly list: string; readonly place: string }): BatchArrival {
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
  const message: Message = {
    messageId,
    unnamed: ids('message-id').length === 0,
    hash,
    subject,
    from: { name: from?.name ?? '', address: from?.address ?? '' },
    to: [],
    cc: [],
    date: (Number.isNaN(date.getTime()) || date.getFullYear() > 2100 ? new Date(0) : date).toISOString(),
    references,
    text: '',
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
  return { message, compressed: deflateRawSync(raw, { level: 3 }), list, place, rebuilt: false, mentions: [], positions: [], proposals: [] }
}
