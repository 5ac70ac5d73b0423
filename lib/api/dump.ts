import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { answeringFile, knowledgeFile } from '../evaluate/index.ts'
import type { Knowledge } from '../model/index.ts'
import { type Encoding, encodingFor } from './accept.ts'
import { tagOf } from './tag.ts'

/** Knowledge as a file: made and compressed once. */
export interface Dump {
  readonly text: Buffer
  /** ETag of the text. */
  readonly tag: string
}

/** The whole of it, or only what answers follow from. */
export type DumpOf = keyof typeof FILES

const FILES = { whole: knowledgeFile, answering: answeringFile }

export function dumpOf(knowledge: Knowledge, of: DumpOf = 'whole'): Dump {
  const known = dumps[of].get(knowledge)
  if (known) return known
  const text = Buffer.from(JSON.stringify(FILES[of](knowledge)))
  const dump = { text, tag: tagOf(text) }
  dumps[of].set(knowledge, dump)
  return dump
}

/** The file, compressed as the client likes it best. */
export async function dumpResponse(knowledge: Knowledge, accepted: string | null, of?: DumpOf): Promise<Response> {
  const dump = dumpOf(knowledge, of)
  const encoding = encodingFor(accepted)
  const headers = { 'content-type': 'application/json', etag: dump.tag, vary: 'accept-encoding' }
  if (!encoding) return new Response(new Uint8Array(dump.text), { headers: { ...headers, 'content-length': String(dump.text.length) } })
  const body = await encoded(dump, encoding)
  // Another ETag per encoding: they are other bytes.
  const etag = `${dump.tag.slice(0, -1)}-${encoding}"`
  return new Response(new Uint8Array(body), { headers: { ...headers, etag, 'content-encoding': encoding, 'content-length': String(body.length) } })
}

const dumps: Readonly<Record<DumpOf, WeakMap<Knowledge, Dump>>> = { whole: new WeakMap(), answering: new WeakMap() }
const compressed = new WeakMap<Dump, Map<Encoding, Promise<Buffer>>>()

function encoded(dump: Dump, encoding: Encoding): Promise<Buffer> {
  const made = compressed.get(dump) ?? new Map<Encoding, Promise<Buffer>>()
  compressed.set(dump, made)
  const known = made.get(encoding)
  if (known) return known
  const making = ENCODERS[encoding](dump.text)
  made.set(encoding, making)
  return making
}

const ENCODERS: Readonly<Record<Encoding, (text: Buffer) => Promise<Buffer>>> = {
  // It is made once for many: smaller than answers are, and yet in a second.
  br: (text) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
  gzip: (text) => promisify<Buffer, object, Buffer>(gzip)(text, { level: 9 }),
}
