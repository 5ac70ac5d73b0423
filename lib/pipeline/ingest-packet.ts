import type { RawMessage } from '../model/index.ts'
import type { ReadMail } from './ingest-read.ts'

/** Messages as they are sent to a thread: their bytes in one buffer, which goes over without a copy. */
export interface RawPacket {
  readonly bytes: ArrayBuffer
  readonly messages: readonly (Omit<RawMessage, 'raw'> & { readonly end: number })[]
}

/** What comes back: the compressed bytes likewise. */
export interface ReadPacket {
  readonly bytes: ArrayBuffer
  readonly mails: readonly { readonly arrival: Omit<ReadMail['arrival'], 'compressed'>; readonly document: ReadMail['document']; readonly end: number }[]
}

export function packRaw(messages: readonly RawMessage[]): RawPacket {
  const { bytes, ends } = joined(messages.map(({ raw }) => raw))
  return { bytes, messages: messages.map(({ raw, ...rest }, index) => ({ ...rest, end: ends[index] as number })) }
}

export function unpackRaw({ bytes, messages }: RawPacket): RawMessage[] {
  return messages.map(({ end, ...rest }, index) => ({ ...rest, raw: new Uint8Array(bytes).subarray(messages[index - 1]?.end ?? 0, end) }))
}

export function packRead(mails: readonly ReadMail[]): ReadPacket {
  const { bytes, ends } = joined(mails.map(({ arrival }) => arrival.compressed))
  return {
    bytes,
    mails: mails.map(({ arrival: { compressed, ...arrival }, document }, index) => ({ arrival, document, end: ends[index] as number })),
  }
}

export function unpackRead({ bytes, mails }: ReadPacket): ReadMail[] {
  return mails.map(({ arrival, document, end }, index) => ({
    arrival: { ...arrival, compressed: new Uint8Array(bytes).subarray(mails[index - 1]?.end ?? 0, end) },
    document,
  }))
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
