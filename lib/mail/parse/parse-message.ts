import { Buffer } from 'node:buffer'
import * as crypto from 'node:crypto'
import { decodeWords } from 'postal-mime'
import type { Mailbox, Message, RawMessage } from '../../model/index.ts'
import { readAddresses } from './addresses.ts'
import { readDate } from './date.ts'
import { type Headers, readHeaders } from './headers.ts'
import { readMessageId, readReferences } from './message-ids.ts'
import { type Content, readMime } from './mime.ts'
import { readPatch } from './patch.ts'
import { readSimpleText } from './simple-text.ts'
import { signsOfSpam } from './spam.ts'

/** Bytes of a message that are read. */
const MAX_BYTES = 32 << 20
/** Characters of text that are kept. */
const MAX_TEXT = 2 << 20
const MAX_SUBJECT = 1000
const DAY = 86_400_000

/**
 * Reads a message. Whatever the bytes are, a message comes out and nothing is thrown; what was broken is in its notes.
 * @returns at once for a message of a single plain text (nearly all of them), else a promise: the library that reads the others is asynchronous
 */
export function parseMessage(raw: RawMessage): Message | Promise<Message> {
  const whole = Buffer.from(raw.raw.buffer, raw.raw.byteOffset, raw.raw.byteLength)
  const bytes = whole.length > MAX_BYTES ? whole.subarray(0, MAX_BYTES) : whole
  const headers = readHeaders(bytes)
  const notes = [...headers.notes, ...(raw.rebuilt ? headers.all('x-rebuilt') : [])]
  if (bytes !== whole) notes.push(`the message has ${whole.length} bytes: the first ${MAX_BYTES} are read`)
  const text = readSimpleText(bytes, headers, notes)
  if (text !== undefined) return build(raw, whole, headers, { text, fromHtml: false, attachments: [], attachedDiff: false }, notes)
  if (isCutBase64(bytes, headers)) notes.push('the base64 text is cut short')
  return readMime(bytes, headers.end, notes).then((content) => build(raw, whole, headers, content, notes))
}

/** A multipart tells by its boundaries whether its end is there, a single text only by this. */
function isCutBase64(bytes: Buffer, headers: Headers): boolean {
  if (headers.first('content-transfer-encoding').toLowerCase() !== 'base64' || /^\s*multipart/i.test(headers.first('content-type'))) return false
  return bytes.toString('latin1', headers.end).replace(/[^\w+/=]+/g, '').length % 4 !== 0
}

function build(raw: RawMessage, whole: Buffer, headers: Headers, content: Content, notes: string[]): Message {
  const hash = sha256(whole)
  const ids = headers.all('message-id')
  const named = readMessageId(ids)
  if (named === undefined) notes.push(`${ids.length === 0 ? 'no Message-ID header' : 'no usable Message-ID'}: one was made from the content`)
  else if (ids.length > 1 && new Set(ids).size > 1) notes.push(`${ids.length} Message-ID headers: the first usable one counts`)
  const messageId = named ?? `${hash.slice(0, 40)}@message-id.invalid`
  const from = readAddresses(headers.first('from'))[0]
  if (!from) notes.push('no sender')
  const to = headers.all('to').flatMap(readAddresses)
  const cc = headers.all('cc').flatMap(readAddresses)
  const subject = readSubject(headers.first('subject'), notes)
  const text = bounded(content.text, notes)
  const patch = readPatch(subject, text, content.attachedDiff)
  const references = readReferences(headers.all('references'), headers.all('in-reply-to'), messageId, addressesOf(from ? [from] : [], to, cc))
  const message: Message = {
    messageId,
    unnamed: named === undefined,
    hash,
    subject,
    from: from ?? NOBODY,
    to,
    cc,
    date: dateOf(headers.first('date'), raw.arrived, notes),
    references,
    text,
    fromHtml: content.fromHtml,
    attachments: content.attachments,
    ...(patch && { patch }),
    ...(raw.rebuilt && headers.first('x-inferred-lines') !== '' && { inferred: linesIn(headers.first('x-inferred-lines')) }),
    notes: [...new Set(notes)],
    size: whole.length,
    spam: signsOfSpam({
      subject,
      text,
      recipients: [...to, ...cc],
      engaged: references.length > 0 || patch !== undefined,
      listId: headers.first('list-id'),
      verdicts: [...headers.all('x-spam-flag'), ...headers.all('x-spam-status')],
    }),
  }
  return Object.freeze(message)
}

const NOBODY: Mailbox = Object.freeze({ name: '', address: '' })

/** `crypto.hash` is there from Node 20.12, and several times as quick for what is small. */
function sha256(bytes: Buffer): string {
  return crypto.hash('sha256', bytes, 'hex')
}

function addressesOf(...boxes: readonly (readonly Mailbox[])[]): ReadonlySet<string> {
  return new Set(boxes.flat().map((box) => box.address.toLowerCase()))
}

/** `3-7 9-9`, as `rebuild` writes it. */
function linesIn(value: string): readonly (readonly [number, number])[] {
  return Array.from(value.matchAll(/(\d{1,7})-(\d{1,7})/g), ([, first, last]) => [Number(first), Number(last)] as const)
}

function readSubject(header: string, notes: string[]): string {
  const decoded = header.includes('=?') ? decodeWords(header) : header
  const subject = decoded.replace(/[\x00-\x20\x7f-\x9f]+/g, ' ').trim()
  if (subject.length <= MAX_SUBJECT) return subject
  notes.push(`the subject has ${subject.length} characters: the first ${MAX_SUBJECT} are kept`)
  return subject.slice(0, MAX_SUBJECT)
}

function bounded(text: string, notes: string[]): string {
  if (text.length <= MAX_TEXT) return text
  notes.push(`the text has ${text.length} characters: the first ${MAX_TEXT} are kept`)
  const cut = text.lastIndexOf('\n', MAX_TEXT)
  return text.slice(0, cut > MAX_TEXT / 2 ? cut + 1 : MAX_TEXT)
}

function dateOf(header: string, arrived: string | undefined, notes: string[]): string {
  const time = header === '' ? undefined : readDate(header)
  const arrival = arrived === undefined ? Number.NaN : Date.parse(arrived)
  const late = time !== undefined && time > arrival + DAY
  if (time !== undefined && !late) return new Date(time).toISOString()
  const why = late ? 'a Date more than a day after arrival' : header === '' ? 'no Date header' : 'an unreadable Date'
  notes.push(`${why}: ${Number.isNaN(arrival) ? '1970' : 'the time of arrival'} stands in`)
  return new Date(Number.isNaN(arrival) ? 0 : arrival).toISOString()
}
