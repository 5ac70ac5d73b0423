import { changesOf } from '../../lib/api/feeds/changes.ts'
import { grouped } from '../../lib/api/mail/grouped.ts'
import { pageContext } from '../_components/service.ts'

export const metadata = { title: 'Changes' }

/** What changed in the records, newest first, by day. */
export default async function Changes() {
  const { service } = await pageContext()
  const changes = await changesOf(service, { kind: 'all' }, 200)
  return (
    <>
      <h1>Changes</h1>
      <p>
        The last {changes.length} changes of records. To follow them: <a href="/changes.atom">Atom</a>; those of one record or area are the Atom feed of its
        page. Ends of support and removals: <a href="/calendar.ics">calendar</a>.
      </p>
      {[...grouped(changes, ({ date }) => date.slice(0, 10))].map(([day, all]) => (
        <section key={day}>
          <h2 id={day}>
            <time>{day}</time>
          </h2>
          <ul className="plain">
            {all.map(({ id, revision, kind, title, shown, moved }) => (
              <li key={`${kind} ${id} ${revision}`} className="small">
                <span className="tag">{kind === 'removed' && moved ? 'renamed' : kind}</span> <a href={shown}>{title}</a>{' '}
                <span className="id soft">{moved ? `${id} → ${moved}` : id}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
