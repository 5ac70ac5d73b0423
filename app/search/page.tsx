import type { Metadata } from 'next'
import { searchMail } from '../../lib/api/mail/search.ts'
import { KINDS, type Kind } from '../../lib/model/index.ts'
import { MailHits } from '../_components/mail-hits.tsx'
import { Marked } from '../_components/marked.tsx'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Search' }

const MAIL_PAGE = 50

/** Records, then messages, by words, names or identifiers; `kind` narrows to records, `in=mail` to messages. */
export default async function Search({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const { q = '', kind, in: where, order, page = '1' } = await searchParams
  const text = q.slice(0, 400)
  const { service, links } = await pageContext()
  const kinds = KINDS.includes(kind as Kind) ? [kind as Kind] : undefined
  const inMail = where === 'mail'
  const at = Math.min(100, Math.max(1, Number(page) || 1))
  const result = text.trim() === '' || inMail ? undefined : await service.search.query({ text, limit: 50, kinds })
  const mail =
    text.trim() === '' || kinds
      ? undefined
      : await searchMail(service, text, inMail ? { limit: MAIL_PAGE, offset: (at - 1) * MAIL_PAGE, ...(order === 'date' ? { order } : {}) } : { limit: 5 })
  const more = (number: number): string => `/search?${new URLSearchParams({ in: 'mail', q: text, ...(order ? { order } : {}), page: String(number) })}`
  return (
    <>
      <h1>Search</h1>
      <form action="/search" className="row">
        <input name="q" aria-label="Search for" defaultValue={text} size={36} />
        <select name="kind" aria-label="Kind" defaultValue={kind ?? ''}>
          <option value="">everything</option>
          {KINDS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
        <select name="in" aria-label="Where" defaultValue={inMail ? 'mail' : ''}>
          <option value="">records and mail</option>
          <option value="mail">mail only</option>
        </select>
        <button type="submit">Search</button>
      </form>
      {result?.corrected.map(({ from, to }) => (
        <p key={from} className="soft">
          Searched for <strong>{to}</strong> instead of {from}.
        </p>
      ))}
      {result?.relaxed ? <p className="soft">No record has all of these words; these have some.</p> : null}
      {result ? <p className="soft">{result.total} found</p> : null}
      <ul className="plain">
        {result?.hits.map((hit) => (
          <li key={hit.id}>
            <a href={links.record(hit.id)?.href ?? `/r/${hit.id}`}>
              <Marked text={hit.title} marks={hit.marks.title} />
            </a>{' '}
            <span className="id small">{hit.id}</span> <span className="tag">{hit.kind}</span>
            <br />
            <span className="small">
              <Marked text={hit.snippet} marks={hit.marks.snippet} />
            </span>
          </li>
        ))}
      </ul>
      {inMail ? (
        <p className="small soft">
          <code>&quot;a phrase&quot;</code> <code>-not</code> <code>from:</code> <code>list:</code> <code>subject:</code> <code>before:2020-06</code>{' '}
          <code>after:2019</code> <code>record:area/name</code> <code>has:patch</code> <code>has:attachment</code> <code>is:spam</code>
        </p>
      ) : null}
      {mail && (inMail || mail.total > 0) ? (
        <>
          <h2>
            {mail.total} {mail.total === 1 ? 'message' : 'messages'}
          </h2>
          <p className="row small">
            {inMail ? null : <a href={more(1)}>all</a>} {order === 'date' ? null : <a href={`${more(1)}&order=date`}>newest first</a>}
          </p>
          <MailHits found={mail} />
          {inMail && mail.total > at * MAIL_PAGE ? <a href={more(at + 1)}>more</a> : null}
        </>
      ) : null}
      {result?.hits.length === 0 && !mail?.total ? (
        <p>
          Nothing. Try fewer words, or look through the <a href="/features">features</a> and <a href="/policies">policies</a>.
        </p>
      ) : null}
    </>
  )
}
