import { addressParser } from 'postal-mime'
import type { Mailbox } from '../../model/index.ts'

/** Addresses of a From, To or Cc header, groups dissolved; at most 1,000. Never throws. */
export function readAddresses(header: string): readonly Mailbox[] {
  if (header === '') return []
  // Quotes, comments, groups and escapes need the library; what most headers hold does not.
  if (SPECIAL.test(header)) return slow(header)
  const found: Mailbox[] = []
  for (const part of header.split(',')) {
    const box = known.get(part) ?? simple(part)
    if (!box) return slow(header)
    if (known.size < 20_000) known.set(part, box)
    found.push(box)
  }
  return found.length > MAX_ADDRESSES ? found.slice(0, MAX_ADDRESSES) : found
}

const MAX_ADDRESSES = 1000
const SPECIAL = /["():;\\[\]]|=\?|[^\x20-\x7e]/
const known = new Map<string, Mailbox>()

function simple(part: string): Mailbox | undefined {
  const text = part.trim()
  const open = text.indexOf('<')
  if (open === -1) return PLAIN.test(text) ? mailbox('', text) : undefined
  if (!text.endsWith('>')) return undefined
  const address = text.slice(open + 1, -1)
  const name = text.slice(0, open).trim()
  return PLAIN.test(address) && !name.includes('@') && !name.includes('>') ? mailbox(name, address) : undefined
}

const PLAIN = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,255}$/

/** Those who write to a thread write to the same people: most headers were seen before. */
function slow(header: string): readonly Mailbox[] {
  const found = knownHeaders.get(header) ?? parsed(header)
  if (knownHeaders.size >= MOST_HEADERS) knownHeaders.clear()
  if (header.length <= LONGEST_HEADER) knownHeaders.set(header, found)
  return found
}

const knownHeaders = new Map<string, readonly Mailbox[]>()
const MOST_HEADERS = 2000
const LONGEST_HEADER = 4096

function parsed(header: string): readonly Mailbox[] {
  const found: Mailbox[] = []
  for (const one of addressParser(header)) {
    for (const box of one.group ?? [one]) {
      if (found.length === MAX_ADDRESSES) return found
      if (box.address || box.name) found.push(mailbox(box.name, box.address ?? ''))
    }
  }
  return found
}

function mailbox(name: string, address: string): Mailbox {
  const at = address.lastIndexOf('@')
  return Object.freeze({
    name: clean(name),
    address: clean(at === -1 ? address : address.slice(0, at + 1) + address.slice(at + 1).toLowerCase()),
  })
}

function clean(text: string): string {
  return text.replace(/[\x00-\x20\x7f-\x9f]+/g, ' ').trim()
}
