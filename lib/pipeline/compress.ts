import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'

/**
 * Compresses raw messages, in their order, with zlib's raw deflate. It is done beside the event loop, by whichever core is idle.
 * @param messages each of at least no bytes; the same bytes always give the same
 */
export async function compressAll(messages: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const compressed: Uint8Array[] = []
  // A compressor takes a quarter of a megabyte while it is at work.
  for (let at = 0; at < messages.length; at += AT_ONCE) {
    compressed.push(...(await Promise.all(messages.slice(at, at + AT_ONCE).map((raw) => deflate(raw, { level: 3 })))))
  }
  return compressed
}

const AT_ONCE = 16
const deflate = promisify(deflateRaw)
