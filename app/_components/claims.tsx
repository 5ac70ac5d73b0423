import type { ReactNode } from 'react'
import type { Evidence, Feature, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'

/** What parts of a record's page show claims with. */
export interface Context {
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** One claim of a record, with its evidence; `id` is where citations of it lead. */
export function Claim({
  id,
  lead,
  text,
  inferred,
  evidence,
  children,
  ...context
}: Context & { id: string; lead: ReactNode; text: string; inferred: boolean; evidence: readonly Evidence[]; children?: ReactNode }) {
  return (
    <div className="finding" id={id}>
      <p className="small soft">{lead}</p>
      <p>
        <Filled text={text} />
        {inferred ? ' (inferred)' : ''}
      </p>
      {children}
      <EvidenceList evidence={evidence} {...context} />
    </div>
  )
}

/** Dated steps, oldest first. */
export function History({ title, id, entries, ...context }: Context & { title: string; id: string; entries: Feature['history'] }) {
  return entries.length === 0 ? null : (
    <>
      <h2 id={id}>{title}</h2>
      <ol className="timeline">
        {entries.map(({ date, text, inferred, evidence }) => (
          <li key={date + text}>
            <time>{date}</time> {text}
            {inferred ? ' (inferred)' : ''}
            <EvidenceList evidence={evidence} {...context} />
          </li>
        ))}
      </ol>
    </>
  )
}

/** Other records, by id and title. */
export function Related({ title, ids, links }: { title: string; ids: readonly string[]; links: LinkResolver }) {
  return ids.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul>
        {[...new Set(ids)].map((id) => (
          <li key={id}>
            <RecordLink id={id} links={links} /> {links.record(id)?.title}
          </li>
        ))}
      </ul>
    </>
  )
}

/** A summary whose `{source.machine}` stands for a fact of the question. */
function Filled({ text }: { text: string }) {
  return text.split(/(\{[^{}]+\})/).map((part, index) =>
    part.startsWith('{') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <var key={index}>{part.slice(1, -1)}</var>
    ) : (
      part
    ),
  )
}
