import type { Metadata } from 'next'
import { datesOf, policiesByDate } from '../../lib/api/listing.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Policies' }

/** Every decision, with its status. */
export default async function Policies() {
  const { knowledge, links } = await pageContext()
  return (
    <>
      <h1>Policies</h1>
      <p>What maintainers decided on the lists, or did not: who held what, in which message, and what came of it.</p>
      <ul className="plain">
        {policiesByDate(knowledge).map(({ data }) => (
          <li key={data.id}>
            <span className="row">
              <RecordLink id={data.id} links={links}>
                {data.title}
              </RecordLink>
              <span className="tag">{data.status}</span>
              <span className="small soft">
                in force: {data['in-force']} · {datesOf(data).first} to {datesOf(data).last}
              </span>
            </span>
            {data.question}
            <br />
            <span className="small soft">{[...new Set(data.positions.map(({ person }) => person))].join(', ')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
