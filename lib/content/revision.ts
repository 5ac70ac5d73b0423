import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Revision of a record's file: the first eight hex digits of the SHA-256 of its text in UTF-8, line ends as LF.
 * @param text the whole file
 */
export function revisionOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(withLf(text)))).slice(0, 8)
}

/** `text` with CRLF and lone CR as LF. */
export function withLf(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
