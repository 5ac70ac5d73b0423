import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { type Encoding, encodingFor } from '../api/accept.ts'

/** A whole answer, as it is kept. */
export interface Answer {
  readonly status: number
  /** In lower case; without `content-length`, `content-encoding` and `etag`. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
  /** What `If-None-Match` is compared with, without quotes; another in each encoding. Absent: it is not asked. */
  readonly tag?: string
  /** What was compressed so far. */
  readonly encoded: Map<Encoding, Promise<Buffer>>
}

/** Makes an answer of what was captured. @param tag default: of the body, where the status is 200 */
export function answerOf(status: number, headers: Answer['headers'], body: Buffer, tag?: string): Answer {
  const given = tag ?? (status === 200 ? createHash('sha256').update(body).digest('base64url').slice(0, 22) : undefined)
  return { status, headers, body, ...(given === undefined ? {} : { tag: given }), encoded: new Map() }
}

/** Sends it: as it is, compressed, or as 304. */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const encoding = answer.body.length >= WORTH ? encodingFor(request.headers['accept-encoding']?.toString()) : undefined
  const body = encoding ? await encodedIn(answer, encoding) : answer.body
  if (response.destroyed) return
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  if (answer.tag !== undefined) response.setHeader('etag', `"${answer.tag}${encoding ? `-${encoding}` : ''}"`)
  if (answer.tag !== undefined && isKnown(request.headers['if-none-match'], answer.tag)) {
    response.statusCode = 304
    response.removeHeader('content-type')
    response.end()
    return
  }
  response.statusCode = answer.status
  if (encoding) response.setHeader('content-encoding', encoding)
  response.setHeader('content-length', body.length)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Bytes from which on compressing is worth it. */
const WORTH = 1000

function encodedIn(answer: Answer, encoding: Encoding): Promise<Buffer> {
  const known = answer.encoded.get(encoding)
  if (known) return known
  const made = ENCODERS[encoding](answer.body)
  answer.encoded.set(encoding, made)
  return made
}

const ENCODERS: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  // From 6 on it takes ten times as long for some percent.
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  gzip: promisify<Buffer, Buffer>(gzip),
}

/** Compared weakly, as RFC 9110 wants it here, and whatever the encoding. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((one) => {
    const known = one.trim().replace(/^W\//, '')
    return known === '*' || known === `"${tag}"` || known === `"${tag}-br"` || known === `"${tag}-gzip"`
  })
}
