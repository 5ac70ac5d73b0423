import { checksOf, conditionInWords, rangeInWords, relationsOf, showValue, statementFragments, stepFragments } from '../../lib/evaluate/index.ts'
import type { Comparison, Domain, Entry, Feature, Policy, Support } from '../../lib/model/index.ts'
import { pageOf } from '../../lib/model/index.ts'
import { CiteMark, Claim, type Context, History, Related } from './claims.tsx'
import { Condition } from './condition.tsx'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { Frame } from './frame.tsx'
import { MatrixTable } from './matrix.tsx'
import { Words } from './words.tsx'

/** What a feature's record says, from "can I rely on it?" to its history. */
export function FeatureFacts({ entry, revision, ...context }: Context & { entry: Entry<Feature>; revision?: string | undefined }) {
  const { data: feature } = entry
  const checks = checksOf(entry, context.knowledge)
  const fragments = statementFragments(feature)
  const relations = relationsOf(context.knowledge, feature.id)
  return (
    <>
      <OnPage feature={feature} />
      <dl className="keys">
        <div id="surface">
          <dt>surface</dt>
          <dd>
            <span className="tag">{feature.surface.kind}</span> <Words text={feature.surface.text} /> <CiteMark fragment="surface" {...context} />
          </dd>
        </div>
        <div id="control">
          <dt>control</dt>
          <dd>
            <span className="tag">{feature.control.by}</span> <Words text={feature.control.text} />
            {feature.control.option ? (
              <>
                {' '}
                Option: <code>{feature.control.option}</code>
                {feature.control.versions ? ` (${feature.control.versions.component} ${rangeInWords(feature.control.versions.events)})` : ''}
              </>
            ) : null}{' '}
            <CiteMark fragment="control" {...context} />
            <EvidenceList evidence={feature.control.evidence} {...context} />
            <Checks checks={checks} place="control" />
          </dd>
        </div>
        <div>
          <dt>values</dt>
          <dd>
            {domainInWords(feature.values)}
            {feature.applies ? (
              <>
                ; exists where <Condition text={conditionInWords(feature.applies)} />
              </>
            ) : null}
          </dd>
        </div>
        {feature.policies.length > 0 ? (
          <div>
            <dt>policy</dt>
            <dd>
              <Policies ids={feature.policies} {...context} />
            </dd>
          </div>
        ) : null}
      </dl>
      <h2 id="s-matrix">Matrix</h2>
      <MatrixTable knowledge={context.knowledge} entry={entry} page={pageOf(feature.id, 'feature', revision)} />
      <h2 id="s-support">Statements</h2>
      {[...new Set(feature.support.map(({ component }) => component))].map((component) => (
        <section key={component}>
          <h3>{component}</h3>
          <ul>
            {feature.support.map((statement, index) =>
              statement.component === component ? (
                <Statement key={fragments[index]} id={fragments[index] as string} statement={statement} index={index} checks={checks} {...context} />
              ) : null,
            )}
          </ul>
        </section>
      ))}
      <h2 id="s-migration">On migration</h2>
      {feature.migration.length + feature.uses.length + feature.clauses.length === 0 ? (
        <p>No finding of an answer comes from this record; others may hang on its value, see what it is cited by.</p>
      ) : null}
      {feature.migration.map((one) => (
        <Claim
          key={one.id}
          id={`migration.${one.id}`}
          lead={
            <>
              <span className="tag">{one.stage}</span> compares {COMPARED[one.compare]}
              {one.when ? `, where ${conditionInWords(one.when)}` : ''}
            </>
          }
          text={one.summary}
          inferred={one.inferred}
          evidence={one.evidence}
          {...context}
        >
          <Directions comparison={one} domain={feature.values} />
        </Claim>
      ))}
      {feature.uses.map((use) => (
        <Claim
          key={use.name}
          id={`use.${use.name}`}
          lead={
            <>
              <span className="tag">guest</span> <code>guest.uses={use.name}</code> needs {showValue(use.needs)}; without it: {outcomeInWords(use.without)}
            </>
          }
          text={use.summary}
          inferred={use.inferred}
          evidence={use.evidence}
          {...context}
        >
          {use.known.length > 0 ? (
            <ul className="small">
              {use.known.map((one) => (
                <li key={JSON.stringify(one.when)}>
                  {one.used ? 'used' : 'not used'} if {conditionInWords(one.when)}
                  {one.note ? `: ${one.note}` : ''}
                </li>
              ))}
            </ul>
          ) : null}
        </Claim>
      ))}
      {feature.clauses.map((clause) => (
        <Claim
          key={clause.id}
          id={`clause.${clause.id}`}
          lead={
            <>
              <span className="tag">{clause.stage}</span> {outcomeInWords(clause)}, if {conditionInWords(clause.if)}
            </>
          }
          text={clause.summary}
          inferred={clause.inferred}
          evidence={clause.evidence}
          {...context}
        />
      ))}
      <History title="History" id="s-history" entries={feature.history} fragments={stepFragments('history', feature.history)} {...context} />
      {relations.length > 0 ? <h2 id="s-related">Related</h2> : null}
      {relations.map(({ words, ids }) => (
        <Related key={words} title={`${words[0]?.toUpperCase()}${words.slice(1)}`} ids={ids} links={context.links} />
      ))}
    </>
  )
}

type Check = ReturnType<typeof checksOf>[number]

/** What the last run of `canimigrate verify` found of one claim. */
function Checks({ checks, place }: { checks: readonly Check[]; place: string }) {
  return checks
    .filter((one) => one.place === place)
    .map(({ repo, words, outcome }) => (
      <p key={repo} className="small">
        {outcome === 'contradicted' ? <strong>{words}</strong> : words}
      </p>
    ))
}

function Statement({ id, statement, index, checks, ...context }: Context & { id: string; statement: Support; index: number; checks: readonly Check[] }) {
  const value = statement.value === undefined ? (statement.status === 'unaffected' ? 'not limited' : 'not known') : showValue(statement.value)
  const when = conditionInWords(statement.when)
  return (
    <li id={id}>
      <strong>{value}</strong>
      {statement.status ? ` (${statement.status})` : ''}
      {statement.versions ? ` ${rangeInWords(statement.versions)}` : ''}
      {statement.before !== undefined ? `, before that ${showValue(statement.before)}` : ''}
      {when ? (
        <>
          {' '}
          where <Condition text={when} />
        </>
      ) : null}
      {statement.inferred ? ' (inferred)' : ''}
      {statement.note ? (
        <>
          . <Words text={statement.note} />
        </>
      ) : null}{' '}
      <CiteMark fragment={id} {...context} />
      <EvidenceList evidence={[...statement.evidence, ...(statement.versions ?? []).flatMap(({ evidence }) => evidence ?? [])]} {...context} />
      <Checks checks={checks} place={`support.${index}`} />
    </li>
  )
}

/** What each direction of a difference does: what the software says, and what the guest gets. */
function Directions({ comparison, domain }: { comparison: Comparison; domain: Domain }) {
  const [more, less] = exampleOf(domain)
  const directions = [
    ['destination has less', `${more} → ${less}`, comparison.lowered],
    ['destination has more', `${less} → ${more}`, comparison.raised],
    ['neither holds the other', '', comparison.changed],
  ] as const
  const told = directions.flatMap(([name, example, outcome]) =>
    outcome ? [{ name, example: comparison.compare === 'none' || more === '' ? '' : example, outcome }] : [],
  )
  if (told.length === 0) return null
  return (
    <Frame label={`what each direction does: ${comparison.id}`}>
      <table className="directions">
        <thead>
          <tr>
            <th scope="col">direction</th>
            <th scope="col">what the software does</th>
            <th scope="col">guest</th>
          </tr>
        </thead>
        <tbody>
          {told.map(({ name, example, outcome: { effect, guest, harmless } }) => (
            <tr key={name}>
              <th scope="row">
                {name} {example ? <span className="small soft">({example})</span> : null}
              </th>
              <td className={effect === 'refused' ? 'absent' : undefined}>
                {effect === 'silent' ? 'accepts it silently' : effect === 'none' ? 'nothing' : effect === 'warned' ? 'warns' : effect}
              </td>
              <td className={guest === 'broken' ? 'absent' : undefined}>
                {guest}
                {harmless ? ' (harmless)' : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

/** The greatest and the least value, where a domain has them. */
function exampleOf(domain: Domain): [string, string] {
  if (domain.type === 'boolean') return ['yes', 'no']
  return domain.type === 'enum' ? [String(domain.order.at(-1)), String(domain.order[0])] : ['', '']
}

/** Where on a long page to go. */
function OnPage({ feature }: { feature: Feature }) {
  const places = [
    ['s-matrix', 'matrix'],
    ['s-support', 'statements'],
    ['s-migration', 'on migration'],
    ...(feature.history.length > 0 ? [['s-history', 'history'] as const] : []),
    ['cite', 'how to cite'],
    ['s-revisions', 'revisions'],
    ['s-report', 'report a problem'],
  ] as const
  return (
    <nav className="on-page" aria-label="On this page">
      <ul>
        {places.map(([id, name]) => (
          <li key={id}>
            <a href={`#${id}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Policies({ ids, knowledge, links }: Pick<Context, 'knowledge' | 'links'> & { ids: readonly string[] }) {
  return ids.map((id) => {
    const policy = knowledge.entries.get(id)?.data as Policy | undefined
    return (
      <span key={id} className="row">
        <RecordLink id={id} links={links}>
          {policy?.title ?? id}
        </RecordLink>{' '}
        {policy ? (
          <span className="small">
            <span className="tag">{policy.status}</span> in force: {policy['in-force']}
          </span>
        ) : null}
      </span>
    )
  })
}

const COMPARED = { equal: 'that both sides are equal', 'dst>=src': 'that the destination has at least what the source has', none: 'nothing' } as const

function outcomeInWords({ effect, guest, harmless }: { effect: string; guest: string; harmless: boolean }): string {
  const parts = [effect === 'none' ? '' : effect === 'silent' ? 'accepted silently' : effect, guest === 'unchanged' ? '' : `guest ${guest}`].filter(Boolean)
  return `${parts.join(', ') || 'no effect'}${harmless ? ' (harmless)' : ''}`
}

function domainInWords(domain: Domain): string {
  switch (domain.type) {
    case 'boolean':
      return 'yes or no'
    case 'enum':
      return domain.order.join(' < ')
    case 'set':
      return `a set of ${domain.members.join(', ')}`
    case 'number':
      return `a number${domain.unit ? ` of ${domain.unit}` : ''}`
  }
}
