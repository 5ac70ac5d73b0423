import { addressMask } from '../../lib/api/mail/mask.ts'
import { messagePath } from '../../lib/api/mail/paths.ts'
import type { ThreadPage } from '../../lib/api/mail/thread-page.ts'
import { Hidden, MailBody } from './mail-body.tsx'
import { MailTree } from './mail-tree.tsx'
import './mail.css'

/** A thread with its messages whole, as a tree or by time. */
export function MailThread({ page, messageId, order }: { page: ThreadPage; messageId: string; order: 't' | 'T' }) {
  const { list, thread, tree, shown, left, pages } = page
  const mask = addressMask()
  const first = thread.messages[0]
  const path = messagePath(list, messageId, order)
  return (
    <>
      <h1>
        <bdi>{first?.subject || '(no subject)'}</bdi>
      </h1>
      <p className="row small">
        <span>
          {thread.total} {thread.total === 1 ? 'message' : 'messages'}, {first?.date.slice(0, 10)} to {thread.messages.at(-1)?.date.slice(0, 10)}
        </span>{' '}
        {order === 't' ? <a href={messagePath(list, messageId, 'T')}>by time</a> : <a href={messagePath(list, messageId, 't')}>as a tree</a>}{' '}
        <a href={messagePath(list, messageId, 't.mbox.gz')}>mbox.gz</a> <a href={messagePath(list, messageId, 't.atom')}>Atom</a>{' '}
        <a href={`${path}.txt`}>text</a>
      </p>
      {thread.total > thread.messages.length ? <p className="error">The thread is larger: the first {thread.messages.length} are shown.</p> : null}
      <details open={thread.total <= 30}>
        <summary>Overview</summary>
        <MailTree tree={tree} messages={thread.messages} list={list} current={messageId} />
      </details>
      {shown.map(({ summary, message, blocks, hidden, depth }, index) => (
        <article key={summary.messageId} id={`m${(page.page - 1) * 100 + index}`} data-step={Math.min(depth, 8)}>
          <h2>
            <a href={messagePath(summary.lists[0] ?? list, summary.messageId)}>
              <bdi>{message.from.name || mask(message.from.address)}</bdi>
            </a>{' '}
            <span className="small soft">
              {message.date.slice(0, 16).replace('T', ' ')} <bdi>{message.subject}</bdi>
            </span>
          </h2>
          <MailBody blocks={blocks} list={summary.lists[0] ?? list} messageId={summary.messageId} mask={mask} prefix={`m${(page.page - 1) * 100 + index}-`} />
          <Hidden lines={hidden} list={summary.lists[0] ?? list} messageId={summary.messageId} />
        </article>
      ))}
      {left.length > 0 ? (
        <>
          <p className="error">{left.length} messages are too long to be shown here with the others:</p>
          <ul className="plain">
            {left.map(({ messageId: id, subject, lists }) => (
              <li key={id}>
                <a href={messagePath(lists[0] ?? list, id)}>{subject || '(no subject)'}</a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {pages > 1 ? (
        <p className="row">
          {Array.from({ length: pages }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pages have no other name
            <a key={index} href={`${path}?page=${index + 1}`} aria-current={index + 1 === page.page ? 'page' : undefined}>
              {index + 1}
            </a>
          ))}
        </p>
      ) : null}
    </>
  )
}
