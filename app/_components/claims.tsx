import type { ReactNode } from 'react'
import type { Evidence, Feature, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { Words } from './words.tsx'

/** What parts of a record's page show claims with. */
export interface Context {
  readonly knowledge: Knowledge
  readonly links: LinkResolver
  /** The revision that is shown, `id@revision`: what citations of its claims begin with. */
  readonly pinned: string
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
      <p className="small soft">
        {lead} <CiteMark fragment={id} {...context} />
      </p>
      <p>
        <Filled text={text} />
        {inferred ? ' (inferred)' : ''}
      </p>
      {children}
      <EvidenceList evidence={evidence} {...context} />
    </div>
  )
}

/** The address of one claim in this revision, for ever. */
export function CiteMark({ fragment, pinned }: Pick<Context, 'pinned'> & { fragment: string }) {
  return (
    <a className="claim-mark" href={`/r/${pinned}#${fragment}`} aria-label={`cite ${fragment}`} title="the address of this claim, for ever">
      #
    </a>
  )
}

/** Dated steps, oldest first. @param fragments where citations of them lead, in their order */
export function History({
  title,
  id,
  entries,
  fragments,
  ...context
}: Context & { title: string; id: string; entries: Feature['history']; fragments: readonly string[] }) {
  return entries.length === 0 ? null : (
    <>
      <h2 id={id}>{title}</h2>
      <ol className="timeline">
        {entries.map(({ date, text, inferred, evidence }, index) => (
          <li key={fragments[index]} id={fragments[index]}>
            <time>{date}</time> <Words text={text} />
            {inferred ? ' (inferred)' : ''} <CiteMark fragment={fragments[index] as string} {...context} />
            <EvidenceList evidence={evidence} {...context} />
          </li>
        ))}
      </ol>
    </>
  )
}

/** Other records, by title and id. */
export function Related({ title, ids, links }: { title: string; ids: readonly string[]; links: LinkResolver }) {
  return ids.length === 0 ? null : (
    <>
      <h3>{title}</h3>
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
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <Words key={index} text={part} />
    ),
  )
}
