import { discussionsOf } from '../../lib/api/discussions.ts'
import { citationInWords } from '../../lib/evaluate/index.ts'
import type { Entry } from '../../lib/model/index.ts'
import type { Context } from './claims.tsx'
import { RecordLink } from './evidence.tsx'

/** More are folded. */
const MOST_SHOWN = 15

/** The messages that a record and its policies stand on, oldest first. */
export function Discussions({ entry, ...context }: Context & { entry: Entry }) {
  const found = discussionsOf(entry, context.knowledge)
  if (found.length === 0) return null
  const items = found.map(({ evidence, through }) => {
    const href = context.links.evidence(evidence)
    const { author, date, list } = evidence
    return (
      <li key={evidence['message-id'] ?? evidence.url}>
        <time>{date ?? 'no date'}</time> {href ? <a href={href}>{author ? <bdi>{author}</bdi> : citationInWords(evidence)}</a> : <bdi>{author}</bdi>}{' '}
        <span className="small soft">{list}</span>
        {evidence.note ? <span className="small">: {evidence.note}</span> : null}
        {through.map((id) => (
          <span key={id} className="small soft">
            {' '}
            in <RecordLink id={id} links={context.links} />
          </span>
        ))}
      </li>
    )
  })
  return (
    <>
      <h2 id="s-discussions">Discussions</h2>
      <ul className="plain dated">{items.slice(0, MOST_SHOWN)}</ul>
      {items.length > MOST_SHOWN ? (
        <details>
          <summary>{items.length - MOST_SHOWN} more</summary>
          <ul className="plain dated">{items.slice(MOST_SHOWN)}</ul>
        </details>
      ) : null}
    </>
  )
}
