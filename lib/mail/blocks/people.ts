import type { Mailbox } from '../../model/index.ts'
import type { Written } from './blocks.ts'

/** Mailboxes by what an attribution may call them: folded name, and address. */
export interface People {
  readonly byName: ReadonlyMap<string, Mailbox>
  readonly byAddress: ReadonlyMap<string, Mailbox>
}

/** Sender and receivers of a message: most who are quoted are among them. */
export function peopleOf(message: Written): People {
  const byName = new Map<string, Mailbox>()
  const byAddress = new Map<string, Mailbox>()
  for (const mailbox of [message.from, ...(message.to ?? []), ...(message.cc ?? [])]) {
    const name = foldName(mailbox.name)
    // Two addresses of one name: which one wrote is not known, but the sender's own is the likelier.
    if (name !== '' && mailbox.address !== '' && !byName.has(name)) byName.set(name, mailbox)
    if (mailbox.address !== '' && mailbox.name !== '') byAddress.set(mailbox.address.toLowerCase(), mailbox)
  }
  return { byName, byAddress }
}

/** Fills in the name of an address, or the address of a name, from the people of the message. */
export function completed(author: Mailbox, people: People): Mailbox {
  if (author.address === '') return Object.freeze({ name: author.name, address: people.byName.get(foldName(author.name))?.address ?? '' })
  if (author.name === '') return Object.freeze({ name: people.byAddress.get(author.address.toLowerCase())?.name ?? '', address: author.address })
  return Object.freeze({ ...author })
}

/** Are these one person, as far as names and addresses tell? */
export function samePerson(a: Mailbox, b: Mailbox): boolean {
  if (a.address !== '' && a.address.toLowerCase() === b.address.toLowerCase()) return true
  const name = foldName(a.name)
  return name !== '' && name === foldName(b.name)
}

/** Lower case, letters and digits only, words in order: "Graf, Alexander" and "Alexander Graf" are one. */
const foldName = (name: string): string =>
  name
    .replace(/\svia\s.*$|\([^()]*\)/giu, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s,.-]/gu, '')
    .split(/[\s,.-]+/u)
    .filter((word) => word.length > 1)
    .sort()
    .join(' ')
