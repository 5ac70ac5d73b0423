import type { FoundPosition, Mailbox, Message } from '../../model/index.ts'
import type { DraftMessage } from './draft-of.ts'

/** A position as a draft cites it: one or more statements of a person that follow each other in a message. */
export interface Said {
  /** Unique in the draft: `gibson-2`. */
  readonly id: string
  readonly author: Mailbox
  readonly stance: FoundPosition['stance']
  readonly message: Message
  /** Short name of the list: `kvm-ppc`. */
  readonly list: string
  /** Absent if the whole message is meant. */
  readonly lines?: readonly [number, number]
  readonly records: readonly string[]
  readonly rules: readonly string[]
  /** It stands in the message that the draft is about. */
  readonly decides: boolean
}

const MOST = 60
/** Statements that are so many lines apart are one. */
const APART = 2
/** As a record's evidence wants it. */
const CITABLE = /^[^\s<>@]+@[^\s<>@]+$/

/** All that was said in a thread, by date. The message that the draft is about is there though no rule found anything in it. */
export function statements(messages: readonly DraftMessage[], about: string): { readonly kept: readonly Said[]; readonly leftOut: number } {
  const all = [...messages]
    .sort((a, b) => (a.message.date < b.message.date ? -1 : a.message.date > b.message.date ? 1 : 0))
    .flatMap((one): Omit<Said, 'id'>[] => {
      const decides = one.message.messageId === about
      const list = one.list.split('.')[0] || 'unknown'
      const joined = join(one.positions)
      const bare = { author: one.message.from, stance: 'report', records: [], rules: [] } as const
      const found = joined.length === 0 && decides ? [bare] : joined
      return found.map((position) => ({ ...position, message: one.message, list, decides }))
    })
  const citable = all.filter(({ message }) => CITABLE.test(message.messageId))
  // What the draft is about stays, whatever else there is.
  const chosen = new Set([...citable.filter(({ decides }) => decides), ...citable.filter(({ decides }) => !decides)].slice(0, MOST))
  const counts = new Map<string, number>()
  const kept = citable
    .filter((said) => chosen.has(said))
    .map((said) => {
      const name = slug(said.author)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return { ...said, id: `${name}-${count}` }
    })
  return { kept, leftOut: all.length - kept.length }
}

function join(positions: readonly FoundPosition[]) {
  const joined: { author: Mailbox; stance: FoundPosition['stance']; lines: readonly [number, number]; records: readonly string[]; rules: readonly string[] }[] =
    []
  for (const { author, stance, lines, records, rules } of positions) {
    const last = joined.at(-1)
    if (last && last.stance === stance && last.author.address === author.address && lines[0] - last.lines[1] <= APART) {
      joined[joined.length - 1] = {
        ...last,
        lines: [last.lines[0], Math.max(last.lines[1], lines[1])],
        records: [...new Set([...last.records, ...records])],
        rules: [...new Set([...last.rules, ...rules])],
      }
    } else joined.push({ author, stance, lines, records, rules })
  }
  return joined
}

/** How a person is called: the name, else what stands before the `@`. */
export const nameOf = ({ name, address }: Mailbox): string => name.trim() || address.split('@')[0] || 'unknown'

/** The last word of a name, for ids. */
function slug(author: Mailbox): string {
  const words = nameOf(author)
    .replace(/\(.*?\)/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9\s]+/g, '')
    .trim()
    .split(/\s+/)
  return words.at(-1) || 'unknown'
}
