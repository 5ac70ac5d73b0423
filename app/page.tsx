import { queryOf } from '../lib/api/fields.ts'
import { grouped } from '../lib/api/mail/grouped.ts'
import { areaOf, datesOf, policiesByDate } from '../lib/api/listing.ts'
import { RecordLink } from './_components/evidence.tsx'
import { MORE_EXAMPLES, SYSTEMS } from './_components/examples.ts'
import { SearchBox } from './_components/search-box.tsx'
import { pageContext } from './_components/service.ts'
import './home.css'

/** Policies and changes that the start shows. */
const RECENT = 6
/** Searches to begin with, of each sort that the box understands. */
const TRY = ['KVM_CAP_PPC_FWNMI', 'capability 201', 'cap-cfpc=broken', 'qemu 7.2', 'qemu 6.2 -> 7.2 power9', 'may a XENFEAT flag be withdrawn']

/** The start: a search box, questions to begin with, what is new, what is here. */
export default async function Home() {
  const { service, knowledge, links } = await pageContext()
  const { items: changed } = await service.store.records({ order: 'updated', limit: RECENT })
  const systems = SYSTEMS.filter(({ record }) => knowledge.entries.has(record))
  const areas = [...grouped(knowledge.features, ({ data }) => areaOf(data.id))].sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <>
      <h1>Can I migrate?</h1>
      <p>
        What a guest can see of its host, since which kernel, QEMU or Xen, what maintainers decided about it, and whether a guest survives the move. Every claim
        ends in a message, a commit, a tag or a test run; what is not known is called unknown.
      </p>
      <SearchBox />
      <p className="row small">
        <span>Try</span>
        {TRY.map((text) => (
          <a key={text} href={`/search?q=${encodeURIComponent(text)}`}>
            {text}
          </a>
        ))}
      </p>
      <div className="home-columns">
        <section aria-labelledby="ask">
          <h2 id="ask">Ask</h2>
          <ul>
            {[...systems, ...MORE_EXAMPLES].map(({ question, fields }) => (
              <li key={question}>
                <a href={`/check?${queryOf(fields)}`}>{question}</a>
              </li>
            ))}
          </ul>
          <p>
            <a href="/check">Ask your own</a>: facts, two QEMU command lines, or libvirt domains. <a href="/fleet">A whole fleet</a> at once.
          </p>
        </section>
        <section aria-labelledby="new">
          <h2 id="new">Changed last</h2>
          <ul className="plain">
            {changed.map(({ id, title, updated }) => (
              <li key={id}>
                <RecordLink id={id} links={links}>
                  {title}
                </RecordLink>{' '}
                <span className="small soft">
                  <time dateTime={updated}>{updated.slice(0, 10)}</time>
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <h2 id="areas">Areas</h2>
      <ul className="plain home-areas">
        {areas.map(([area, features]) => (
          <li key={area}>
            <a href={`/areas/${area}`}>{knowledge.entries.get(`areas/${area}`)?.data.title ?? area}</a> <span className="small soft">{features.length}</span>
          </li>
        ))}
      </ul>
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
            </li>
          ))}
      </ul>
      <p>
        <a href="/policies">All {knowledge.policies.length} decisions</a>
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
      <h2 id="ways">From a terminal</h2>
      <pre>{`curl -sG ${service.url}/search.txt -d q=KVM_CAP_PPC_FWNMI
curl -sG ${service.url}/check.txt -d from=kvm=hv+cpu=power9 -d to=kvm=pr+cpu=power9 -d guest=uses=scv
curl -s ${service.url}/api/v1/evaluate -H content-type:application/json -d '{"from": "…", "to": "…"}'
npx canimigrate check --from "kvm=hv cpu=power9" --to "kvm=pr cpu=power9" --guest "uses=scv"`}</pre>
    </>
  )
}
