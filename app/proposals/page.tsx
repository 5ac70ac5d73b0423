import type { Metadata } from 'next'
import { addressMask } from '../../lib/api/mail/mask.ts'
import { messagePath } from '../../lib/api/mail/paths.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { pageContext } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Proposals' }

/** Commands that mails gave, and what became of each. */
export default async function Proposals() {
  const { service, links } = await pageContext()
  const proposals = await service.mail.proposals({ limit: 200 })
  const mask = addressMask()
  return (
    <>
      <h1>Proposals</h1>
      <p>What mails asked for with a command in a paragraph of its own. Nothing changes before a reviewer accepts it.</p>
      {proposals.length === 0 ? (
        <p>
          None yet. A line of a mail such as <code>canimigrate: record area/name why it matters</code> makes one.
        </p>
      ) : null}
      <ul className="plain">
        {proposals.map((one) => (
          <li key={one.id}>
            <span className="tag">{one.status}</span> <span className="mono small">{one.id}</span> <code>{mask(one.text)}</code>
            <br />
            <span className="small soft">
              <bdi>{mask(one.author.name || one.author.address)}</bdi>,{' '}
              <a href={`${messagePath('all', one.messageId)}#L${one.line}`}>{one.date.slice(0, 10)}</a>{' '}
              {one.record ? <RecordLink id={one.record} links={links} /> : null} {one.reason}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
