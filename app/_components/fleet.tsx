import { domainsInWords, definitionTitle } from '../../lib/evaluate/index.ts'
import type { BlockedMove, FleetAnswer, FleetDefinition, LinkResolver, UpgradeAnswer } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'
import { FleetMapView } from './fleet-map.tsx'
import { Frame } from './frame.tsx'

/** Kinds of hosts of which a whole table is shown. */
const WIDEST = 40
const SIGNS = { yes: 'yes', conditional: 'maybe', unknown: '?', no: 'no' } as const

/** What is known of a fleet: the upgrade, the kinds of hosts, and for each definition where it may go. */
export function FleetView({ answer, query, links }: { answer: FleetAnswer; query: string; links: LinkResolver }) {
  return (
    <section id="answer" aria-label="Answer">
      <p className="small">
        {query.startsWith('kept=') ? (
          'This fleet is too long for a link; the address of this page works for a while only'
        ) : (
          <a href={`/fleet?${query}`}>Permanent question</a>
        )}{' '}
        · the answer as <a href={`/fleet.txt?${query}`}>text</a> · <a href={`/fleet.json?${query}`}>JSON</a>
      </p>
      {answer.upgrade ? <Upgrade upgrade={answer.upgrade} links={links} /> : null}
      <h2 id="kinds">Kinds of hosts</h2>
      <KindsTable answer={answer} />
      {answer.definitions.map((definition, index) => (
        <Definition key={definition.name} answer={answer} definition={definition} id={`vm-${index + 1}`} links={links} />
      ))}
      <p className="small soft">
        Knowledge <code>{answer.knowledge.digest}</code> of {answer.knowledge.date}
      </p>
    </section>
  )
}

const HEADS = {
  order: ['yes', 'THERE IS AN ORDER', 'in which no VM is stranded'],
  impossible: ['no', 'NO ORDER DOES', 'without stranding a VM'],
  undecided: ['unknown', 'NOT DECIDED', 'no order was found, and that there is none is not shown'],
} as const

function Upgrade({ upgrade, links }: { upgrade: UpgradeAnswer; links: LinkResolver }) {
  const [tone, head, rest] = HEADS[upgrade.status]
  return (
    <>
      <div className={`verdict is-${tone}`} role="status">
        <h2>{head}</h2>
        <p className="lead">of upgrades {rest}.</p>
        <p>{sentence(upgrade.why)}</p>
      </div>
      {upgrade.stranded.map(({ host, vm, blocked }) => (
        <div key={`${host} ${vm}`}>
          <h3>
            {vm} cannot leave {host}
          </h3>
          <Blocked moves={blocked} links={links} />
        </div>
      ))}
      {upgrade.steps.length > 0 ? (
        <details open={upgrade.steps.length <= 20}>
          <summary>{upgrade.status === 'order' ? `The order, ${upgrade.steps.length} steps` : `How far it goes: ${upgrade.steps.length} steps`}</summary>
          <ol>
            {upgrade.steps.map(({ host, moves }) => (
              <li key={host}>
                <strong>{host}</strong>
                {moves.length === 0 ? ', which is empty' : ', after '}
                {moves.map(({ vm, from, to }, index) => (
                  <span key={`${vm} ${from} ${to}`}>
                    {index > 0 ? ', ' : ''}
                    {vm} from {from} to {to}
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </>
  )
}

function KindsTable({ answer }: { answer: FleetAnswer }) {
  return (
    <Frame label="Kinds of hosts">
      <table className="narrow">
        <thead>
          <tr>
            <th scope="col">kind</th>
            <th scope="col">now</th>
            {answer.upgrade ? <th scope="col">after</th> : null}
            <th scope="col">facts</th>
            <th scope="col">hosts</th>
          </tr>
        </thead>
        <tbody>
          {answer.kinds.map(({ name, count, after, facts, hosts }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{count}</td>
              {answer.upgrade ? <td>{after}</td> : null}
              <td className="mono">
                {Object.entries(facts)
                  .map(([key, value]) => `${key}=${value}`)
                  .join(' ')}
              </td>
              <td className="wide">{hosts.length > 12 ? `${hosts.slice(0, 10).join(', ')} and ${hosts.length - 10} more` : hosts.join(', ') || 'none now'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

function Definition({ answer, definition, id, links }: { answer: FleetAnswer; definition: FleetDefinition; id: string; links: LinkResolver }) {
  const { baseline, domains, one_way, starts } = definition
  const name = (index: number): string => domains[index]?.kinds.join(' ') ?? ''
  const notStarting = answer.kinds.filter((_, index) => starts[index] !== 'yes')
  return (
    <article className="finding" aria-labelledby={id}>
      <h2 id={id}>{definitionTitle(definition)}</h2>
      <p>{sentence(domainsInWords(answer, definition))}</p>
      {one_way.length > 0 ? <p>One way only: {one_way.map(({ from, to }) => `from ${name(from)} to ${name(to)}`).join('; ')}.</p> : null}
      {notStarting.length > 0 ? <p>Not started, as far as is known, by {notStarting.map((kind) => kind.name).join(', ')}.</p> : null}
      <div className="fleet-sides">
        {domains.length <= 12 ? <FleetMapView answer={answer} definition={definition} id={id} /> : null}
        {answer.kinds.length > WIDEST ? <p>A table of {answer.kinds.length} kinds is in the JSON.</p> : <MatrixTable answer={answer} definition={definition} />}
      </div>
      {definition.blocked.length > 0 ? (
        <details>
          <summary>Why not</summary>
          <Blocked moves={definition.blocked} links={links} />
        </details>
      ) : null}
      {baseline.status === 'found' ? (
        <>
          <p>
            Started with{' '}
            <code>
              {Object.entries(baseline.set)
                .map(([key, value]) => `${key}=${value}`)
                .join(' ')}
            </code>
            , it goes from every host to every other.
            {baseline.costs.length === 0 ? ' It costs the guest nothing that is recorded.' : ' What it costs:'}
          </p>
          <ul>
            {baseline.costs.map(({ feature, from, to, kinds }) => (
              <li key={`${feature} ${from} ${to}`}>
                on {kinds.join(' ')}: <RecordLink id={feature} links={links} /> is {to} instead of {from}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {baseline.status === 'none' && baseline.left.length > 0 ? <p>No options known here let it go everywhere.</p> : null}
    </article>
  )
}

function MatrixTable({ answer, definition }: { answer: FleetAnswer; definition: FleetDefinition }) {
  return (
    <Frame label={`From each kind of hosts to each: ${definitionTitle(definition)}`}>
      <table className="overview narrow">
        <thead>
          <tr>
            <th scope="col">from \ to</th>
            {answer.kinds.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.kinds.map(({ name }, from) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {answer.kinds.map((to, index) => {
                const verdict = definition.verdicts[from]?.[index] ?? 'unknown'
                return (
                  <td key={to.name} className={`v-${verdict}`} title={`${name} to ${to.name}: ${verdict}`}>
                    {SIGNS[verdict]}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

function Blocked({ moves, links }: { moves: readonly BlockedMove[]; links: LinkResolver }) {
  return (
    <ul>
      {moves.map(({ from, to, verdict, full, findings, missing }) => (
        <li key={`${from} ${to}`}>
          {from} to {to}: <strong className={`t-${verdict}`}>{full ? 'no room' : verdict}</strong>
          <ul>
            {findings.map(({ record, claim, summary }) => (
              <li key={`${record} ${claim}`}>
                <RecordLink id={record} links={links} />: {summary}
              </li>
            ))}
            {verdict === 'unknown' && missing.length > 0 ? <li>not known: {missing.join(', ')}</li> : null}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
