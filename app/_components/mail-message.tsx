import { grouped } from '../../lib/api/mail/grouped.ts'
import { addressMask } from '../../lib/api/mail/mask.ts'
import type { MessagePage } from '../../lib/api/mail/message-page.ts'
import { listPath, messagePath } from '../../lib/api/mail/paths.ts'
import type { LinkResolver, Mailbox } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'
import { Hidden, MailBody } from './mail-body.tsx'
import { MailTree } from './mail-tree.tsx'

/** A message's page: who, when, which records it speaks of, its text, its thread. */
export function MailMessage({ page, links, marked }: { page: MessagePage; links: LinkResolver; marked: readonly [number, number] | undefined }) {
  const { stored, message, shown, list, parent, thread, tree, versions, mentions, positions } = page
  const mask = addressMask()
  const { messageId } = stored
  return (
    <>
      <h1>
        <bdi>{message.subject || '(no subject)'}</bdi>
      </h1>
      <dl className="keys mail-head">
        <div>
          <dt>from</dt>
          <dd>
            <Person box={message.from} mask={mask} />
          </dd>
        </div>
        <div>
          <dt>date</dt>
          <dd>
            <time dateTime={message.date}>{message.date.replace('T', ' ').replace(/(:\d\d)\.\d+Z$/, '$1 UTC')}</time>
          </dd>
        </div>
        {message.to.length + message.cc.length > 0 ? (
          <div>
            <dt>to</dt>
            <dd>
              <People boxes={[...message.to, ...message.cc]} mask={mask} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>lists</dt>
          <dd>
            {stored.lists.map((one) => (
              <span key={one}>
                <a href={listPath(one, message.date.slice(0, 7))}>{one}</a>{' '}
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Message-ID</dt>
          <dd className="mono small">{messageId}</dd>
        </div>
        {stored.parent ? (
          <div>
            <dt>answers</dt>
            <dd>
              {parent ? (
                <>
                  <a href={messagePath(list, parent.messageId)}>
                    <bdi>{parent.subject}</bdi>
                  </a>{' '}
                  <bdi className="soft">{parent.from.name}</bdi>
                </>
              ) : (
                <Elsewhere messageId={stored.parent} links={links} />
              )}
            </dd>
          </div>
        ) : null}
      </dl>
      <p className="row small">
        <a href={messagePath(list, messageId, 't')}>thread ({thread.total})</a> <a href={messagePath(list, messageId, 'T')}>by time</a>{' '}
        <a href={messagePath(list, messageId, 'raw')}>raw</a> <a href={messagePath(list, messageId, 't.mbox.gz')}>mbox.gz</a>{' '}
        <a href={messagePath(list, messageId, 't.atom')}>Atom</a> <a href={`${messagePath(list, messageId)}.txt`}>text</a> {elsewhere(messageId, links, list)}
      </p>
      {stored.spam.length > 0 ? <p className="error">Taken for spam: {stored.spam.join(', ')}. Lists leave it out.</p> : null}
      {stored.deleted ? <p className="error">The archive that this came from has deleted it since.</p> : null}
      {stored.variants.length > 0 ? (
        <p className="error">
          Other messages came under the same Message-ID:{' '}
          {stored.variants.map((hash) => (
            <a key={hash} href={`${messagePath(list, messageId)}?hash=${hash}`} className="mono">
              {hash.slice(0, 8)}{' '}
            </a>
          ))}
        </p>
      ) : null}
      {mentions.length > 0 ? (
        <p className="row">
          <span className="soft">speaks of</span>
          {[...grouped(mentions, ({ record }) => record)].map(([record, found]) => (
            <span key={record} className="tag">
              <RecordLink id={record} links={links} />{' '}
              {[...new Set(found.map(({ line }) => line))].slice(0, 6).map((line) => (
                <a key={line} className="small" href={line === 0 ? '#main' : `#L${line}`}>
                  {line === 0 ? 'subject' : `L${line}`}{' '}
                </a>
              ))}
            </span>
          ))}
        </p>
      ) : null}
      {positions.length > 0 ? (
        <details open>
          <summary>
            {positions.length} {positions.length === 1 ? 'statement' : 'statements'} that a rule took for a position
          </summary>
          <ul className="plain">
            {positions.map(({ lines: [first, last], kind, stance, sentence }) => (
              <li key={`${first}-${kind}`}>
                <span className={`tag stance-${stance}`}>
                  {kind}, {stance}
                </span>{' '}
                <a href={`?lines=${first}-${last}#L${first}`}>L{first}</a> <q>{mask(sentence)}</q>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <MailBody blocks={shown.blocks} list={list} messageId={messageId} mask={mask} marked={marked} />
      <Hidden lines={shown.hidden} list={list} messageId={messageId} />
      {message.attachments.length > 0 ? (
        <ul className="small">
          {message.attachments.map(({ name, type, size }) => (
            <li key={`${name}${size}`}>
              attached, not shown: {name || 'no name'} <span className="soft">{`${type}, ${size} bytes`}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {message.notes.length > 0 ? (
        <ul className="small soft">
          {message.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      {versions.length > 1 ? (
        <>
          <h2 id="versions">Versions of this patch</h2>
          <ul>
            {versions.map((one) => (
              <li key={one.messageId} aria-current={one.messageId === messageId ? 'true' : undefined}>
                v{one.patch?.version ?? 1}{' '}
                <a href={messagePath(one.lists[0] ?? list, one.messageId)}>
                  <bdi>{one.subject}</bdi>
                </a>{' '}
                <span className="soft">{one.date.slice(0, 10)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {thread.total > 1 ? (
        <>
          <h2 id="thread">Thread</h2>
          <MailTree tree={tree} messages={thread.messages} list={list} current={messageId} />
        </>
      ) : null}
    </>
  )
}

/** Few as they are, many folded. */
function People({ boxes, mask }: { boxes: readonly Mailbox[]; mask: (text: string) => string }) {
  const all = boxes.map((box, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an address may be there twice
    <span key={index}>
      <Person box={box} mask={mask} />
      <br />
    </span>
  ))
  if (boxes.length <= 3) return <>{all}</>
  return (
    <details>
      <summary>{boxes.length} addresses</summary>
      {all}
    </details>
  )
}

function Person({ box, mask }: { box: Mailbox; mask: (text: string) => string }) {
  return (
    <>
      <bdi>{box.name}</bdi> {box.address ? <span className="soft">{`<${mask(box.address)}>`}</span> : null}
    </>
  )
}

/** The same message in a public archive, where one is known. */
function elsewhere(messageId: string, links: LinkResolver, list: string) {
  const href = links.message(messageId, list)
  return href ? <a href={href}>{new URL(href).hostname}</a> : null
}

function Elsewhere({ messageId, links }: { messageId: string; links: LinkResolver }) {
  const href = links.message(messageId)
  return (
    <>
      <span className="mono small">{messageId}</span> <span className="soft">(not in the archives here)</span>{' '}
      {href ? <a href={href}>{new URL(href).hostname}</a> : null}
    </>
  )
}
