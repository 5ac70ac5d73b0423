import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ask } from '../../lib/api/ask.ts'
import { fieldsOf, queryOf } from '../../lib/api/fields.ts'
import { addressOf, readable } from '../../lib/api/kept.ts'
import { additionsOf, refined } from '../../lib/api/refine.ts'
import { FACT_KEYS, FACT_PREFIXES, type Knowledge } from '../../lib/model/index.ts'
import { AnswerView } from '../_components/answer.tsx'
import { CheckForm } from '../_components/check-form.tsx'
import { ClientScript, scriptAddress } from '../_components/client-script.tsx'
import { MORE_EXAMPLES, SYSTEMS } from '../_components/examples.ts'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'
import './check.css'

export const metadata: Metadata = { title: 'Can I migrate?' }

/** The evaluator. The whole question is in the address; nothing here needs JavaScript. */
export default async function CheckPage({ searchParams }: { searchParams: SearchParams }) {
  const given = await queryFrom(searchParams)
  const { knowledge, links } = await pageContext()
  const { query, problem } = await readable(given)
  const fields = fieldsOf(query)
  const additions = additionsOf(query)
  if (additions.length > 0) redirect(`/check?${await addressOf(queryOf(refined(fields, additions) ?? fields))}#answer`)
  const asked = problem === undefined ? ask(knowledge, fields) : { problems: [{ field: '', message: problem }] }
  return (
    <>
      <h1>Can I migrate?</h1>
      <CheckForm fields={fields} asked={asked} knowledge={knowledge} worker={scriptAddress('check-worker')} />
      <div id="result">
        {asked.answer ? (
          <AnswerView answer={asked.answer} fields={fields} query={await addressOf(queryOf(fields))} knowledge={knowledge} links={links} />
        ) : (
          <Help knowledge={knowledge} />
        )}
      </div>
      <ClientScript name="check" />
    </>
  )
}

function Help({ knowledge }: { knowledge: Knowledge }) {
  return (
    <>
      <h2 id="examples">For example</h2>
      <ul>
        {[...SYSTEMS, ...MORE_EXAMPLES].map(({ question, fields }) => (
          <li key={question}>
            <a href={`/check?${queryOf(fields)}`}>{question}</a>
          </li>
        ))}
      </ul>
      <h2 id="form">What a side takes</h2>
      <p>
        Facts as <code>key=value</code>, a whole QEMU command line, a libvirt domain or capabilities (XML), an xl configuration, a QMP dump, what{' '}
        <code>uname -a</code>, <code>qemu --version</code> and <code>xl info</code> say, JSON or YAML. One side alone asks whether the guest works there. What
        is not given counts as not known, except that machine options and devices not named are at their defaults.
      </p>
      <dl className="keys">
        {FACT_KEYS.map(({ key, about }) => (
          <div key={key}>
            <dt className="mono">{key}</dt>
            <dd>{about}</dd>
          </div>
        ))}
        {FACT_PREFIXES.map(({ key, about }) => (
          <div key={key}>
            <dt className="mono">{key}…</dt>
            <dd>{about}</dd>
          </div>
        ))}
        <div>
          <dt className="mono">device</dt>
          <dd>
            a <code>-device</code> string; may be given more than once
          </dd>
        </div>
        <div>
          <dt>machine options</dt>
          <dd className="mono">{knowledge.options.join(' ')}</dd>
        </div>
      </dl>
    </>
  )
}
