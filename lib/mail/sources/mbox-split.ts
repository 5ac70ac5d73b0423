/** One message of an mbox. */
export interface MboxMessage {
  /** Its bytes, without the `From ` line, with the marks that guard `From ` in the text taken away. */
  readonly raw: Buffer
  /** Offset of its `From ` line. */
  readonly start: number
  /** Offset of what follows it. */
  readonly end: number
}

/** A message that has no end in this many bytes is no message. */
const MAX_MESSAGE = 256 << 20

/**
 * Splits an mbox (RFC 4155) as a stream. A message ends before a line `From … 12:34:56 2021` that follows an empty line, or where its Content-Length says,
 * if a `From ` line or the end stands there (mboxcl, mboxcl2). `>From ` loses a mark, as mboxo and mboxrd have it, unless the message shows
 * that nothing was marked (mboxcl2).
 * @param chunks bytes from a `From ` line on
 * @param offset of the first byte
 */
export async function* splitMbox(chunks: AsyncIterable<Buffer>, offset = 0): AsyncGenerator<MboxMessage> {
  let bytes: Buffer = Buffer.alloc(0)
  let waiting: Buffer[] = []
  let missing = 0
  let at = offset
  let scanned = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    missing -= chunk.length
    if (missing > 0) continue
    bytes = Buffer.concat([bytes, ...waiting])
    waiting = []
    for (;;) {
      const found = nextMessage(bytes, scanned, false)
      if (typeof found === 'number') {
        scanned = found
        break
      }
      yield { raw: found.raw, start: at + found.start, end: at + found.end }
      bytes = bytes.subarray(found.end)
      at += found.end
      scanned = 0
    }
    if (bytes.length > MAX_MESSAGE) throw new Error(`the message at byte ${at} has no end in ${MAX_MESSAGE} bytes: this is no mbox`)
    // What is left is put together again only when it has grown by its own size: a big message costs no more per byte than a small one.
    missing = bytes.length
  }
  bytes = Buffer.concat([bytes, ...waiting])
  for (scanned = 0; bytes.length > 0; ) {
    const found = nextMessage(bytes, scanned, true)
    if (typeof found === 'number') return
    yield { raw: found.raw, start: at + found.start, end: at + found.end }
    bytes = bytes.subarray(found.end)
    at += found.end
  }
}

/** Whether bytes begin as an mbox does. */
export function startsMbox(bytes: Buffer): boolean {
  return isSeparator(bytes, blankLines(bytes, 0))
}

const LF = 0x0a
const CR = 0x0d

/** The first message, or up to where there is none: where to look on when more bytes are there. */
function nextMessage(bytes: Buffer, scanned: number, last: boolean): MboxMessage | number {
  const start = blankLines(bytes, 0)
  const line = bytes.indexOf(LF, start)
  if (line === -1) return last && start < bytes.length ? { raw: Buffer.alloc(0), start, end: bytes.length } : 0
  const from = isFrom(bytes, start) ? line + 1 : start
  const bySize = endBySize(bytes, from, last)
  if (bySize === 'more') return 0
  if (bySize !== undefined) return { raw: unmark(bytes.subarray(from, bySize)), start, end: bySize }
  for (let look = Math.max(from - 1, scanned); ; ) {
    const next = bytes.indexOf('\nFrom ', look)
    // A separator may lie across the end of what is there.
    if (next === -1 || (!last && bytes.indexOf(LF, next + 1) === -1)) {
      if (last && next === -1) return { raw: unmark(bytes.subarray(from, withoutBlankLine(bytes, from, bytes.length))), start, end: bytes.length }
      if (!last) return Math.max(from - 1, next === -1 ? bytes.length - 300 : next)
    }
    if (isAfterBlank(bytes, next, from) && isSeparator(bytes, next + 1))
      return { raw: unmark(bytes.subarray(from, withoutBlankLine(bytes, from, next + 1))), start, end: next + 1 }
    look = next + 1
  }
}

function blankLines(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === LF || bytes[at] === CR) at += 1
  return at
}

function isFrom(bytes: Buffer, at: number): boolean {
  return bytes.toString('latin1', at, at + 5) === 'From '
}

/** `From somebody Mon Mar  1 10:00:00 2021`, with or without a zone: what begins a sentence has no time and year. */
function isSeparator(bytes: Buffer, at: number): boolean {
  if (!isFrom(bytes, at)) return false
  const end = bytes.indexOf(LF, at)
  const line = bytes.toString('latin1', at, Math.min(end === -1 ? bytes.length : end, at + 300))
  return /\b\d{1,2}:\d{2}\b.*\b\d{4}\b/.test(line)
}

function isAfterBlank(bytes: Buffer, newline: number, from: number): boolean {
  let before = newline - 1
  if (bytes[before] === CR) before -= 1
  return before < from || bytes[before] === LF
}

/** The empty line before a separator belongs to the mbox. */
function withoutBlankLine(bytes: Buffer, from: number, end: number): number {
  if (end - 2 >= from && bytes[end - 1] === LF && bytes[end - 2] === LF) return end - 1
  if (end - 4 >= from && bytes.toString('latin1', end - 4, end) === '\r\n\r\n') return end - 2
  return end
}

/** Where Content-Length says that the message ends; undefined when it has none or it is wrong. */
function endBySize(bytes: Buffer, from: number, last: boolean): number | 'more' | undefined {
  const header = bytes.toString('latin1', from, from + 65_536)
  const [, digits] = /^(?:[^\r\n]+\r?\n){0,500}?content-length:[ \t]*(\d{1,10})[ \t]*\r?\n/i.exec(header) ?? []
  if (digits === undefined) return undefined
  const [blank] = /\r?\n\r?\n/.exec(header) ?? []
  if (blank === undefined) return undefined
  const end = from + header.indexOf(blank) + blank.length + Number(digits)
  if (end > bytes.length) return last || end - from > MAX_MESSAGE ? undefined : 'more'
  const next = blankLines(bytes, end)
  if (next >= bytes.length) return last ? end : 'more'
  if (!last && bytes.indexOf(LF, next) === -1) return 'more'
  return isSeparator(bytes, next) ? end : undefined
}

function unmark(message: Buffer): Buffer {
  if (!message.includes('\n>')) return message
  const text = message.toString('latin1')
  if (/^\r?\n?From /m.test(text) || !/^>+From /m.test(text)) return message
  return Buffer.from(text.replace(/^>(>*From )/gm, '$1'), 'latin1')
}
