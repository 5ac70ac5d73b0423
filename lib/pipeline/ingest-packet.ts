import type { RawMessage } from '../model/index.ts'

/** Messages as they are sent to a thread: their bytes in one buffer, which goes over without a copy. */
export interface RawPacket {
  readonly bytes: ArrayBuffer
  readonly messages: readonly (Omit<RawMessage, 'raw'> & { readonly end: number })[]
}

export function packRaw(messages: readonly RawMessage[]): RawPacket {
  const { bytes, ends } = joined(messages.map(({ raw }) => raw))
  return { bytes, messages: messages.map(({ raw, ...rest }, index) => ({ ...rest, end: ends[index] as number })) }
}

export function unpackRaw({ bytes, messages }: RawPacket): RawMessage[] {
  return messages.map(({ end, ...rest }, index) => ({ ...rest, raw: new Uint8Array(bytes).subarray(messages[index - 1]?.end ?? 0, end) }))
}

function joined(parts: readonly Uint8Array[]): { bytes: ArrayBuffer; ends: number[] } {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  const ends: number[] = []
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
    ends.push(at)
  }
  return { bytes: all.buffer, ends }
}
