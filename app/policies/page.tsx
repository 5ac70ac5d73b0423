import type { Metadata } from 'next'
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
        {knowledge.policies.map(({ data }) => (
          <li key={data.id}>
            <span className="row">
              <RecordLink id={data.id} links={links}>
                {data.title}
              </RecordLink>
              <span className="tag">{data.status}</span>
              <span className="small soft">
                in force: {data['in-force']} · {data.positions[0]?.date} · {[...new Set(data.positions.map(({ person }) => person))].join(', ')}
              </span>
            </span>
            {data.question}
          </li>
        ))}
      </ul>
    </>
  )
}
