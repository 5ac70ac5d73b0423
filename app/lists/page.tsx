import type { Metadata } from 'next'
import { listPath } from '../../lib/api/mail/paths.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Lists' }

/** The archives that are here, and the records they speak of most. */
export default async function Lists() {
  const { service, links } = await pageContext()
  const [lists, mentioned, counts] = await Promise.all([service.mail.lists(), service.mail.mentioned(), service.mail.counts()])
  return (
    <>
      <h1>Mailing lists</h1>
      <p>Archives that were read in. Messages are linked to the records that they speak of, and records to the messages.</p>
      {lists.length === 0 ? (
        <p>
          None yet. A public-inbox, an mbox, a maildir or one message: <code>npx canimigrate ingest SOURCE</code>
        </p>
      ) : (
        <form action="/search" className="row">
          <input type="hidden" name="in" value="mail" />
          <input name="q" aria-label="Search in messages" placeholder="KVM_CAP_… from:… after:2020" size={36} />
          <button type="submit">Search messages</button>
        </form>
      )}
      <ul className="plain">
        {lists.map(({ list, messages, spam, first, last }) => (
          <li key={list}>
            <a href={listPath(list)}>{list}</a>{' '}
            <span className="soft">
              {messages} messages, {first.slice(0, 10)} to {last.slice(0, 10)}
              {spam > 0 ? `; ${spam} taken for spam` : ''}
            </span>{' '}
            <a className="small" href={`${listPath(list)}/new.atom`}>
              Atom
            </a>
          </li>
        ))}
      </ul>
      {lists.length > 0 ? (
        <p className="soft small">
          {counts.messages} messages in {counts.threads} threads; {counts.ghosts} more are referred to and not here; {counts.mentions} mentions of records.
          Commands that mails gave: <a href="/proposals">proposals</a>.
        </p>
      ) : null}
      {mentioned.length > 0 ? (
        <>
          <h2>Spoken of</h2>
          <div className="frame">
            <table>
              <thead>
                <tr>
                  <th>record</th>
                  <th>threads</th>
                  <th>mentions</th>
                  <th>newest</th>
                </tr>
              </thead>
              <tbody>
                {mentioned.map(({ record, threads, mentions, newest }) => (
                  <tr key={record}>
                    <td>
                      <RecordLink id={record} links={links} />
                    </td>
                    <td>
                      <a href={`/mentions/${record}`}>{threads}</a>
                    </td>
                    <td>{mentions}</td>
                    <td className="one-line">{newest.slice(0, 10)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </>
  )
}
