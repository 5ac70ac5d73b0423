import { CITATION_FORMATS, citationOf, conditionInWords, formatCitation, rangeInWords, showValue } from '../../lib/evaluate/index.ts'
import type { Entry, Evidence, Feature, Knowledge, LinkResolver, Policy, RecordData, ReleaseLine, Rule, SourceRecord } from '../../lib/model/index.ts'
import type { RevisionInfo, StoredRevision } from '../../lib/store/port.ts'
import { EvidenceList, RecordLink } from './evidence.tsx'
import { MatrixTable } from './matrix.tsx'
import { Frame } from './frame.tsx'

interface Context {
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** Larger files are not repeated on the page. */
const LARGEST_FILE = 40_000

/** A record's page, of whatever kind. */
export function RecordView({
  stored,
  revisions,
  knowledge,
  links,
  url,
}: Context & { stored: StoredRevision; revisions: readonly RevisionInfo[]; url: string }) {
  const { entry } = stored
  const context = { knowledge, links }
  if (!entry) return <OldText stored={stored} />
  const { data } = entry
  return (
    <>
      <h1>{data.title}</h1>
      <p className="row small soft">
        <span className="id">{`${data.id}@${stored.revision}`}</span>
        <span>{data.kind}</span>
        <a href={`/r/${data.id}@${stored.revision}`}>permanent link</a>
      </p>
      <p>{data.summary}</p>
      {data.kind === 'feature' ? <FeatureFacts feature={data} {...context} /> : null}
      {data.kind === 'policy' ? <PolicyFacts policy={data} {...context} /> : null}
      {data.kind === 'rule' ? <RuleFacts rule={data} {...context} /> : null}
      {data.kind === 'release-line' ? <Releases line={data} /> : null}
      {data.kind === 'source' ? <SourceFacts source={data} /> : null}
      {stored.html ? (
        <>
          <h2 id="text">In words</h2>
          {/* Sanitised when it was rendered: no raw HTML, scripts or handlers. */}
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above */}
          <div className="body-text" dangerouslySetInnerHTML={{ __html: stored.html }} />
        </>
      ) : null}
      {data.kind === 'release-line' || data.kind === 'source' ? <EvidenceList evidence={data.evidence.slice(0, 12)} {...context} /> : null}
      {data.aliases.length > 0 ? (
        <>
          <h2>Also called</h2>
          <p className="row">
            {data.aliases.map((alias) => (
              <code key={alias}>{alias}</code>
            ))}
          </p>
        </>
      ) : null}
      <HowToCite entry={entry} url={url} />
      <h2>Revisions</h2>
      <ul>
        {revisions.map((one) => (
          <li key={one.revision}>
            <a className="id" href={`/r/${one.id}@${one.revision}`}>{`${one.id}@${one.revision}`}</a> {one.seen.slice(0, 10)}
            {one.current ? ' (current)' : ''}
          </li>
        ))}
      </ul>
      <details>
        <summary>The file</summary>
        {stored.raw.length > LARGEST_FILE ? <a href={`/api/v1/records/${data.id}@${stored.revision}`}>in the API, for its size</a> : <pre>{stored.raw}</pre>}
      </details>
    </>
  )
}

function FeatureFacts({ feature, knowledge, links }: Context & { feature: Feature }) {
  const context = { knowledge, links }
  return (
    <>
      <p>
        <strong>Can I rely on it?</strong> {feature.rely}
      </p>
      <h2>Surface and control</h2>
      <p>{feature.surface.text}</p>
      <p>
        {feature.control.text} {feature.control.option ? <code>{feature.control.option}</code> : null}
      </p>
      <EvidenceList evidence={feature.control.evidence} {...context} />
      <p className="small soft">
        Values:{' '}
        {feature.values.type === 'enum'
          ? feature.values.order.join(' < ')
          : feature.values.type === 'set'
            ? `a set of ${feature.values.members.join(', ')}`
            : feature.values.type}
        {feature.applies ? `; where ${conditionInWords(feature.applies)}` : ''}
      </p>
      <h2 id="matrix">Matrix</h2>
      <MatrixTable knowledge={knowledge} feature={feature.id} />
      <h3>Statements</h3>
      <ul className="plain">
        {feature.support.map((statement, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: statements are cited by their place
          <li key={index} id={`support.${index}`}>
            <strong>{statement.component}</strong> {statement.versions ? rangeInWords(statement.versions) : ''} {conditionInWords(statement.when)}:{' '}
            <strong>{statement.value === undefined ? (statement.status ?? 'not known') : showValue(statement.value)}</strong>
            {statement.inferred ? ' (inferred)' : ''}
            {statement.note ? <>. {statement.note}</> : null}
            <EvidenceList evidence={statement.evidence} {...context} />
          </li>
        ))}
      </ul>
      <h2 id="migration">On migration</h2>
      {feature.migration.length + feature.uses.length + feature.clauses.length === 0 ? <p>Nothing of its own: other records use its value.</p> : null}
      {feature.migration.map((one) => (
        <Claim key={one.id} id={one.id} lead={`${one.stage}, ${one.compare}`} text={one.summary} inferred={one.inferred} evidence={one.evidence} {...context} />
      ))}
      {feature.uses.map((use) => (
        <Claim
          key={use.name}
          id={use.name}
          lead={`a guest that uses ${use.name} (needs ${showValue(use.needs)}): ${use.without.guest}`}
          text={use.summary}
          inferred={use.inferred}
          evidence={use.evidence}
          {...context}
        />
      ))}
      {feature.clauses.map((clause) => (
        <Claim
          key={clause.id}
          id={clause.id}
          lead={`${clause.stage}, ${clause.effect}, if ${conditionInWords(clause.if)}`}
          text={clause.summary}
          inferred={clause.inferred}
          evidence={clause.evidence}
          {...context}
        />
      ))}
      <Related title="Policy" ids={feature.policies} links={links} />
      <Related title="Related" ids={Object.values(feature.relations).flat()} links={links} />
      <History title="History" entries={feature.history} {...context} />
    </>
  )
}

function PolicyFacts({ policy, knowledge, links }: Context & { policy: Policy }) {
  const context = { knowledge, links }
  return (
    <>
      <p className="row">
        <span className="tag">{policy.status}</span> <span>in force: {policy['in-force']}</span>
      </p>
      <h2>Question</h2>
      <p>{policy.question}</p>
      <h2>Outcome</h2>
      <p>
        {policy.outcome.text}
        {policy.outcome.inferred ? ' (inferred)' : ''}
      </p>
      <EvidenceList evidence={policy.outcome.evidence} {...context} />
      <p className="small">Scope: {policy.scope}</p>
      {policy.options.length > 0 ? (
        <>
          <h2>Options</h2>
          <dl>
            {policy.options.map(({ id, text }) => (
              <div key={id}>
                <dt>
                  <strong>{id}</strong>
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      <h2>Who held what</h2>
      <ol className="timeline">
        {policy.positions.map((position) => (
          <li key={position.id} id={position.id}>
            <span className="row">
              <time>{position.date}</time>
              <strong>{position.person}</strong>
              <span className="tag">
                {position.stance}
                {position.option ? ` ${position.option}` : ''}
              </span>
            </span>
            <p>
              {position.text}
              {position.inferred ? ' (attribution or reading inferred)' : ''}
            </p>
            <EvidenceList evidence={position.evidence} {...context} />
          </li>
        ))}
      </ol>
      {policy.consequences.length > 0 ? (
        <>
          <h2>Consequences</h2>
          <ul>
            {policy.consequences.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      ) : null}
      <History title="What happened later" entries={policy.later} {...context} />
      <Related title="Features" ids={policy.features} links={links} />
    </>
  )
}

function RuleFacts({ rule, knowledge, links }: Context & { rule: Rule }) {
  return (
    <>
      {rule.clauses.length > 0 ? <h2>What happens</h2> : null}
      {rule.clauses.map((clause) => (
        <Claim
          key={clause.id}
          id={clause.id}
          lead={`${clause.stage}, ${clause.effect}, if ${conditionInWords(clause.if)}`}
          text={clause.summary}
          inferred={clause.inferred}
          evidence={clause.evidence}
          knowledge={knowledge}
          links={links}
        />
      ))}
      {rule.derive.length > 0 ? <h2>What follows from what</h2> : null}
      <ul>
        {rule.derive.map(({ when, set }) => (
          <li key={JSON.stringify([when, set])}>
            {conditionInWords(when)}:{' '}
            <code>
              {Object.entries(set)
                .map(([key, value]) => `${key}=${value}`)
                .join(' ')}
            </code>
          </li>
        ))}
      </ul>
      {rule.vocabulary.map(({ fact, values, evidence }) => (
        <details key={fact}>
          <summary>
            The words of <code>{fact}</code> ({values.length})
          </summary>
          <ul className="small">
            {values.map((value) => (
              <li key={value.name}>
                <code>{value.name}</code> {value.versions ? rangeInWords(value.versions) : ''} {value['stands-for'] ? 'means another word per release' : ''}{' '}
                {value.note}
              </li>
            ))}
          </ul>
          <EvidenceList evidence={evidence} knowledge={knowledge} links={links} />
        </details>
      ))}
    </>
  )
}

function Releases({ line }: { line: ReleaseLine }) {
  return (
    <Frame label="table">
      <table>
        <thead>
          <tr>
            <th scope="col">branch</th>
            <th scope="col">first</th>
            <th scope="col">last known</th>
            <th scope="col">releases</th>
            <th scope="col">end of life</th>
          </tr>
        </thead>
        <tbody>
          {[...line.branches].reverse().map((branch) => (
            <tr key={branch.name}>
              <th scope="row">{branch.name}</th>
              <td>{branch.releases[0]?.date ?? ''}</td>
              <td>
                {branch.releases.at(-1)?.version} {branch.releases.at(-1)?.date ?? ''}
              </td>
              <td>{branch.releases.length}</td>
              <td>{branch.eol ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

function SourceFacts({ source }: { source: SourceRecord }) {
  return (
    <p>
      {source.type}; also written {source.names.join(', ')}
    </p>
  )
}

function Claim({
  id,
  lead,
  text,
  inferred,
  evidence,
  knowledge,
  links,
}: Context & { id: string; lead: string; text: string; inferred: boolean; evidence: readonly Evidence[] }) {
  return (
    <div className="finding" id={id}>
      <p className="small soft mono">{lead}</p>
      <p>
        {text}
        {inferred ? ' (inferred)' : ''}
      </p>
      <EvidenceList evidence={evidence} knowledge={knowledge} links={links} />
    </div>
  )
}

function Related({ title, ids, links }: { title: string; ids: readonly string[]; links: LinkResolver }) {
  return ids.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul>
        {[...new Set(ids)].map((id) => (
          <li key={id}>
            <RecordLink id={id} links={links} /> {links.record(id)?.title}
          </li>
        ))}
      </ul>
    </>
  )
}

function History({ title, entries, knowledge, links }: Context & { title: string; entries: Feature['history'] }) {
  return entries.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ol className="timeline">
        {entries.map(({ date, text, inferred, evidence }) => (
          <li key={date + text}>
            <time>{date}</time> {text}
            {inferred ? ' (inferred)' : ''}
            <EvidenceList evidence={evidence} knowledge={knowledge} links={links} />
          </li>
        ))}
      </ol>
    </>
  )
}

function HowToCite({ entry, url }: { entry: Entry<RecordData>; url: string }) {
  const citation = citationOf(entry, url)
  return (
    <>
      <h2 id="cite">How to cite</h2>
      <pre>{formatCitation(citation, 'text')}</pre>
      <details>
        <summary>Other forms</summary>
        {CITATION_FORMATS.filter((format) => format !== 'text').map((format) => (
          <pre key={format}>{formatCitation(citation, format)}</pre>
        ))}
      </details>
    </>
  )
}

function OldText({ stored }: { stored: StoredRevision }) {
  return (
    <>
      <h1 className="id">{`${stored.id}@${stored.revision}`}</h1>
      <p>This revision is older than today's form of records; here is the file.</p>
      <pre>{stored.raw}</pre>
    </>
  )
}
