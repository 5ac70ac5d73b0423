import { consequenceFragment, stepFragments } from '../../lib/evaluate/index.ts'
import type { Policy, Position } from '../../lib/model/index.ts'
import { CiteMark, type Context, History, Related } from './claims.tsx'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { StanceLegend, Timeline } from './timeline.tsx'
import { Words } from './words.tsx'

/** A decision: what was asked, what came of it, who held what, and what happened later. */
export function PolicyFacts({ policy, ...context }: Context & { policy: Policy }) {
  const successor = policy['superseded-by']
  return (
    <>
      {successor ? (
        <p>
          Superseded by <RecordLink id={successor} links={context.links} />.
        </p>
      ) : null}
      <EvidenceList evidence={policy.outcome.evidence} {...context} />
      <dl className="keys">
        <div>
          <dt>question</dt>
          <dd>
            <Words text={policy.question} />
          </dd>
        </div>
        <div id="scope">
          <dt>scope</dt>
          <dd>
            {policy.scope} <CiteMark fragment="scope" {...context} />
          </dd>
        </div>
      </dl>
      {policy.options.length > 0 ? (
        <>
          <h2 id="s-options">Options</h2>
          <dl className="keys">
            {policy.options.map(({ id, text }) => (
              <div key={id} id={`option.${id}`}>
                <dt>{id}</dt>
                <dd>
                  <Words text={text} /> <CiteMark fragment={`option.${id}`} {...context} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <h2 id="s-positions">Who held what</h2>
      <Timeline policy={policy} />
      {policy.positions.length > 1 ? <StanceLegend policy={policy} /> : null}
      <ol className="timeline">
        {[...policy.positions].sort(byDate).map((position) => (
          <li key={position.id} id={`position.${position.id}`}>
            <PositionView position={position} {...context} />
          </li>
        ))}
      </ol>
      {policy.consequences.length > 0 ? (
        <>
          <h2 id="s-consequences">Consequences</h2>
          <ul>
            {policy.consequences.map((text) => (
              <li key={text} id={consequenceFragment(text)}>
                <Words text={text} /> <CiteMark fragment={consequenceFragment(text)} {...context} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <History title="What happened later" id="s-later" entries={policy.later} fragments={stepFragments('later', policy.later)} {...context} />
      {policy.features.length > 0 ? <h2 id="s-features">What it is about</h2> : null}
      <Related title="Features" ids={policy.features} links={context.links} />
    </>
  )
}

function byDate(a: Position, b: Position): number {
  return a.date < b.date ? -1 : a.date > b.date ? 1 : 0
}

const STANCES = { for: '+ for', against: '− against', condition: '~ on condition', question: '? asks', report: '· reports' } as const

function PositionView({ position, ...context }: Context & { position: Position }) {
  return (
    <>
      <span className="row">
        <time>{position.date}</time>{' '}
        <strong>
          <bdi>{position.person}</bdi>
        </strong>{' '}
        <span className={`tag stance-${position.stance}`}>
          {STANCES[position.stance]}
          {position.option ? `: ${position.option}` : ''}
        </span>{' '}
        <CiteMark fragment={`position.${position.id}`} {...context} />
      </span>
      <p dir="auto">
        <Words text={position.text} />
        {position.inferred ? ' (inferred)' : ''}
      </p>
      <EvidenceList evidence={position.evidence} {...context} />
    </>
  )
}
