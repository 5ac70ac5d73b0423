import { Fragment, type ReactNode } from 'react'
import { CITATION_FORMATS, citationOf, formatCitation } from '../../lib/evaluate/index.ts'
import { type Entry, type Feature, type SourceRecord, aliasName } from '../../lib/model/index.ts'
import type { RevisionInfo, StoredRevision } from '../../lib/store/port.ts'
import type { Context } from './claims.tsx'
import { EvidenceList } from './evidence.tsx'
import { FeatureFacts } from './feature.tsx'
import { PolicyFacts } from './policy.tsx'
import { Releases } from './releases.tsx'
import { RuleFacts } from './rule.tsx'

/** Larger files are not repeated on the page. */
const LARGEST_FILE = 40_000

/** A record's page, of whatever kind. */
export function RecordView({
  stored,
  revisions,
  knowledge,
  links,
  url,
  children,
}: Context & { stored: StoredRevision; revisions: readonly RevisionInfo[]; url: string; children?: ReactNode }) {
  const { entry } = stored
  const context = { knowledge, links }
  if (!entry) return <OldText stored={stored} />
  const { data } = entry
  return (
    <>
      <h1>{data.title}</h1>
      <p className="row small soft">
        <span className="id">{`${data.id}@${stored.revision}`}</span> <span>{data.kind}</span> <a href={`/r/${data.id}@${stored.revision}`}>permanent link</a>{' '}
        <a href="#cite">cite</a> <a href={`/r/${data.id}@${stored.revision}.txt`}>text</a> <a href={`/api/v1/records/${data.id}@${stored.revision}`}>JSON</a>
      </p>
      <p>{data.summary}</p>
      {isFeature(entry) ? <FeatureFacts entry={entry} revision={stored.current ? undefined : stored.revision} {...context} /> : null}
      {data.kind === 'policy' ? <PolicyFacts policy={data} {...context} /> : null}
      {data.kind === 'rule' ? <RuleFacts rule={data} {...context} /> : null}
      {data.kind === 'release-line' ? <Releases line={data} /> : null}
      {data.kind === 'source' ? <SourceFacts source={data} /> : null}
      {stored.html ? (
        <>
          <h2 id="s-text">In words</h2>
          {/* Sanitised when it was rendered: no raw HTML, scripts or handlers. */}
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above */}
          <div className="body-text" dangerouslySetInnerHTML={{ __html: stored.html }} />
        </>
      ) : null}
      {data.kind === 'release-line' || data.kind === 'source' ? <EvidenceList evidence={data.evidence.slice(0, 12)} {...context} /> : null}
      {data.aliases.length > 0 ? (
        <>
          <h2 id="s-names">Also called</h2>
          <p className="row">
            {data.aliases.map(aliasName).map((alias) => (
              <Fragment key={alias}>
                <code>{alias}</code>{' '}
              </Fragment>
            ))}
          </p>
        </>
      ) : null}
      {children}
      <HowToCite entry={entry} url={url} />
      <h2 id="s-revisions">Revisions</h2>
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

function SourceFacts({ source }: { source: SourceRecord }) {
  return (
    <dl className="keys">
      <div>
        <dt>type</dt>
        <dd>{source.type}</dd>
      </div>
      <div>
        <dt>names</dt>
        <dd>{source.names.join(', ')}</dd>
      </div>
      {Object.entries(source.links).map(([kind, template]) => (
        <div key={kind}>
          <dt>a {kind} is at</dt>
          <dd className="mono">{template}</dd>
        </div>
      ))}
    </dl>
  )
}

function HowToCite({ entry, url }: { entry: Entry; url: string }) {
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

function isFeature(entry: Entry): entry is Entry<Feature> {
  return entry.data.kind === 'feature'
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
