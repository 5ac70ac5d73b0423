import { messagePath } from '../../lib/api/mail/paths.ts'
import type { ThreadNode } from '../../lib/api/mail/thread-page.ts'
import type { MessageSummary } from '../../lib/store/mail-port.ts'
import './mail.css'

/** A thread as a tree; where the subject stays the same it is not said again. Deeper steps than a screen has are shown at the edge. */
export function MailTree({
  tree,
  messages,
  list,
  current,
}: {
  tree: readonly ThreadNode[]
  messages: readonly MessageSummary[]
  list: string
  current?: string
}) {
  const byId = new Map(messages.map((one) => [one.messageId, one] as const))
  return (
    <ul className="thread">
      {rows(tree).map(({ id, depth, above }) => {
        const message = byId.get(id)
        const subject = message && bare(message.subject)
        return (
          <li key={id} data-step={Math.min(depth, 12)} aria-current={id === current ? 'true' : undefined}>
            {message ? (
              <>
                <time className="soft">{message.date.slice(0, 10)}</time>{' '}
                <a href={messagePath(message.lists[0] ?? list, id)}>
                  <bdi>{message.from.name || message.from.address}</bdi>
                </a>
                {subject === bare(byId.get(above)?.subject ?? '') ? null : (
                  <>
                    {' '}
                    <bdi>{message.subject}</bdi>
                  </>
                )}
              </>
            ) : (
              <span className="soft">a message that is not in the archives here</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

interface Row {
  readonly id: string
  readonly depth: number
  readonly above: string
}

function rows(tree: readonly ThreadNode[]): Row[] {
  const found: Row[] = []
  const stack = [...tree].reverse().map((node) => ({ node, depth: 0, above: '' }))
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, depth, above } = next
    found.push({ id: node.messageId, depth, above })
    for (const child of [...node.children].reverse()) stack.push({ node: child, depth: depth + 1, above: node.messageId })
  }
  return found
}

function bare(subject: string): string {
  return subject.replace(/^\s*((re|aw|sv|fwd?|antw)\s*:\s*)+/i, '').trim()
}
