import { Buffer } from 'node:buffer'
import PostalMime, { decodeWords } from 'postal-mime'
import type { Attachment } from '../../model/index.ts'
import { decodeText } from './charset.ts'
import { unflow } from './flowed.ts'
import { htmlToText } from './html-text.ts'
import { lineEnds } from './simple-text.ts'

/** What a message holds besides its header. */
export interface Content {
  readonly text: string
  readonly fromHtml: boolean
  readonly attachments: readonly Attachment[]
  /** A patch is attached. */
  readonly attachedDiff: boolean
}

/** Reads the parts of a message with postal-mime. Never throws: what it refuses (nesting, size of headers) is shown as it came. */
export async function readMime(bytes: Buffer, bodyAt: number, notes: string[]): Promise<Content> {
  try {
    const reader = new Reader(notes)
    await reader.parse(bytes)
    return reader.content()
  } catch (problem) {
    notes.push(`not readable as MIME (${problem instanceof Error ? problem.message.toLowerCase() : 'unknown'}): shown as it came`)
    return { text: lineEnds(decodeText(bytes.subarray(bodyAt), '', notes)), fromHtml: false, attachments: [], attachedDiff: false }
  }
}

/** Levels of parts within parts. */
const MAX_DEPTH = 30
const MAX_ATTACHMENTS = 1000
/** Parts of all multiparts: the time that they take grows with their square. */
const MAX_PARTS = 2000

/** What is used of postal-mime's tree of parts. It is not in its types; the version is pinned, and tests fail should the tree change. */
interface Part {
  contentType: { parsed: { value: string; params: Readonly<Record<string, string>> }; multipart: string | false }
  contentDisposition: { parsed: { value: string; params: Readonly<Record<string, string>> } }
  childNodes: readonly Part[]
  content: ArrayBuffer | null
}

interface Piece {
  readonly html: boolean
  readonly text: string
  /** Parts of one multipart/alternative say the same. */
  readonly alternative: object | false
}

/**
 * postal-mime with three of its choices made otherwise: format=flowed is undone per quote depth, a charset that does not fit is noted and read by
 * {@link decodeText}, and a multipart without parts is shown as text instead of being dropped.
 */
class Reader extends PostalMime {
  readonly #notes: string[]
  readonly #pieces: Piece[] = []
  readonly #attachments: Attachment[] = []
  #attachedDiff = false
  #parts = 0

  constructor(notes: string[]) {
    super({ maxNestingDepth: MAX_DEPTH, maxHeadersSize: 4 << 20, forceRfc822Attachments: true })
    this.#notes = notes
  }

  /** Called by the library with the root when all lines are read. */
  async collectNode(part: Part, alternative: object | false, _related: boolean): Promise<void> {
    const { multipart, parsed } = part.contentType
    if (multipart !== false && part.childNodes.length === 0) {
      this.#notes.push('a multipart without parts: shown as text')
      this.#text(part, false, alternative)
    } else if (multipart === false) this.#leaf(part, parsed.value.includes('/') ? parsed.value.trim() : 'text/plain', alternative)
    for (const child of part.childNodes) await this.collectNode(child, multipart === 'alternative' ? part : alternative, false)
  }

  /** Called by the library with each line. @throws Error for the one that begins a part too many */
  processLine(line: Uint8Array, isLast: boolean): Promise<void> {
    const { boundaries } = this as unknown as { readonly boundaries: readonly { readonly value: Uint8Array }[] }
    const begins = (value: Uint8Array): boolean => line.length >= value.length + 2 && value.every((byte, at) => line[at + 2] === byte)
    if (line[0] === DASH && line[1] === DASH && boundaries.some(({ value }) => begins(value)) && ++this.#parts > MAX_PARTS)
      throw new Error(`more than ${MAX_PARTS} parts`)
    return (PostalMime.prototype as unknown as { processLine(this: unknown, line: Uint8Array, isLast: boolean): Promise<void> }).processLine.call(
      this,
      line,
      isLast,
    )
  }

  /** Called by the library when the message ends; multiparts that are still open have lost their end. */
  async finalize(): Promise<void> {
    const { boundaries } = this as unknown as { readonly boundaries: readonly unknown[] }
    if (boundaries.length > 0) this.#notes.push('the last part has no end: the message may be cut short')
    await (PostalMime.prototype as unknown as { finalize(this: unknown): Promise<void> }).finalize.call(this)
  }

  content(): Content {
    const plain = this.#pieces.filter(
      (piece) => !piece.html || piece.alternative === false || !this.#pieces.some((other) => !other.html && other.alternative === piece.alternative),
    )
    const shown = plain.map((piece) => (piece.html ? htmlToText(piece.text, this.#notes) : piece.text))
    return {
      text: shown.join('\n'),
      fromHtml: plain.length > 0 && plain.every((piece) => piece.html),
      attachments: this.#attachments,
      attachedDiff: this.#attachedDiff,
    }
  }

  /** What has no type that can be read is text (RFC 2045 §5.2). */
  #leaf(part: Part, type: string, alternative: object | false): void {
    if (!part.content) return
    const disposition = part.contentDisposition.parsed
    const name = decodeWords(disposition.params.filename ?? part.contentType.parsed.params.name ?? '')
    const isPatch = PATCH_TYPE.test(type) || (type.startsWith('text/') && PATCH_NAME.test(name))
    const attached = disposition.value === 'attachment'
    const shown = !attached && (type === 'text/plain' || type === 'text/html' || isPatch)
    if (shown) this.#text(part, type === 'text/html', alternative)
    if (isPatch) this.#attachedDiff = true
    if (shown && (name === '' || !isPatch)) return
    if (this.#attachments.length < MAX_ATTACHMENTS) this.#attachments.push(Object.freeze({ name: tidy(name), type: tidy(type), size: part.content.byteLength }))
    else if (!this.#notes.includes(MANY)) this.#notes.push(MANY)
  }

  #text(part: Part, html: boolean, alternative: object | false): void {
    if (!part.content) return
    const { params } = part.contentType.parsed
    const text = lineEnds(decodeText(Buffer.from(part.content), params.charset ?? '', this.#notes))
    const flowed = !html && params.format?.toLowerCase() === 'flowed'
    this.#pieces.push({ html, text: flowed ? unflow(text, params.delsp?.toLowerCase() === 'yes') : text, alternative })
  }
}

const DASH = 0x2d
const MANY = `more than ${MAX_ATTACHMENTS} attachments: the others are not listed`
const PATCH_TYPE = /^(?:text|application)\/x-(?:patch|diff)$/
const PATCH_NAME = /\.(?:patch|diff)$/i

function tidy(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, 255)
}
