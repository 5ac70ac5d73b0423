import { Buffer, isAscii, isUtf8 } from 'node:buffer'

/** The header of a message or part, by lower-case name; folds are joined, encoded words are still encoded. */
export interface Headers {
  /** Values in order; none when the header is absent. */
  all(name: string): readonly string[]
  /** The first value, or ''. */
  first(name: string): string
  /** Where the body begins, in bytes. */
  readonly end: number
  readonly notes: readonly string[]
}

/** Bytes of header that are read; what is beyond counts as header, but is not looked at. */
export const MAX_HEADER = 1 << 20
/** Characters of one value that are kept. */
const MAX_VALUE = 1 << 16

/**
 * Splits off and reads the header of a message: lines up to the first empty one; a line that begins with a space or tab belongs to the one before
 * (RFC 5322 §2.2.3). Values that are not UTF-8 are read as windows-1252, with a note.
 */
export function readHeaders(bytes: Buffer): Headers {
  const notes: string[] = []
  const [limit, end] = headerEnd(bytes)
  if (limit > MAX_HEADER) notes.push(`the header has ${limit} bytes: the first ${MAX_HEADER} are read`)
  const block = bytes.toString('latin1', 0, Math.min(limit, MAX_HEADER))
  const ascii = isAscii(bytes.subarray(0, Math.min(limit, MAX_HEADER)))
  const fields = new Map<string, string[]>()
  let name = ''
  let value = ''
  const store = () => {
    if (name === '') return
    const long = value.length > MAX_VALUE
    if (long) notes.push(`the header \`${name.slice(0, 40)}\` has ${value.length} bytes: the first ${MAX_VALUE} are read`)
    const kept = trim(long ? value.slice(0, MAX_VALUE) : value)
    const text = ascii ? kept : decodeRaw(kept, name, notes)
    const values = fields.get(name)
    if (values) values.push(text)
    else fields.set(name, [text])
  }
  for (let at = 0; at < block.length; ) {
    let stop = block.indexOf('\n', at)
    if (stop === -1) stop = block.length
    let last = stop
    while (last > at && block.charCodeAt(last - 1) === CR) last -= 1
    const first = block.charCodeAt(at)
    if (at > 0 && (first === SPACE || first === TAB)) {
      if (value.length <= MAX_VALUE) value += block.slice(at, last)
    } else {
      store()
      const colon = block.indexOf(':', at)
      name = colon === -1 || colon >= last ? '' : fieldName(block, at, colon)
      value = name === '' ? '' : block.slice(colon + 1, last)
    }
    at = stop + 1
  }
  store()
  return { all: (wanted) => fields.get(wanted) ?? [], first: (wanted) => fields.get(wanted)?.[0] ?? '', end, notes }
}

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const TAB = 0x09

/** Where the header ends, and where the body begins. */
function headerEnd(bytes: Buffer): readonly [number, number] {
  for (let at = 0; at < bytes.length; ) {
    const stop = bytes.indexOf(LF, at)
    if (stop === -1) break
    let last = stop
    while (last > at && bytes[last - 1] === CR) last -= 1
    if (last === at) return [at, stop + 1]
    at = stop + 1
  }
  return [bytes.length, bytes.length]
}

/** What cannot name a header (a `From ` line of an mbox, a line without a colon before a space) has none: ''. */
function fieldName(block: string, from: number, to: number): string {
  let end = to
  while (end > from && (block.charCodeAt(end - 1) === SPACE || block.charCodeAt(end - 1) === TAB)) end -= 1
  let begin = from
  while (begin < end && (block.charCodeAt(begin) === SPACE || block.charCodeAt(begin) === TAB)) begin += 1
  if (end - begin > 100) return ''
  const name = block.slice(begin, end)
  return name.includes(' ') || name.includes('\t') ? '' : name.toLowerCase()
}

function trim(value: string): string {
  let from = 0
  let to = value.length
  while (from < to && (value.charCodeAt(from) === SPACE || value.charCodeAt(from) === TAB)) from += 1
  while (to > from && (value.charCodeAt(to - 1) === SPACE || value.charCodeAt(to - 1) === TAB)) to -= 1
  return value.slice(from, to).replace(/\r+/g, ' ')
}

const western = new TextDecoder('windows-1252')

function decodeRaw(latin1: string, name: string, notes: string[]): string {
  const bytes = Buffer.from(latin1, 'latin1')
  if (isUtf8(bytes)) return bytes.toString('utf8')
  notes.push(`the header \`${name.slice(0, 40)}\` is not utf-8: read as windows-1252`)
  return western.decode(bytes)
}
