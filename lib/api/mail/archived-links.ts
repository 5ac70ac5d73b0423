import type { Entry, Evidence, LinkResolver } from '../../model/index.ts'
import type { Service } from '../service.ts'
import { messagePath } from './paths.ts'

/** The same links, but messages that this record cites and that are in the archives here are read here, at the cited lines. */
export async function archivedLinks({ mail }: Service, { data }: Entry, links: LinkResolver): Promise<LinkResolver> {
  const cited = messagesIn(data)
  const here = cited.length > 0 ? await mail.have(cited) : new Map<string, string>()
  if (here.size === 0) return links
  return {
    ...links,
    evidence(evidence: Evidence) {
      const messageId = evidence.kind === 'mail' ? evidence['message-id'] : undefined
      const list = messageId === undefined ? undefined : here.get(messageId)
      if (evidence.kind !== 'mail' || messageId === undefined || list === undefined) return links.evidence(evidence)
      const { lines } = evidence
      return messagePath(list, messageId) + (lines ? `?lines=${lines}#L${lines.split('-')[0]}` : '')
    },
  }
}

function messagesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { kind, 'message-id': messageId } = value as Record<string, unknown>
  const own = kind === 'mail' && typeof messageId === 'string' ? [messageId] : []
  return [...own, ...Object.values(value).flatMap(messagesIn)]
}
