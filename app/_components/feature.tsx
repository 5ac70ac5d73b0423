import { checksOf, conditionInWords, rangeInWords, relationsOf, showValue, statementFragments } from '../../lib/evaluate/index.ts'
import type { Comparison, Domain, Entry, Feature, Policy, Support } from '../../lib/model/index.ts'
import { pageOf } from '../../lib/model/index.ts'
import { Claim, type Context, History, Related } from './claims.tsx'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { MatrixTable } from './matrix.tsx'

/** What a feature's record says, from "can I rely on it?" to its history. */
export function FeatureFacts({ entry, revision, ...context }: Context & { entry: Entry<Feature>; revision?: string | undefined }) {
  const { data: feature } = entry
  const checks = checksOf(entry, context.knowledge)
  const fragments = statementFragments(feature)
  return (
    <>
      <p className="rely">
        <strong>Can I rely on it?</strong> {feature.rely}
      </p>
      <dl className="keys">
        <div>
          <dt>surface</dt>
          <dd>
            <span className="tag">{feature.surface.kind}</span> {feature.surface.text}
          </dd>
        </div>
        <div>
          <dt>control</dt>
          <dd>
            <span className="tag">{feature.control.by}</span> {feature.control.text}
            {feature.control.option ? (
              <>
                {' '}
                Option: <code>{feature.control.option}</code>
                {feature.control.versions ? ` (${feature.control.versions.component} ${rangeInWords(feature.control.versions.events)})` : ''}
              </>
            ) : null}
            <EvidenceList evidence={feature.control.evidence} {...context} />
            <Checks checks={checks} place="control" />
          </dd>
        </div>
        <div>
          <dt>values</dt>
          <dd>
            {domainInWords(feature.values)}
            {feature.applies ? `; exists where ${conditionInWords(feature.applies)}` : ''}
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
      {feature.migration.length + feature.uses.length + feature.clauses.length === 0 ? <p>Nothing of its own: other records use its value.</p> : null}
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
          <Directions comparison={one} />
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
      {relationsOf(context.knowledge, feature.id).map(({ words, ids }) => (
        <Related key={words} title={`${words[0]?.toUpperCase()}${words.slice(1)}`} ids={ids} links={context.links} />
      ))}
      <History title="History" id="s-history" entries={feature.history} {...context} />
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
      {statement.status ? ` (${statement.status})` : ''} {statement.versions ? rangeInWords(statement.versions) : ''}
      {statement.before !== undefined ? `, before that ${showValue(statement.before)}` : ''} {when ? `where ${when}` : ''}
      {statement.inferred ? ' (inferred)' : ''}
      {statement.note ? <>. {statement.note}</> : null}
      <EvidenceList evidence={[...statement.evidence, ...(statement.versions ?? []).flatMap(({ evidence }) => evidence ?? [])]} {...context} />
      <Checks checks={checks} place={`support.${index}`} />
    </li>
  )
}

/** What each direction of a difference does. */
function Directions({ comparison }: { comparison: Comparison }) {
  const directions = [
    ['destination has less', comparison.lowered],
    ['destination has more', comparison.raised],
    ['neither holds the other', comparison.changed],
  ] as const
  return <ul className="small">{directions.map(([name, outcome]) => (outcome ? <li key={name}>{`${name}: ${outcomeInWords(outcome)}`}</li> : null))}</ul>
}

function Policies({ ids, knowledge, links }: Context & { ids: readonly string[] }) {
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
