import { Fragment } from 'react'
import { queryOf } from '../lib/api/fields.ts'
import { areaOf, datesOf, policiesByDate } from '../lib/api/listing.ts'
import { RecordLink } from './_components/evidence.tsx'
import { MORE_EXAMPLES, SYSTEMS } from './_components/examples.ts'
import { pageContext } from './_components/service.ts'

/** Most policies that the start shows. */
const RECENT = 5

/** The start: a search box, questions to begin with, what is here. */
export default async function Home() {
  const { service, knowledge, links } = await pageContext()
  const systems = SYSTEMS.filter(({ record }) => knowledge.entries.has(record))
  return (
    <>
      <h1>Can I migrate?</h1>
      <p>
        What a guest can see of its host, since which kernel, QEMU or Xen, what maintainers decided about it on the lists, and whether a guest survives the
        move. Every claim ends in a message, a commit, a tag or a test run; what is not known is called unknown, and the fact that is missing is named. The same
        answers here, over HTTP, on the command line and as a library.
      </p>
      <search>
        <form action="/search" className="big">
          <input name="q" aria-label="Search features, policies, identifiers" placeholder="a capability, a flag, a Message-ID, words" />
          <button type="submit">Search</button>
        </form>
      </search>
      <h2 id="ask">Ask</h2>
      <ul>
        {[...systems, ...MORE_EXAMPLES].map(({ question, fields }) => (
          <li key={question}>
            <a href={`/check?${queryOf(fields)}`}>{question}</a>
          </li>
        ))}
      </ul>
      <p>
        <a href="/check">Ask your own</a>: facts, two QEMU command lines, or libvirt domains.
      </p>
      <h2 id="systems">Where to start reading</h2>
      <ul className="plain">
        {systems.map(({ name, record }) => {
          const data = knowledge.entries.get(record)?.data
          return (
            <li key={record}>
              <a href={links.record(record)?.href}>{name}</a>
              {data?.kind === 'feature' ? `: ${data.rely}` : ''}
            </li>
          )
        })}
      </ul>
      <p className="row">
        <span>All {knowledge.features.length} features:</span>
        {[...new Set(knowledge.features.map(({ data }) => areaOf(data.id)))].map((area) => (
          <Fragment key={area}>
            {' '}
            <a href={`/areas/${area}`}>{area}</a>
          </Fragment>
        ))}
      </p>
      <h2 id="policies">Lately discussed</h2>
      <ul className="plain">
        {policiesByDate(knowledge)
          .slice(0, RECENT)
          .map(({ data }) => (
            <li key={data.id}>
              <RecordLink id={data.id} links={links}>
                {data.title}
              </RecordLink>{' '}
              <span className="tag">{data.status}</span>{' '}
              <span className="small soft">
                {datesOf(data).first.slice(0, 4)} to {datesOf(data).last.slice(0, 4)}
              </span>
              <br />
              <span className="small">{data.summary}</span>
            </li>
          ))}
      </ul>
      <h2 id="ways">Three ways to ask</h2>
      <pre>{`curl -sG ${service.url}/check.txt -d from=kvm=hv+cpu=power9 -d to=kvm=pr+cpu=power9 -d guest=uses=scv
curl -s ${service.url}/api/v1/evaluate -H content-type:application/json -d '{"from": "…", "to": "…"}'
npx canimigrate check --from "kvm=hv cpu=power9" --to "kvm=pr cpu=power9" --guest "uses=scv"`}</pre>
    </>
  )
}
