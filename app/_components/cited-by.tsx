import { citedBy } from '../../lib/evaluate/index.ts'
import type { Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'

/** More are folded. */
const MOST_SHOWN = 15

/** The records that name this one, and how. */
export function CitedBy({ id, knowledge, links }: { id: string; knowledge: Knowledge; links: LinkResolver }) {
  const found = citedBy(knowledge, id)
  if (found.length === 0) return null
  const items = found.map((one) => (
    <li key={one.id}>
      <RecordLink id={one.id} links={links} /> {one.title}{' '}
      <span className="small soft">
        ({one.kind}, {one.how} it)
      </span>
    </li>
  ))
  return (
    <>
      <h2 id="s-cited">Cited by</h2>
      <ul>{items.slice(0, MOST_SHOWN)}</ul>
      {items.length > MOST_SHOWN ? (
        <details>
          <summary>{items.length - MOST_SHOWN} more</summary>
          <ul>{items.slice(MOST_SHOWN)}</ul>
        </details>
      ) : null}
    </>
  )
}
