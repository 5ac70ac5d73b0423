import { InputError } from '../model/index.ts'

/** Longest query of an address, in characters: what servers, proxies and mail programs let pass. */
export const LONGEST_QUERY = 7500
/** Most characters of a question that was packed. */
const LARGEST_PACKED = 4 * 1024 * 1024
/** Most fields of a question, whether it was packed or sent as a form. */
export const MOST_FIELDS = 1000
const AMPERSAND = 0x26

/**
 * The query by which a question can be linked to: as it is, or packed as `z` (raw deflate, base64url) where it is long.
 * @returns undefined where even that is longer than an address may be
 */
export async function linkable(query: string): Promise<string | undefined> {
  if (query.length <= LONGEST_QUERY) return query
  const packed = `z=${base64url(await through(new TextEncoder().encode(query), new CompressionStream('deflate-raw')))}`
  return packed.length <= LONGEST_QUERY ? packed : undefined
}

/** A query with what is packed in it as `z` in its place. @throws InputError where that cannot be read */
export async function unpacked(query: URLSearchParams): Promise<URLSearchParams> {
  const packed = query.get('z')
  if (packed === null) return query
  try {
    const bytes = await through(bytesOf(packed), new DecompressionStream('deflate-raw'))
    if (bytes.filter((byte) => byte === AMPERSAND).length > MOST_FIELDS) throw new RangeError('too many')
    return new URLSearchParams([...new URLSearchParams(new TextDecoder().decode(bytes)), ...[...query].filter(([name]) => name !== 'z')])
  } catch {
    throw new InputError([{ path: 'z', message: 'the address is cut or damaged: what is packed in it as `z` cannot be read; ask again' }])
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter()
  // What fails here fails the reader, too.
  writer.write(bytes).catch(() => undefined)
  writer.close().catch(() => undefined)
  const reader = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > LARGEST_PACKED) throw new RangeError('too much')
    parts.push(next.value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function base64url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}
