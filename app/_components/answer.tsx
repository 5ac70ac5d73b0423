import { Fragment } from 'react'
import { type Fields, queryOf } from '../../lib/api/fields.ts'
import { remedied } from '../../lib/api/refine.ts'
import {
  type ProofNode,
  effectInWords,
  remedyInWords,
  reportMarkdown,
  reportText,
  shareProofs,
  showValue,
  verdictInWords,
  whenInWords,
} from '../../lib/evaluate/index.ts'
import type { Answer, Finding, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { MissingFacts } from './missing.tsx'
import { ProofTree } from './proof.tsx'

interface Props {
  readonly answer: Answer
  readonly fields: Fields
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** An answer: the verdict, the stages, what to change, what is missing, every finding with its proof, and what was assumed. */
export function AnswerView({ answer, fields, knowledge, links }: Props) {
  const query = queryOf(fields)
  const proofs = shareProofs(answer.findings.map(({ because }) => because))
  return (
    <section id="answer" aria-label="Answer">
      <div className={`verdict is-${answer.verdict}`} role="status">
        <h2>{answer.verdict.toUpperCase()}</h2>
        <p className="lead">{sentence(verdictInWords(answer).replace(/^(yes|no): /, ''))}</p>
        <Stages answer={answer} />
      </div>
      <p className="small">
        <a href={`/check?${query}`}>Permanent question</a> · the answer as <a href={`/check.txt?${query}`}>text</a> · <a href={`/check.json?${query}`}>JSON</a>
      </p>
      {answer.hops ? <Hops hops={answer.hops} /> : null}
      <Remedies answer={answer} fields={fields} />
      <MissingFacts answer={answer} fields={fields} knowledge={knowledge} links={links} />
      {answer.findings.length > 0 ? <h2 id="why">Why</h2> : null}
      {answer.findings.map((finding, index) => (
        <FindingView
          key={`${finding.record} ${finding.claim} ${finding.side ?? ''} ${finding.summary}`}
          finding={finding}
          proof={proofs[index] ?? []}
          knowledge={knowledge}
          links={links}
        />
      ))}
      <Lines title="The records contradict themselves" lines={answer.conflicts} />
      <Lines title="Not understood in the input" lines={answer.not_understood} />
      <Lines title="Assumed" lines={answer.assumptions} />
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

function Stages({ answer }: { answer: Pick<Answer, 'start' | 'stream' | 'guest'> }) {
  const stages: [string, string, string][] = [
    ['start, source', answer.start.source, 'does the source start this VM?'],
    ['start, destination', answer.start.destination, 'does the destination start it?'],
    ['stream', answer.stream, 'does the receiver take the stream?'],
    ['guest', answer.guest, 'what does the running guest get?'],
  ]
  return (
    <dl className="stages">
      {stages.map(([name, outcome, about]) => (
        <div key={name} title={about}>
          <dt>{name}</dt>
          <dd className={`t-${TONES[outcome] ?? 'unknown'}`}>{outcome}</dd>
        </div>
      ))}
    </dl>
  )
}

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
          {hop.from} to {hop.to}: <strong className={`t-${hop.verdict}`}>{hop.verdict}</strong>, {verdictInWords(hop).replace(/^(yes|no): /, '')}
        </li>
      ))}
    </ol>
  )
}

function Remedies({ answer, fields }: { answer: Answer; fields: Fields }) {
  if (answer.verdict === 'yes') return null
  if (answer.remedies.length === 0) return answer.verdict === 'no' ? <p>No change known here makes it work.</p> : null
  return (
    <>
      <h2 id="change">What to change</h2>
      <ul>
        {answer.remedies.map((offer) => {
          const changed = remedied(fields, answer, offer)
          return (
            <li key={JSON.stringify(offer.changes)}>
              <code>{remedyInWords(offer)}</code> ({whenInWords(offer)}): then <strong className={`t-${offer.verdict}`}>{offer.verdict}</strong>
              {changed ? (
                <>
                  {' '}
                  · <a href={`/check?${queryOf(changed)}`}>apply</a>
                </>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function FindingView({ finding, proof, knowledge, links }: { finding: Finding; proof: readonly ProofNode[]; knowledge: Knowledge; links: LinkResolver }) {
  const valued = finding.source.value !== null || finding.destination.value !== null
  return (
    <article className="finding">
      <h3>
        <RecordLink id={finding.record} links={links} />: {effectInWords(finding)}
      </h3>
      <p>{sentence(finding.summary)}</p>
      {finding.depends ? <p>Depends on {finding.depends}.</p> : null}
      {valued ? (
        <p className="mono">
          source {showValue(finding.source.value)} → destination {showValue(finding.destination.value)}
        </p>
      ) : null}
      <EvidenceList evidence={finding.cites} knowledge={knowledge} links={links} />
      {finding.policies.length > 0 ? (
        <p className="row">
          <span>Decided in</span>
          {finding.policies.map((id) => (
            <Fragment key={id}>
              {' '}
              <RecordLink id={id} links={links} />
            </Fragment>
          ))}
        </p>
      ) : null}
      <details>
        <summary>The whole proof</summary>
        <ProofTree nodes={proof} knowledge={knowledge} links={links} />
      </details>
    </article>
  )
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
