import type { MessageDocument } from '../message-port.ts'
import { marked } from './message-questions.ts'
import { piecesOf, plainWords, whole } from './tokens.ts'

/** A message as the index holds it. Its texts are words only: what is shown is cut from the stored message. */
export interface MessageEntry {
  readonly key: number
  readonly messageId: string
  /** Seconds since 1970. */
  readonly date: number
  readonly subject: string
  readonly from: string
  readonly marks: string
  readonly patch: boolean
  readonly attachments: boolean
  readonly spam: boolean
  readonly deleted: boolean
  /** Names of lists by which it came, and each name cut at its dots: `a.b.c`, `a.b`, `a`. */
  readonly lists: readonly string[]
  readonly records: readonly string[]
  readonly body?: string
  readonly body2?: string
  readonly body3?: string
  readonly quoted?: string
  readonly quoted2?: string
  readonly quoted3?: string
}

/** @param lists by which it came */
export function messageEntry(document: MessageDocument, lists: readonly string[]): MessageEntry {
  const { id, messageId, date, subject, from, body, quoted, patch, attachments, spam, records } = document
  const [subjectWords, fromWords] = [plainWords(subject), plainWords(from)]
  const [body1, body2, body3] = piecesOf(body, LONGEST_TEXT)
  const [quoted1, quoted2, quoted3] = piecesOf(quoted, LONGEST_TEXT)
  return {
    key: id,
    messageId: whole(messageId),
    date: Math.floor(Date.parse(date) / 1000),
    subject: subjectWords.join(' '),
    from: fromWords.join(' '),
    marks: `${marked('subject', subjectWords)} ${marked('from', fromWords)}`,
    patch,
    attachments,
    spam,
    deleted: false,
    lists: listNames(lists),
    records: [...new Set(records)],
    ...(body1 === undefined ? {} : { body: body1 }),
    ...(body2 === undefined ? {} : { body2 }),
    ...(body3 === undefined ? {} : { body3 }),
    ...(quoted1 === undefined ? {} : { quoted: quoted1 }),
    ...(quoted2 === undefined ? {} : { quoted2 }),
    ...(quoted3 === undefined ? {} : { quoted3 }),
  }
}

/** All names that a message of these lists is found by: a list goes by the first parts of its name, too. */
export function listNames(lists: Iterable<string>): string[] {
  const names = [...lists].flatMap((list) => {
    const parts = whole(list.toLowerCase()).split('.')
    return parts.map((_, index) => parts.slice(0, index + 1).join('.'))
  })
  return [...new Set(names)]
}

/** What is known of the index as a whole; with key 0, in the same index, so that it changes together with the messages. */
export interface MessageMeta {
  readonly key: 0
  readonly meta: true
  readonly format: string
  readonly arrival: number
  readonly last?: { readonly id: number; readonly messageId: string }
  /** Messages that must be there: fewer are a sign that something was lost. */
  readonly count: number
}

/** Characters of a message that are indexed, of own and of quoted words each. */
const LONGEST_TEXT = 1_000_000
