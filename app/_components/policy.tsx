import type { Policy, Position } from '../../lib/model/index.ts'
import { type Context, History, Related } from './claims.tsx'
import { EvidenceList, RecordLink } from './evidence.tsx'

/** A decision: what was asked, what came of it, who held what, and what happened later. */
export function PolicyFacts({ policy, ...context }: Context & { policy: Policy }) {
  const successor = policy['superseded-by']
  return (
    <>
      <p className="rely">
        <span className="tag">{policy.status}</span> <strong>In force: {policy['in-force']}.</strong> {policy.outcome.text}
        {policy.outcome.inferred ? ' (inferred)' : ''}
      </p>
      {successor ? (
        <p>
          Superseded by <RecordLink id={successor} links={context.links} />.
        </p>
      ) : null}
      <EvidenceList evidence={policy.outcome.evidence} {...context} />
      <dl className="keys">
        <div>
          <dt>question</dt>
          <dd>{policy.question}</dd>
        </div>
        <div>
          <dt>scope</dt>
          <dd>{policy.scope}</dd>
        </div>
      </dl>
      {policy.options.length > 0 ? (
        <>
          <h2 id="s-options">Options</h2>
          <dl className="keys">
            {policy.options.map(({ id, text }) => (
              <div key={id} id={`option.${id}`}>
                <dt>{id}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <h2 id="s-positions">Who held what</h2>
      <ol className="timeline">
        {policy.positions.map((position) => (
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
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      ) : null}
      <History title="What happened later" id="s-later" entries={policy.later} {...context} />
      <Related title="Features" ids={policy.features} links={context.links} />
    </>
  )
}

const STANCES = { for: '+ for', against: '− against', condition: '~ on condition', question: '? asks', report: '· reports' } as const

function PositionView({ position, ...context }: Context & { position: Position }) {
  return (
    <>
      <span className="row">
        <time>{position.date}</time> <strong>{position.person}</strong>{' '}
        <span className={`tag stance-${position.stance}`}>
          {STANCES[position.stance]}
          {position.option ? `: ${position.option}` : ''}
        </span>
      </span>
      <p>
        {position.text}
        {position.inferred ? ' (inferred)' : ''}
      </p>
      <EvidenceList evidence={position.evidence} {...context} />
    </>
  )
}
