import { groupsOf } from '../../lib/api/find/find.ts'
import { hitHref, KIND_NAMES } from '../../lib/api/find/href.ts'
import { type FindQuery, findAddress, withFilter } from '../../lib/api/find/query.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import type { SearchHit, SearchResult } from '../../lib/search/port.ts'
import { Marked } from '../_components/marked.tsx'

/** Hits of one kind on a page of its own. */
export const PAGE = 25
/** Of each kind where all are shown: of the one with the best hit, and of the others. */
const FIRST = 8
const OTHERS = 4

/** Records that were found: by kind, or where one kind is asked for a page of it. */
export function Hits({ query, records, knowledge }: { query: FindQuery; records: SearchResult; knowledge: Knowledge }) {
  if (query.filters.kind !== undefined)
    return (
      <>
        <List hits={records.hits} knowledge={knowledge} />
        <p className="row">
          {query.page > 1 ? <a href={findAddress(query, { page: query.page - 1 })}>previous</a> : null}{' '}
          {records.total > query.page * PAGE ? (
            <a href={findAddress(query, { page: query.page + 1 })}>next {Math.min(PAGE, records.total - query.page * PAGE)}</a>
          ) : null}
        </p>
      </>
    )
  const counts = new Map((records.facets.kind ?? []).map(({ value, count }) => [value, count]))
  const groups = groupsOf(records.hits, FIRST)
  return (
    <>
      {groups.map(({ kind, hits }, index) => {
        const shown = index === 0 ? hits : hits.slice(0, OTHERS)
        const all = counts.get(kind) ?? shown.length
        return (
          <section key={kind} aria-labelledby={`kind-${kind}`}>
            <h2 id={`kind-${kind}`}>
              {KIND_NAMES[kind] ?? kind} <span className="soft small">{all}</span>
            </h2>
            <List hits={shown} knowledge={knowledge} />
            {all > shown.length ? (
              <p>
                <a href={findAddress(withFilter(query, 'kind', [kind]))}>
                  All {all} {KIND_NAMES[kind] ?? kind}
                </a>
              </p>
            ) : null}
          </section>
        )
      })}
    </>
  )
}

function List({ hits, knowledge }: { hits: readonly SearchHit[]; knowledge: Knowledge }) {
  return (
    <ul className="plain find-hits">
      {hits.map((hit) => (
        <li key={hit.id}>
          <a href={hitHref(hit)}>
            <Marked text={hit.title} marks={hit.marks.title} />
          </a>{' '}
          <span className="id small soft">{hit.id}</span> {hit.named ? <span className="tag">this name</span> : null}{' '}
          <Status id={hit.id} knowledge={knowledge} />
          <br />
          <span className="small">
            {hit.marks.summary.length > 0 || hit.marks.title.length > 0 || hit.marks.snippet.length === 0 ? (
              <Marked text={hit.summary} marks={hit.marks.summary} />
            ) : (
              <Marked text={hit.snippet} marks={hit.marks.snippet} />
            )}
          </span>
          {hit.without.length > 0 ? <span className="small soft"> · without {hit.without.map((word) => `“${word}”`).join(', ')}</span> : null}
        </li>
      ))}
    </ul>
  )
}

/** Of a decision: where it stands. */
function Status({ id, knowledge }: { id: string; knowledge: Knowledge }) {
  const data = knowledge.entries.get(id)?.data
  return data?.kind === 'policy' ? <span className="tag">{data.status}</span> : null
}
