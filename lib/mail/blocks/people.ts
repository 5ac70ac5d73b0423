import type { Mailbox } from '../../model/index.ts'
import type { Draft, Written } from './blocks.ts'

/** Fills in the name of an address, and the address of a name, from the people of the message: most who are quoted are among them. */
export function completed(drafts: readonly Draft[], message: Written): readonly Draft[] {
  const known = new Map<object, Mailbox>()
  let people: Mailbox[] | undefined
  const complete = (author: Mailbox): Mailbox => {
    if (author.name !== '' && author.address !== '') return author
    people ??= [message.from, ...(message.to ?? []), ...(message.cc ?? [])].filter(({ name, address }) => name !== '' && address !== '')
    if (author.address !== '') return people.find(({ address }) => address.toLowerCase() === author.address.toLowerCase()) ?? author
    // Two addresses of one name: which one wrote is not known; the sender's own is the likelier, then who comes first.
    const address = people.find((one) => samePerson(one, author))?.address
    return address === undefined ? author : { name: author.name, address }
  }
  return drafts.map((draft) => {
    if (draft.author === undefined) return draft
    const author = known.get(draft.author) ?? complete(draft.author)
    known.set(draft.author, author)
    return author === draft.author ? draft : { ...draft, author }
  })
}

/** Are these one person, as far as names and addresses tell? */
export function samePerson(a: Mailbox, b: Mailbox): boolean {
  if (a.address !== '' && a.address.toLowerCase() === b.address.toLowerCase()) return true
  return sameName(a.name, b.name)
}

function sameName(a: string, b: string): boolean {
  if (a === '' || b === '') return false
  if (a === b) return true
  const name = foldName(a)
  return name !== '' && name === foldName(b)
}

/** Lower case, letters and digits only, words in order: "Graf, Alexander" and "Alexander Graf" are one. */
function foldName(name: string): string {
  const known = folded.get(name)
  if (known !== undefined) return known
  const fold = foldedName(name)
  if (folded.size < MOST_FOLDED) folded.set(name, fold)
  return fold
}

/** The people of an archive are few, and each is asked for again and again. */
const folded = new Map<string, string>()
const MOST_FOLDED = 10_000

const foldedName = (name: string): string =>
  name
    .replace(/\svia\s.*$|\([^()]*\)/giu, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s,.-]/gu, '')
    .split(/[\s,.-]+/u)
    .filter((word) => word.length > 1)
    .sort()
    .join(' ')
