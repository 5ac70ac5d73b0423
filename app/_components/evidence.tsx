import { citationInWords } from '../../lib/evaluate/index.ts'
import type { Evidence, Knowledge, LinkResolver } from '../../lib/model/index.ts'

/** A claim's evidence, each once, linked to where it can be read, with the day it was checked. */
export function EvidenceList({ evidence, knowledge, links }: { evidence: readonly Evidence[]; knowledge: Knowledge; links: LinkResolver }) {
  if (evidence.length === 0) return null
  const each = new Map(evidence.map((one) => [`${citationInWords(one, knowledge)} ${one.note ?? ''}`, one] as const))
  return (
    <ul className="cites">
      {[...each].map(([key, one]) => {
        const href = links.evidence(one)
        const words = citationInWords(one, knowledge)
        return (
          <li key={key}>
            {href ? <a href={href}>{words}</a> : words}
            {one.note ? `: ${one.note}` : ''} <span className="small">(checked {one.checked})</span>
          </li>
        )
      })}
    </ul>
  )
}

/** A record's page, linked by its title or id. */
export function RecordLink({ id, links, children }: { id: string; links: LinkResolver; children?: React.ReactNode }) {
  const page = links.record(id)
  return page ? (
    <a className={children ? undefined : 'id'} href={page.href} title={page.title}>
      {children ?? id}
    </a>
  ) : (
    <span className="id">{children ?? id}</span>
  )
}
