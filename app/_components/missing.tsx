import { Fragment } from 'react'
import { choicesOf } from '../../lib/api/choices.ts'
import { type Fields, queryOf } from '../../lib/api/fields.ts'
import { askedFor, refined } from '../../lib/api/refine.ts'
import type { Answer, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'
import { HiddenFields } from './hidden-fields.tsx'

/** What is not known and matters: each fact as an input that adds it to the question. */
export function MissingFacts({ answer, fields, knowledge, links }: { answer: Answer; fields: Fields; knowledge: Knowledge; links: LinkResolver }) {
  if (answer.missing.length === 0) return null
  const inputs = answer.missing.filter(({ fact }) => askedFor(fields, answer, fact, 'x') && !fact.startsWith('guest.uses.'))
  return (
    <>
      <h2 id="missing">Not known, and it matters</h2>
      <form action="/check">
        <HiddenFields fields={fields} />
        <ul className="plain">
          {answer.missing.map(({ fact, why, matters_to }) => (
            <li key={fact}>
              <strong className="mono">{fact}</strong>: {why} <GiveFact fact={fact} answer={answer} fields={fields} knowledge={knowledge} />{' '}
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

function GiveFact({ fact, answer, fields, knowledge }: { fact: string; answer: Answer; fields: Fields; knowledge: Knowledge }) {
  if (fact.startsWith('guest.uses.')) {
    return (
      <span>
        {(['yes', 'no'] as const).map((to) => {
          const addition = askedFor(fields, answer, fact, to)
          const changed = addition && refined(fields, [addition])
          return changed ? (
            <Fragment key={to}>
              {to === 'yes' ? '' : ' · '}
              <a href={`/check?${queryOf(changed)}`}>{to === 'yes' ? 'it does' : 'it does not'}</a>
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
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      ) : null}
    </>
  )
}
