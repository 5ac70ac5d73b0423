import { addressMask } from '../../lib/api/mail/mask.ts'
import { messagePath } from '../../lib/api/mail/paths.ts'
import type { MailHits as Found } from '../../lib/api/mail/search.ts'
import { Marked } from './marked.tsx'

/** Messages that a search found. */
export function MailHits({ found }: { found: Found }) {
  const mask = addressMask()
  return (
    <>
      {found.notes.map((note) => (
        <p key={note} className="soft">
          {note}
        </p>
      ))}
      <ul className="plain">
        {found.hits.map(({ messageId, subject, from, date, lists, snippet }) => (
          <li key={messageId}>
            <a href={messagePath(lists[0] ?? 'all', messageId)}>
              <bdi>{subject || '(no subject)'}</bdi>
            </a>{' '}
            <span className="small soft">
              {date.slice(0, 10)} <bdi>{mask(from.name || from.address)}</bdi>, {lists.join(', ')}
            </span>
            <br />
            <bdi className="small">
              <Marked text={snippet.text} marks={snippet.marks} />
            </bdi>
          </li>
        ))}
      </ul>
    </>
  )
}
