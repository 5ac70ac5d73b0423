import { ask } from '../../lib/api/ask.ts'
import { fieldsOf } from '../../lib/api/fields.ts'
import type { Direct as Answer } from '../../lib/api/find/direct.ts'
import type { Knowledge } from '../../lib/model/index.ts'

/** What answers the text itself: a question with its verdict, a message, a commit, a revision. */
export function Direct({ direct, knowledge }: { direct: Answer; knowledge: Knowledge }) {
  if (direct.kind !== 'check')
    return (
      <section className="find-direct" aria-label={`The ${direct.kind}`}>
        <p>
          {direct.href ? <a href={direct.href}>{direct.title}</a> : <strong>{direct.title}</strong>} <span className="tag">{direct.kind}</span>
        </p>
        <p className="small soft">{direct.says}</p>
      </section>
    )
  const { answer, problems } = ask(knowledge, fieldsOf(new URLSearchParams(direct.href.slice(direct.href.indexOf('?')))))
  return (
    <section className="find-direct" aria-label="The check">
      <p>
        <a href={direct.href}>{direct.title}</a>
      </p>
      {answer ? (
        <p>
          {direct.to === '' ? null : (
            <>
              <strong className={`t-${answer.verdict}`}>{answer.verdict}</strong>
              {': '}
            </>
          )}
          <span className="small">
            stream {answer.stream}, guest {answer.guest}; {answer.findings.length} {answer.findings.length === 1 ? 'finding' : 'findings'}
            {answer.missing.length > 0 ? `, ${answer.missing.length} ${answer.missing.length === 1 ? 'fact is' : 'facts are'} missing` : ''}.{' '}
            <a href={direct.href}>Why, and what else to say</a>
          </span>
        </p>
      ) : (
        <p className="small soft">{problems[0]?.message}</p>
      )}
    </section>
  )
}
