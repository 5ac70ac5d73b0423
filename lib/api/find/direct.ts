import { formOfText, readAsk } from '../../input/index.ts'
import { buildLinks, type Knowledge, type LinkResolver, parseReference } from '../../model/index.ts'
import { type Fields, queryOf } from '../fields.ts'
import { messagePath, withoutBrackets } from '../mail/paths.ts'
import type { Service } from '../service.ts'

/** What answers a text itself, before any record that has its words. */
export type Direct = DirectCheck | DirectIdentifier

/** The text is a question about a migration: the check, filled in. */
export interface DirectCheck {
  readonly kind: 'check'
  /** In words, one line. */
  readonly title: string
  /** The page that answers it, below the site's address. */
  readonly href: string
  readonly from: string
  readonly to: string
  readonly via: readonly string[]
  readonly guest: string
  /** Words that are no facts: what it is about. */
  readonly about: string
}

/** The text is a Message-ID, a commit, or a record's revision. */
export interface DirectIdentifier {
  readonly kind: 'message' | 'commit' | 'revision'
  readonly title: string
  /** Where it can be read: here, else elsewhere; absent where nobody knows. */
  readonly href?: string
  /** What is known of it, one line. */
  readonly says: string
}

export async function directOf(service: Service, text: string): Promise<Direct | undefined> {
  const knowledge = await service.knowledge()
  return checkOf(text, knowledge) ?? (await identifierOf(service, knowledge, text))
}

/** Reads the text as a question, or as something to be checked as it is: a command line, a domain. */
export function checkOf(text: string, knowledge: Knowledge): DirectCheck | undefined {
  const pasted = pastedIn(text)
  if (pasted)
    return {
      kind: 'check',
      title: `Check this ${pasted}`,
      href: `/check?${queryOf({ ...NO_FIELDS, from: text })}`,
      from: text,
      to: '',
      via: [],
      guest: '',
      about: '',
    }
  const asked = readAsk(text, knowledge)
  if (!asked) return undefined
  const { from, via, to, guest, about } = asked
  return {
    kind: 'check',
    title: `Can it migrate from ${[from, ...via, to].join(' to ')}${guest === '' ? '' : `, with a guest that ${guest}`}?`,
    href: `/check?${queryOf({ ...NO_FIELDS, from, via, to, guest })}`,
    ...asked,
    about,
  }
}

const NO_FIELDS: Fields = { from: '', to: '', fromHost: '', toHost: '', guest: '', via: [] }

/** What a pasted definition of a VM is called. */
function pastedIn(text: string): string | undefined {
  const form = formOfText(text)
  if (form === 'command line' && /\s-{1,2}[a-z]/i.test(text)) return 'command line'
  return form === 'libvirt document' && /^\s*<(\?xml|domain|capabilities|domainCapabilities)/.test(text) ? 'libvirt document' : undefined
}

async function identifierOf(service: Service, knowledge: Knowledge, text: string): Promise<DirectIdentifier | undefined> {
  const reference = /^\S+@[0-9a-f]{8,64}$/.test(text) ? parseReference(text) : undefined
  const entry = reference && knowledge.entries.get(reference.id)
  if (reference?.revision && entry) {
    const stored = await service.store.entry(reference.id, reference.revision)
    return {
      kind: 'revision',
      title: `${reference.id}@${reference.revision}`,
      ...(stored ? { href: `/r/${reference.id}@${reference.revision}` } : {}),
      says: stored
        ? stored.current
          ? 'the current revision'
          : `an old revision, of ${stored.seen.slice(0, 10)}`
        : 'no revision of this record that is known here; below is the current one',
    }
  }
  const commit = /^(?:commit\s+)?([0-9a-f]{7,40})$/i.exec(text)?.[1]?.toLowerCase()
  if (commit && /[a-f]/.test(commit) && /\d/.test(commit)) {
    const cited = await service.store.citations({ commit })
    if (cited.length === 0) return undefined
    const href = linksOf(knowledge).commit(commit)
    return { kind: 'commit', title: `commit ${commit}`, ...(href ? { href } : {}), says: citedIn(cited.map(({ record }) => record)) }
  }
  return messageOf(service, knowledge, withoutBrackets(text))
}

async function messageOf(service: Service, knowledge: Knowledge, messageId: string): Promise<DirectIdentifier | undefined> {
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(messageId)) return undefined
  const [[stored], cited] = await Promise.all([service.mail.summaries([messageId]), service.store.citations({ messageId })])
  if (!stored && cited.length === 0) return undefined
  const href = stored ? messagePath(stored.lists[0] ?? 'all', messageId) : linksOf(knowledge).message(messageId)
  return {
    kind: 'message',
    title: stored ? stored.subject || '(no subject)' : `<${messageId}>`,
    ...(href ? { href } : {}),
    says: [
      ...(stored ? [`${stored.date.slice(0, 10)}, ${stored.from.name || 'no name'}`] : ['not in the archives here']),
      ...(cited.length > 0 ? [citedIn(cited.map(({ record }) => record))] : []),
    ].join('; '),
  }
}

function citedIn(records: readonly string[]): string {
  const ids = [...new Set(records)]
  return `cited by ${ids.slice(0, MOST_CITING).join(', ')}${ids.length > MOST_CITING ? ` and ${ids.length - MOST_CITING} more` : ''}`
}

const MOST_CITING = 4

const resolvers = new WeakMap<Knowledge, LinkResolver>()

function linksOf(knowledge: Knowledge): LinkResolver {
  const links = resolvers.get(knowledge) ?? buildLinks(knowledge.entries.values())
  resolvers.set(knowledge, links)
  return links
}
