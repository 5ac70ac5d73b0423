import { Fragment } from 'react'
import { hrefWith, remedyAdditions } from '../../lib/api/refine.ts'
import {
  type ProofNode,
  type Statement,
  TITLES,
  assumedInWords,
  type Title,
  type Told,
  changesBySide,
  givenFor,
  remediesTold,
  remedyInWords,
  reportMarkdown,
  reportText,
  shareProofs,
  showValue,
  tell,
  titleOf,
  verdictInWords,
  whenInWords,
} from '../../lib/evaluate/index.ts'
import type { Answer, Knowledge, LinkResolver, RemedyOffer } from '../../lib/model/index.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { type AnswerProps, MissingFacts } from './missing.tsx'
import { ProofTree } from './proof.tsx'

/** An answer: the verdict, the stages, what to change, what is missing, every finding with its proof, and what was assumed. */
export function AnswerView({ answer, fields, query, knowledge, links }: AnswerProps) {
  const proofs = shareProofs(answer.findings.map(({ because }) => because))
  const told = tell(answer, knowledge)
  const shown = { proofs, knowledge, links }
  const [certain, ...others] = TITLES
  const stops = told.filter(({ title }) => title === certain).length
  return (
    <section id="answer" aria-label="Answer">
      <div className={`verdict is-${answer.verdict}`} role="status">
        <h2>{answer.verdict.toUpperCase()}</h2>
        <p className="lead">
          {sentence(verdictInWords(answer).replace(/^(yes|no|not known): /, ''))}
          {stops > 1 ? ` ${stops} things stand in the way.` : ''}
        </p>
        <Stages answer={answer} />
      </div>
      <p className="small">
        <Address query={query} /> · the answer as <a href={`/check.txt?${query}`}>text</a> · <a href={`/check.json?${query}`}>JSON</a> ·{' '}
        <a href="#mail">for a mail</a>
      </p>
      {answer.hops ? <Hops hops={answer.hops} /> : null}
      <Remedies answer={answer} fields={fields} query={query} />
      <Findings title={certain} told={told} {...shown} />
      <MissingFacts answer={answer} fields={fields} query={query} knowledge={knowledge} links={links} />
      {others.map((title) => (
        <Findings key={title} title={title} told={told} {...shown} />
      ))}
      <Lines title="The records contradict themselves" lines={answer.conflicts} />
      <Lines title="Not understood in the input" lines={answer.not_understood} />
      <Lines title="Assumed" lines={assumedInWords(answer.assumptions)} />
      <h2 id="mail">For a mail</h2>
      <details>
        <summary>As text, 72 columns</summary>
        <pre>{reportText(answer, knowledge, { width: 72 })}</pre>
      </details>
      <details>
        <summary>As markdown</summary>
        <pre>{reportMarkdown(answer, knowledge)}</pre>
      </details>
      <p className="small soft">
        Knowledge <code>{answer.knowledge.digest}</code> of {answer.knowledge.date}
      </p>
    </section>
  )
}

/** The address of the question, or that it has none that lasts. */
function Address({ query }: { query: string }) {
  if (query.startsWith('kept=')) return <>This question is too long for a link; the address of this page works for a while only</>
  return (
    <>
      <a href={`/check?${query}`}>Permanent question</a>
      {query.startsWith('z=') ? ' (packed, as it is long)' : ''}
    </>
  )
}

/** What happens in order: both sides start the VM, the stream is taken, the guest goes on. */
function Stages({ answer }: { answer: Pick<Answer, 'start' | 'stream' | 'guest'> }) {
  const { start, stream, guest } = answer
  const stages: [string, [string, string][]][] = [
    [
      'start',
      [
        ['source', start.source],
        ['destination', start.destination],
      ],
    ],
    ['stream', [['', stream]]],
    ['guest', [['', guest]]],
  ]
  return (
    <dl className="stages">
      {stages.map(([name, outcomes]) => (
        <div key={name}>
          <dt>{name}</dt>
          {outcomes.map(([side, outcome]) => (
            <dd key={side} className={`t-${TONES[outcome] ?? 'unknown'}`}>
              {side ? <span className="soft">{side} </span> : null}
              <span aria-hidden="true">{SIGNS[TONES[outcome] ?? 'unknown']}</span> {outcome}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

const SIGNS: Readonly<Record<string, string>> = { yes: '✓', no: '✗', conditional: '!', unknown: '?' }

/** The colour of an outcome; its word says the same. */
const TONES: Readonly<Record<string, string>> = {
  yes: 'yes',
  accepted: 'yes',
  unchanged: 'yes',
  no: 'no',
  refused: 'no',
  broken: 'no',
  conditional: 'conditional',
  changed: 'conditional',
  degraded: 'conditional',
}

function Hops({ hops }: { hops: NonNullable<Answer['hops']> }) {
  return (
    <ol>
      {hops.map((hop) => (
        <li key={hop.from}>
          {hop.from} to {hop.to}: <strong className={`t-${hop.verdict}`}>{hop.verdict}</strong>, {verdictInWords(hop).replace(/^(yes|no|not known): /, '')}
        </li>
      ))}
    </ol>
  )
}

function Remedies({ answer, fields, query }: Pick<AnswerProps, 'answer' | 'fields' | 'query'>) {
  if (answer.verdict === 'yes') return null
  if (answer.remedies.length === 0) return answer.verdict === 'no' ? <p>No change known here lets it migrate live.</p> : null
  return (
    <>
      <h2 id="change">What to change</h2>
      <ul>
        {remediesTold(answer).map((offer) => {
          const additions = remedyAdditions(fields, answer, offer)
          const href = additions && hrefWith(fields, query, additions)
          return (
            <li key={JSON.stringify(offer.changes)}>
              <Changes offer={offer} /> ({whenInWords(offer)}): then <strong className={`t-${offer.verdict}`}>{offer.verdict}</strong>
              {href ? (
                <>
                  {' '}
                  ·{' '}
                  <a className="apply" href={href} aria-label={`apply: ${remedyInWords(offer)}`}>
                    apply
                  </a>
                </>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** Most characters of changes in one line. */
const LONGEST_LINE = 120

/** A set of changes: in a line, or one a line where there are several, as they may be copied. */
function Changes({ offer }: { offer: RemedyOffer }) {
  if (offer.applies === 'restart' || remedyInWords(offer).length < LONGEST_LINE) return <code>{remedyInWords(offer)}</code>
  return (
    <>
      all of this
      {changesBySide(offer).map(([where, texts]) => (
        <ul key={where} aria-label={where}>
          {texts.map((text) => (
            <li key={text}>
              {where} <code>{text}</code>
            </li>
          ))}
        </ul>
      ))}
    </>
  )
}

interface Shown {
  readonly proofs: readonly (readonly ProofNode[])[]
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** What is told under one title: an article for each cause. */
function Findings({ title, told, ...shown }: Shown & { title: Title; told: readonly Told[] }) {
  const some = told.filter((one) => one.title === title)
  if (some.length === 0) return null
  return (
    <>
      <h2 id={title.toLowerCase().replaceAll(' ', '-')}>{title}</h2>
      {some.map(({ statements }) => (
        <article className="finding" key={statements[0]?.numbers.join(' ')}>
          {statements.map((statement) => (
            <StatementView key={statement.numbers.join(' ')} statement={statement} {...shown} />
          ))}
        </article>
      ))}
    </>
  )
}

function StatementView({ statement, proofs, knowledge, links }: Shown & { statement: Statement }) {
  const { numbers, findings, effect, text } = statement
  const [finding] = findings
  // Of parts the text says it, and begins with their name.
  const isPart = finding.claim.startsWith('parts.')
  const given = (['source', 'destination'] as const).flatMap((side) => {
    const some = givenFor(statement)[side]
    return some.length > 0 ? [`${side}: ${some.join(', ')}`] : []
  })
  const valued = !isPart && (finding.source.value !== null || finding.destination.value !== null)
  const records = [...new Set(findings.map(({ record }) => record))]
  const policies = [...new Set(findings.flatMap((one) => one.policies))]
  const isHarmless = titleOf(finding) === TITLES.at(-1)
  const evidence = <EvidenceList evidence={findings.flatMap(({ cites }) => cites)} knowledge={knowledge} links={links} />
  return (
    <>
      <h3>{sentence(effect).replace(/\.$/, '')}</h3>
      <p>{isPart ? `${text}.` : sentence(text)}</p>
      {finding.depends ? <p>Depends on {finding.depends}.</p> : null}
      {given.length > 0 ? (
        given.map((line) => (
          <p key={line} className="mono small">
            {line}
          </p>
        ))
      ) : valued ? (
        <p className="mono">
          source {showValue(finding.source.value)} → destination {showValue(finding.destination.value)}
        </p>
      ) : null}
      <p className="small">
        <Ids ids={records} links={links} />
        {policies.length > 0 ? (
          <>
            {' '}
            · decided in <Ids ids={policies} links={links} />
          </>
        ) : null}
      </p>
      {isHarmless ? null : evidence}
      <details>
        <summary>{isHarmless ? 'Sources, and the whole proof' : 'The whole proof'}</summary>
        {isHarmless ? evidence : null}
        {numbers.map((number) => (
          <ProofTree key={number} nodes={proofs[number - 1] ?? []} knowledge={knowledge} links={links} />
        ))}
      </details>
    </>
  )
}

function Ids({ ids, links }: { ids: readonly string[]; links: LinkResolver }) {
  return ids.map((id, index) => (
    <Fragment key={id}>
      {index > 0 ? ', ' : ''}
      <RecordLink id={id} links={links} />
    </Fragment>
  ))
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul className="small">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
