import { Fragment } from 'react'
import { grouped } from '../../lib/api/mail/grouped.ts'
import { listPath, messagePath } from '../../lib/api/mail/paths.ts'
import type { Service } from '../../lib/api/service.ts'
import type { MessageSummary } from '../../lib/store/mail-port.ts'
import { pageAt } from './service.ts'
import './mail.css'

/** A list: its months, and the messages of one of them (or the newest) by thread. */
export async function MailList({ service, list, month, cursor, spam }: { service: Service; list: string; month?: string; cursor?: string; spam?: boolean }) {
  const [months, { page, problem }] = await Promise.all([
    service.mail.months(list),
    pageAt(cursor, (at) => service.mail.messages({ list, limit: 200, ...(month ? { month } : {}), ...at, ...(spam ? { spam } : {}) })),
  ])
  const years = grouped(months, (one) => one.month.slice(0, 4))
  const most = Math.max(1, ...months.map(({ messages }) => messages))
  const threads = byRoot(page.items)
  return (
    <>
      <h1>
        {list}
        {month ? `, ${month}` : ''}
      </h1>
      {problem ? <p className="error">{problem}</p> : null}
      <p className="row small">
        <a href={listPath(list)}>newest</a> <a href={`${listPath(list)}/new.atom`}>Atom</a>{' '}
        <a href={`/search?in=mail&q=${encodeURIComponent(`list:${list} `)}`}>search in it</a> <a href={`${listPath(list, month)}.txt`}>text</a>{' '}
        {spam ? <a href={listPath(list, month)}>without spam</a> : <a href={`${listPath(list, month)}?spam=yes`}>with spam</a>}
      </p>
      <h2>{month ? `${page.total} messages` : 'Newest'}</h2>
      <ul className="plain subjects">
        {threads.map((messages) => {
          const first = messages.at(-1) as MessageSummary
          return (
            <li key={first.messageId}>
              <time className="soft small">{messages[0]?.date.slice(0, 10)}</time>{' '}
              <a href={messagePath(list, first.messageId)}>
                <bdi>{first.subject || '(no subject)'}</bdi>
              </a>{' '}
              {messages.length > 1 ? (
                <a className="small" href={messagePath(list, first.messageId, 't')}>
                  {messages.length} messages
                </a>
              ) : null}{' '}
              <span className="small soft">
                <Names names={[...new Set([...messages].reverse().map(({ from }) => from.name || from.address.replace(/@.*/, '')))]} />
              </span>
            </li>
          )
        })}
      </ul>
      {page.next ? (
        <p>
          <a href={`${listPath(list, month)}?cursor=${encodeURIComponent(page.next)}${spam ? '&spam=yes' : ''}`}>older</a>
        </p>
      ) : null}
      <h2>By month</h2>
      <div className="frame">
        <table className="narrow months">
          <thead>
            <tr>
              <th scope="col">year</th>
              {MONTHS.map((number) => (
                <th key={number} scope="col">
                  {number}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...years].map(([year, found]) => (
              <tr key={year}>
                <th scope="row">{year}</th>
                {MONTHS.map((number) => {
                  const name = `${year}-${number}`
                  const one = found.find((each) => each.month === name)
                  return (
                    <td key={name} data-step={one ? Math.ceil((one.messages / most) * 7) : undefined}>
                      {one ? (
                        <a
                          href={listPath(list, name)}
                          title={`${name}: ${one.messages} messages in ${one.threads} threads`}
                          aria-current={name === month ? 'page' : undefined}
                        >
                          {one.messages}
                        </a>
                      ) : null}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))
/** People of a thread who are named. */
const MOST_NAMES = 6

function Names({ names }: { names: readonly string[] }) {
  const shown = names.length > MOST_NAMES + 1 ? names.slice(0, MOST_NAMES) : names
  return (
    <>
      {shown.map((name, index) => (
        <Fragment key={name}>
          {index > 0 ? ', ' : ''}
          <bdi>{name}</bdi>
        </Fragment>
      ))}
      {shown.length < names.length ? ` and ${names.length - shown.length} more` : ''}
    </>
  )
}

/** Messages of a page, newest first, by the topmost message on it that they answer; in each group the topmost is last. */
function byRoot(messages: readonly MessageSummary[]): (readonly MessageSummary[])[] {
  const byId = new Map(messages.map((one) => [one.messageId, one] as const))
  const rootOf = (message: MessageSummary): string => {
    const seen = new Set<string>()
    let at = message
    for (let above = byId.get(at.parent ?? ''); above && !seen.has(above.messageId); above = byId.get(at.parent ?? '')) {
      seen.add(above.messageId)
      at = above
    }
    return at.messageId
  }
  return [...grouped(messages, rootOf)].map(([root, group]) => [...group.filter(({ messageId }) => messageId !== root), byId.get(root) as MessageSummary])
}
