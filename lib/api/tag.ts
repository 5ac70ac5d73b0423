import { createHash } from 'node:crypto'

/** The ETag of a text. */
export function tagOf(text: string | Uint8Array): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
}

/** Whether `If-None-Match` names the tag; compared weakly, as RFC 9110 wants it there, and whatever the encoding. */
export function isKnownTag(header: string | null, tag: string): boolean {
  const plain = (one: string): string => one.replace(/^W\//, '').replace(/-(br|gzip)"$/, '"')
  return (header ?? '').split(',').some((one) => one.trim() === '*' || plain(one.trim()) === plain(tag))
}
