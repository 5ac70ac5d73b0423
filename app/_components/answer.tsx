import { effectInWords, howToGive, remedyInWords, showValue, verdictInWords, withoutRepeats } from '../../lib/evaluate/index.ts'
import type { Answer, Finding, Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { ProofTree } from './proof.tsx'
import { addFact, type Asked, applyRemedy, checkUrl } from './question.ts'

/** An answer: the verdict, the stages, every finding with its proof, what is missing, what to change, what was assumed. */
export function AnswerView({ answer, asked, knowledge, links }: { answer: Answer; asked: Asked; knowledge: Knowledge; links: LinkResolver }) {
  return (
    <>
      <section className={`verdict is-${answer.verdict}`} aria-label="Verdict">
        <h2>{answer.verdict.toUpperCase()}</h2>
        <p>{verdictInWords(answer)}</p>
        <dl className="stages">
          <div>
            <dt>start, source</dt>
            <dd>{answer.start.source}</dd>
          </div>
          <div>
            <dt>start, destination</dt>
            <dd>{answer.start.destination}</dd>
          </div>
          <div>
            <dt>stream</dt>
            <dd>{answer.stream}</dd>
          </div>
          <div>
            <dt>guest</dt>
            <dd>{answer.guest}</dd>
          </div>
        </dl>
      </section>
      {answer.hops ? (
        <ol>
          {answer.hops.map((hop) => (
            <li key={hop.from + hop.to}>
              {hop.from} to {hop.to}: <strong className={`t-${hop.verdict}`}>{hop.verdict}</strong> ({verdictInWords(hop)})
            </li>
          ))}
        </ol>
      ) : null}
      <Remedies answer={answer} asked={asked} />
      {answer.missing.length > 0 ? <MissingFacts answer={answer} asked={asked} links={links} /> : null}
      {answer.findings.length > 0 ? <h2>Why</h2> : null}
      {answer.findings.map((finding) => (
        <FindingView key={`${finding.record} ${finding.claim} ${finding.side ?? ''}`} finding={finding} knowledge={knowledge} links={links} />
      ))}
      <Lines title="The records contradict themselves" lines={answer.conflicts} />
      <Lines title="Not understood" lines={answer.not_understood} />
      <Lines title="Assumed" lines={answer.assumptions} />
      <p className="small">
        This answer: <a href={checkUrl(asked)}>permanent question</a> · <a href={checkUrl(asked, '/check.txt')}>as text, for a mail</a> · the same JSON from{' '}
        <code>POST /api/v1/evaluate</code>
      </p>
    </>
  )
}

function FindingView({ finding, knowledge, links }: { finding: Finding; knowledge: Knowledge; links: LinkResolver }) {
  const valued = finding.source.value !== null || finding.destination.value !== null
  return (
    <article className="finding">
      <h3>
        <RecordLink id={finding.record} links={links} />: {effectInWords(finding)}
      </h3>
      <p>{finding.summary}</p>
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
            <RecordLink key={id} id={id} links={links} />
          ))}
        </p>
      ) : null}
      <details>
        <summary>The whole proof</summary>
        <ProofTree proofs={withoutRepeats(finding.because)} knowledge={knowledge} links={links} />
      </details>
    </article>
  )
}

function MissingFacts({ answer, asked, links }: { answer: Answer; asked: Asked; links: LinkResolver }) {
  return (
    <>
      <h2>Not known, and it matters</h2>
      <ul className="plain">
        {answer.missing.map(({ fact, why, matters_to }) => (
          <li key={fact}>
            <strong className="mono">{fact}</strong>: {why}{' '}
            <span className="small soft">
              {matters_to.map((id) => (
                <RecordLink key={id} id={id} links={links} />
              ))}
            </span>
            {fact.startsWith('guest.uses.') ? (
              <span className="row">
                <a href={checkUrl(addFact(asked, fact, 'yes'))}>it does</a>
                <a href={checkUrl(addFact(asked, fact, 'no'))}>it does not</a>
              </span>
            ) : howToGive(fact) ? (
              <form action="/check" className="row">
                {Object.entries(asked).flatMap(([name, value]) =>
                  (Array.isArray(value) ? value : [value]).map((one) => (one ? <input key={name + one} type="hidden" name={name} value={one} /> : null)),
                )}
                <input type="hidden" name="fact" value={fact} />
                <input name="value" className="mono" aria-label={fact} size={12} style={{ width: 'auto' }} />
                <button type="submit">Add</button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  )
}

function Remedies({ answer, asked }: { answer: Answer; asked: Asked }) {
  if (answer.verdict === 'yes') return null
  if (answer.remedies.length === 0) return answer.verdict === 'no' ? <p>No change known here makes it work.</p> : null
  return (
    <>
      <h2>What to change</h2>
      <ul>
        {answer.remedies.map((offer) => {
          const changed = applyRemedy(asked, offer)
          return (
            <li key={JSON.stringify(offer.changes)}>
              <code>{remedyInWords(offer)}</code> {offer.applies === 'running' ? '(the guest may keep running)' : '(before the guest is started)'}: then{' '}
              <strong className={`t-${offer.verdict}`}>{offer.verdict}</strong> {changed ? <a href={checkUrl(changed)}>apply</a> : null}
            </li>
          )
        })}
      </ul>
    </>
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
