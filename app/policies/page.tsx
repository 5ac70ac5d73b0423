import type { Metadata } from 'next'
import { datesOf, listPolicies } from '../../lib/api/listing.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { Pick } from '../_components/pick.tsx'
import '../_components/record.css'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Policies' }

/** Every decision, with its status; `q`, `status`, `force` and `person` narrow. */
export default async function Policies({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const { knowledge, links } = await pageContext()
  const { filter, found, choices, isNarrowed } = listPolicies(knowledge, query)
  return (
    <>
      <h1>Policies</h1>
      <p>What maintainers decided on the lists, or did not: who held what, in which message, and what came of it.</p>
      <form action="/policies" className="filter">
        <label>
          words
          <input name="q" defaultValue={filter.words} size={18} />
        </label>
        <Pick name="status" label="status" any="any" value={filter.status} choices={choices.status} />
        <Pick name="force" label="in force" any="any" value={filter.force} choices={choices.force} />
        <Pick name="person" label="with the word of" any="anybody" value={filter.person} choices={choices.person} />
        <Pick name="sort" label="order" value={filter.sort} choices={[['last'], ['first'], ['title'], ['status']]} />
        <button type="submit">Filter</button>
      </form>
      {isNarrowed ? (
        <p role="status">
          {found.length} of {knowledge.policies.length}. <a href="/policies">Show all</a>
          {found.length === 0 ? (
            <>
              , or <a href={`/search?q=${encodeURIComponent(filter.words)}`}>search everything</a>
            </>
          ) : null}
        </p>
      ) : null}
      <ul className="plain">
        {found.map(({ data }) => (
          <li key={data.id}>
            <span className="row">
              <RecordLink id={data.id} links={links}>
                {data.title}
              </RecordLink>{' '}
              <span className="tag">{data.status}</span>{' '}
              <span className="small soft">
                in force: {data['in-force']} · {datesOf(data).first} to {datesOf(data).last}
              </span>
            </span>{' '}
            {data.question}
            <br />
            <span className="small soft">
              {[...new Set(data.positions.map(({ person }) => person))].map((person, index) => (
                <span key={person}>
                  {index > 0 ? ', ' : ''}
                  <bdi>{person}</bdi>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
