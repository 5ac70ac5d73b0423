import type { Metadata } from 'next'
import { find } from '../../lib/api/find/find.ts'
import { type FindQuery, findAddress, findQueryOf, isNarrowed } from '../../lib/api/find/query.ts'
import { MailHits } from '../_components/mail-hits.tsx'
import { SearchBox } from '../_components/search-box.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'
import { Direct } from './direct.tsx'
import { FilterForm, Filters } from './filters.tsx'
import { Nothing } from './nothing.tsx'
import { Hits, PAGE } from './results.tsx'
import { Start } from './start.tsx'
import './search.css'

/** Records of all kinds that one search asks for before it is narrowed to a kind. */
const MIXED = 100
/** Messages below records, and where only they are asked for. */
const FEW_MESSAGES = 5
const MAIL_PAGE = 50

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { text } = findQueryOf(await queryFrom(searchParams))
  return { title: text === '' ? 'Search' : `${text.slice(0, 60)} · Search`, robots: { index: false } }
}

/** Everything that is here by words, names or identifiers: what answers the text itself, records by kind, messages; each filter is in the address. */
export default async function Search({ searchParams }: { searchParams: SearchParams }) {
  const query = findQueryOf(await queryFrom(searchParams))
  const { service, knowledge } = await pageContext()
  const flat = query.filters.kind !== undefined
  const found = await find(service, query, {
    records: flat ? PAGE : MIXED,
    messages: query.mail ? MAIL_PAGE : FEW_MESSAGES,
    offset: (query.page - 1) * (query.mail ? MAIL_PAGE : flat ? PAGE : 0),
  })
  const { direct, records, about, mail } = found
  const empty = !query.mail && records.total === 0
  return (
    <>
      <h1>Search</h1>
      <Box query={query} />
      {query.text === '' ? (
        <Start knowledge={knowledge} />
      ) : (
        <div className={query.mail || empty ? '' : 'find-columns'}>
          <div className="find-results">
            {direct ? <Direct direct={direct} knowledge={knowledge} /> : null}
            {records.corrected.map(({ from, to }) => (
              <p key={from} className="soft">
                Searched for <strong>{to}</strong> instead of <q>{from}</q>. <a href={findAddress({ ...query, text: `"${from}"` })}>Only {from}</a>
              </p>
            ))}
            {empty ? (
              <Nothing query={query} found={found} />
            ) : query.mail ? null : (
              <>
                <p className="soft" role="status">
                  {records.total} {records.total === 1 ? 'record' : 'records'}
                  {about ? (
                    <>
                      {' '}
                      about <strong>{about}</strong>
                    </>
                  ) : null}
                  {isNarrowed(query) && records.unfiltered > records.total ? (
                    <>
                      , <a href={findAddress({ text: query.text, filters: {}, mail: false, newest: false, page: 1 })}>{records.unfiltered} without filters</a>
                    </>
                  ) : null}
                  {records.unknown.length > 0 ? <>. Left out, as no record has it: {records.unknown.map((word) => `“${word}”`).join(', ')}</> : null}
                  {records.relaxed && records.unknown.length === 0 ? '. None has all of these words; these have most.' : null}{' '}
                  <a href="#narrow" className="find-jump small">
                    narrow
                  </a>
                </p>
                <Hits query={query} records={records} knowledge={knowledge} />
              </>
            )}
            {mail && (query.mail || mail.total > 0) ? (
              <section aria-labelledby="messages">
                <h2 id="messages">
                  messages <span className="soft small">{mail.total}</span>
                </h2>
                <p className="row small">
                  {query.mail ? <a href={findAddress({ ...query, mail: false })}>records too</a> : <a href={findAddress({ ...query, mail: true })}>all</a>}{' '}
                  {query.newest ? (
                    <a href={findAddress({ ...query, mail: true, newest: false })}>best first</a>
                  ) : (
                    <a href={findAddress({ ...query, mail: true, newest: true })}>newest first</a>
                  )}
                </p>
                {query.mail ? <MailSyntax /> : null}
                {mail.total === 0 ? (
                  <p role="status">
                    No message here has this. Fewer words may do; <a href="/lists">the archives</a> that are read here.
                  </p>
                ) : null}
                <MailHits found={mail} />
                {query.mail && mail.total > query.page * MAIL_PAGE ? <a href={findAddress(query, { page: query.page + 1 })}>more</a> : null}
              </section>
            ) : null}
          </div>
          {query.mail || (empty && !isNarrowed(query)) ? null : (
            <nav id="narrow" className="find-narrow" aria-label="Narrow the results">
              <Filters query={query} facets={records.facets} />
              <FilterForm query={query} />
            </nav>
          )}
        </div>
      )}
    </>
  )
}

function Box({ query }: { query: FindQuery }) {
  const { text, filters, after, before, mail } = query
  const kept = [...Object.entries(filters).map(([name, values]) => [name, values.join(',')] as const), ['after', after] as const, ['before', before] as const]
  return (
    <SearchBox text={text}>
      {kept.map(([name, value]) => (value ? <input key={name} type="hidden" name={name} value={value} /> : null))}
      {mail ? <input type="hidden" name="in" value="mail" /> : null}
    </SearchBox>
  )
}

function MailSyntax() {
  return (
    <p className="small soft">
      <code>&quot;a phrase&quot;</code> <code>-not</code> <code>from:</code> <code>list:</code> <code>subject:</code> <code>before:2020-06</code>{' '}
      <code>after:2019</code> <code>record:area/name</code> <code>has:patch</code> <code>has:attachment</code> <code>is:spam</code>
    </p>
  )
}
