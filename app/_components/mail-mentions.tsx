import { grouped } from '../../lib/api/mail/grouped.ts'
import { addressMask } from '../../lib/api/mail/mask.ts'
import { messagePath } from '../../lib/api/mail/paths.ts'
import type { StoredMention } from '../../lib/store/mail-port.ts'

/** Where the lists speak of a record: by thread, newest first, with the sentence around each mention. */
export function MailMentions({ mentions, each = 3 }: { mentions: readonly StoredMention[]; each?: number }) {
  const mask = addressMask()
  return (
    <ul className="plain mentions">
      {[...grouped(mentions, ({ thread }) => thread.messageId)].map(([id, found]) => (
        <li key={id}>
          <a href={messagePath(found[0]?.lists[0] ?? 'all', id, 'T')}>
            <bdi>{found[0]?.thread.subject || '(no subject)'}</bdi>
          </a>{' '}
          <span className="small soft">
            {found[0]?.lists[0]}, {found.length} {found.length === 1 ? 'mention' : 'mentions'}
          </span>
          <ul className="plain">
            {telling(found, each).map((mention) => (
              <li key={`${mention.messageId}${mention.line}${mention.name}`} className="small">
                <a href={`${messagePath(mention.lists[0] ?? 'all', mention.messageId)}${mention.line > 0 ? `?lines=${mention.line}#L${mention.line}` : ''}`}>
                  <time>{mention.date.slice(0, 10)}</time> <bdi>{mention.from.name || mask(mention.from.address)}</bdi>
                </a>{' '}
                {mention.where === 'own' ? '' : `(${WHERE[mention.where]}) `}
                <Sentence text={mask(mention.sentence)} name={mention.name} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

/** What people said before what they quoted, and that before code; each as before by date. */
function telling(mentions: readonly StoredMention[], most: number): readonly StoredMention[] {
  const order = ['own', 'subject', 'quoted', 'patch']
  return [...mentions].sort((a, b) => order.indexOf(a.where) - order.indexOf(b.where)).slice(0, most)
}

const WHERE = { own: '', quoted: 'quoting', patch: 'in a patch', subject: 'in the subject' } as const

function Sentence({ text, name }: { text: string; name: string }) {
  const at = text.indexOf(name)
  if (at < 0) return <bdi>{text}</bdi>
  return (
    <bdi>
      {text.slice(0, at)}
      <mark>{name}</mark>
      {text.slice(at + name.length)}
    </bdi>
  )
}
