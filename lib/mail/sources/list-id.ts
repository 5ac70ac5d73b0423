import { Buffer } from 'node:buffer'
import { readHeaders } from '../parse/headers.ts'

/** The list that a message names in its List-Id header (RFC 2919): `kvm-ppc.vger.kernel.org`; undefined when it names none. */
export function listIdOf(raw: Uint8Array): string | undefined {
  const value = readHeaders(Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 1 << 16))).first('list-id')
  const [, inBrackets] = /<([^<>]{1,200})>\s*$/.exec(value.slice(-300)) ?? []
  const name = (inBrackets ?? value).trim().toLowerCase()
  return /^[a-z0-9][\w.+-]*$/.test(name) && name.length <= 200 ? name : undefined
}
