import { deflateRawSync } from 'node:zlib'

/**
 * Compresses a raw message with zlib's raw deflate. At once: handing mails of a few kilobytes to the pool of threads and back takes as long as compressing them.
 * @returns the same bytes always give the same
 */
export function compress(raw: Uint8Array): Uint8Array {
  return deflateRawSync(raw, { level: 3, memLevel: 7 })
}
