import { Fragment } from 'react'
import { choicesOf } from '../../lib/api/choices.ts'
import type { Fields } from '../../lib/api/fields.ts'
import { askedFor, hrefWith } from '../../lib/api/refine.ts'
import type { Answer, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'

/** An answer, and what is needed to show it beside its question. */
export interface AnswerProps {
  readonly answer: Answer
  readonly fields: Fields
  /** The question as an address has it. */
  readonly query: string
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** What is not known and matters: each fact as an input that adds it to the question. */
export function MissingFacts({ answer, fields, query, knowledge, links }: AnswerProps) {
  if (answer.missing.length === 0) return null
  const inputs = answer.missing.filter(({ fact }) => askedFor(fields, answer, fact, 'x') && !fact.startsWith('guest.uses.'))
  return (
    <>
      <h2 id="missing">Not known, and it matters</h2>
      <form action="/check/ask" method="post" className="missing">
        {[...new URLSearchParams(query)].map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two hosts on the way may be alike
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        <ul className="plain">
          {answer.missing.map(({ fact, why, matters_to }) => (
            <li key={fact}>
              <strong className="mono">{fact}</strong>: {why} <GiveFact fact={fact} answer={answer} fields={fields} query={query} knowledge={knowledge} />{' '}
              <span className="small soft">
                (matters to{' '}
                {matters_to.map((id, index) => (
                  <span key={id}>
                    {index > 0 ? ', ' : ''}
                    <RecordLink id={id} links={links} />
                  </span>
                ))}
                {matters_to.length === 0 ? 'the whole question' : ''})
              </span>
            </li>
          ))}
        </ul>
        {inputs.length > 0 ? <button type="submit">Add what is filled in and check again</button> : null}
      </form>
    </>
  )
}

function GiveFact({ fact, answer, fields, query, knowledge }: Omit<AnswerProps, 'links'> & { readonly fact: string }) {
  if (fact.startsWith('guest.uses.')) {
    return (
      <span>
        {(['yes', 'no'] as const).map((to) => {
          const addition = askedFor(fields, answer, fact, to)
          const href = addition && hrefWith(fields, query, [addition])
          return href ? (
            <Fragment key={to}>
              {to === 'yes' ? '' : ' · '}
              <a href={href}>{to === 'yes' ? 'it does' : 'it does not'}</a>
            </Fragment>
          ) : null
        })}
      </span>
    )
  }
  const addition = askedFor(fields, answer, fact, 'x')
  if (!addition) return null
  const name = `add.${addition.place}.${addition.set}`
  const choices = choicesOf(knowledge, addition.set)
  return (
    <>
      <input name={name} className="mono short" aria-label={fact} size={14} autoComplete="off" list={choices.length > 0 ? `${name}.choices` : undefined} />
      {choices.length > 0 ? (
        <datalist id={`${name}.choices`}>
          {choices.map(({ word }) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}
