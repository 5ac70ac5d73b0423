import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type Asked, ask } from '../../lib/api/ask.ts'
import { type Fields, fieldsOf, queryOf } from '../../lib/api/fields.ts'
import { additionsOf, refined } from '../../lib/api/refine.ts'
import { FACT_KEYS, FACT_PREFIXES, type Knowledge } from '../../lib/model/index.ts'
import { AnswerView } from '../_components/answer.tsx'
import { MORE_EXAMPLES, SYSTEMS } from '../_components/examples.ts'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Can I migrate?' }

/** The evaluator. The whole question is in the address; nothing here needs JavaScript. */
export default async function CheckPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const fields = fieldsOf(query)
  const additions = additionsOf(query)
  if (additions.length > 0) redirect(`/check?${queryOf(refined(fields, additions) ?? fields)}#answer`)
  const { knowledge, links } = await pageContext()
  const asked = ask(knowledge, fields)
  return (
    <>
      <h1>Can I migrate?</h1>
      <CheckForm fields={fields} asked={asked} />
      {asked.answer ? <AnswerView answer={asked.answer} fields={fields} knowledge={knowledge} links={links} /> : <Help knowledge={knowledge} />}
    </>
  )
}

function CheckForm({ fields, asked }: { fields: Fields; asked: Asked }) {
  return (
    <form action="/check">
      <Problems asked={asked} field="" />
      <div className="sides">
        <Side
          name="from"
          label="From"
          text={fields.from}
          host={fields.fromHost}
          asked={asked}
          example="kvm=hv cpu=power9 linux=5.15 qemu=7.2 machine=pseries-6.2"
        />
        <Side name="to" label="To" text={fields.to} host={fields.toHost} asked={asked} example="kvm=hv cpu=power9 linux=6.1 qemu=9.1" />
      </div>
      <Line name="guest" label="What is known of the guest" text={fields.guest} asked={asked} field="guest" example="linux=5.10 uses=scv" />
      {fields.via.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two hosts on the way may be alike
        <Line key={index} name="via" label={`By way of ${index + 1}`} text={text} asked={asked} field={`via.${index}`} />
      ))}
      <details>
        <summary>Add a host on the way</summary>
        <Line name="via" label={`By way of ${fields.via.length + 1}`} text="" asked={asked} field="" example="kvm=hv cpu=power9 linux=5.15 qemu=7.2" />
      </details>
      <p>
        <button type="submit">Check</button> <a href="/check">clear</a>
      </p>
    </form>
  )
}

function Side({ name, label, text, host, asked, example }: { name: 'from' | 'to'; label: string; text: string; host: string; asked: Asked; example: string }) {
  const wrong = asked.problems.some(({ field }) => field === name)
  return (
    <div>
      <label htmlFor={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={4}
        defaultValue={text}
        placeholder={example}
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={`${name}-problems`}
      />
      <Problems asked={asked} field={name} />
      <details open={host !== ''}>
        <summary>With a pasted command line, domain or configuration: its host</summary>
        <input
          name={`${name}-host`}
          aria-label={`${label}: facts of the host`}
          className="mono"
          defaultValue={host}
          placeholder="qemu=7.2 linux=5.15 kvm=hv cpu=power9"
          spellCheck={false}
        />
      </details>
    </div>
  )
}

function Line({ name, label, text, asked, field, example }: { name: string; label: string; text: string; asked: Asked; field: string; example?: string }) {
  const id = `${name}-${field || 'more'}`
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} className="mono" defaultValue={text} placeholder={example} spellCheck={false} autoComplete="off" />
      {field ? <Problems asked={asked} field={field} /> : null}
    </div>
  )
}

function Problems({ asked, field }: { asked: Asked; field: string }) {
  const problems = asked.problems.filter((problem) => problem.field === field)
  return problems.length === 0 ? null : (
    <ul className="error" id={field ? `${field}-problems` : undefined}>
      {problems.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
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
