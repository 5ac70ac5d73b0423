import { Fragment, type ReactNode } from 'react'
import type { RecordPage } from '../../lib/api/record-page.ts'
import { standingInWords, standingOf } from '../../lib/evaluate/index.ts'
import { type Entry, type Feature, type Knowledge, type LinkResolver, type SourceRecord, aliasName, folderOf, formerlyOf } from '../../lib/model/index.ts'
import type { StoredRevision } from '../../lib/store/port.ts'
import { HowToCite, ReportProblem } from './cite.tsx'
import { CitedBy } from './cited-by.tsx'
import { ClientScript } from './client-script.tsx'
import { Discussions } from './discussions.tsx'
import { DistributionFacts } from './distribution.tsx'
import { EvidenceList } from './evidence.tsx'
import { FeatureFacts } from './feature.tsx'
import { PolicyFacts } from './policy.tsx'
import './record.css'
import { Releases } from './releases.tsx'
import { Revisions } from './revisions.tsx'
import { RuleFacts } from './rule.tsx'
import { Words } from './words.tsx'

/** Larger files are not repeated on the page. */
const LARGEST_FILE = 40_000

/** A record's page, of whatever kind. */
export function RecordView({
  page,
  knowledge,
  links,
  url,
  notice,
  children,
}: {
  page: RecordPage
  knowledge: Knowledge
  links: LinkResolver
  url: string
  /** What is to be known before it is read: that it is old, what changed. */
  notice: ReactNode
  children?: ReactNode
}) {
  const { stored } = page
  const { entry } = stored
  if (!entry) return <OldText page={page} notice={notice} />
  const { data } = entry
  const pinned = `${data.id}@${stored.revision}`
  const context = { knowledge, links, pinned }
  const standing = standingOf(entry, knowledge)
  const former = formerlyOf(data)
  return (
    <>
      <h1>{data.title}</h1>
      <p className="row small soft">
        <span className="id">{pinned}</span> <span>{data.kind}</span>{' '}
        {data.kind === 'feature' ? <a href={`/areas/${folderOf(data.id)}`}>{folderOf(data.id)}</a> : null} <a href={`/r/${pinned}`}>permanent link</a>{' '}
        <a href="#cite">cite</a> <a href={`/r/${pinned}.txt`}>text</a> <a href={`/r/${pinned}.md`}>markdown</a> <a href={`/api/v1/records/${pinned}`}>JSON</a>{' '}
        <a href={`/r/${data.id}.atom`}>Atom</a>
      </p>
      {notice}
      <p>
        <Words text={data.summary} />
      </p>
      <Verdict data={data}>{standing ? <p className="standing">{standingInWords(standing)}</p> : null}</Verdict>
      {isFeature(entry) ? <FeatureFacts entry={entry} revision={stored.current ? undefined : stored.revision} {...context} /> : null}
      {data.kind === 'policy' ? <PolicyFacts policy={data} {...context} /> : null}
      {data.kind === 'rule' ? <RuleFacts rule={data} {...context} /> : null}
      {data.kind === 'release-line' ? <Releases line={data} knowledge={knowledge} /> : null}
      {data.kind === 'distribution' ? <DistributionFacts distribution={data} {...context} /> : null}
      {data.kind === 'source' ? <SourceFacts source={data} /> : null}
      {stored.html ? (
        <>
          <h2 id="s-text">In words</h2>
          {/* Sanitised when it was rendered: no raw HTML, scripts or handlers. */}
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above */}
          <div className="body-text" dangerouslySetInnerHTML={{ __html: stored.html }} />
        </>
      ) : null}
      {data.kind === 'release-line' || data.kind === 'source' || data.kind === 'distribution' ? (
        <EvidenceList evidence={data.evidence.slice(0, 12)} {...context} />
      ) : null}
      {data.kind === 'feature' || data.kind === 'rule' ? <Discussions entry={entry} {...context} /> : null}
      {children}
      <CitedBy id={data.id} knowledge={knowledge} links={links} />
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
      {former.length > 0 ? (
        <p className="small soft">
          It has taken the place of{' '}
          {former.map((id) => (
            <Fragment key={id}>
              <code>{id}</code>{' '}
            </Fragment>
          ))}
        </p>
      ) : null}
      <HowToCite entry={entry} url={url} />
      <Revisions page={page} />
      <RawFile stored={stored} />
      <ReportProblem stored={stored} url={url} />
      <ClientScript name="claim" />
    </>
  )
}

/** What it comes to, in a line. */
function Verdict({ data, children }: { data: Entry['data']; children: ReactNode }) {
  if (data.kind === 'feature')
    return (
      <div className="rely" id="rely">
        <strong>Can I rely on it?</strong> <Words text={data.rely} />
        {children}
      </div>
    )
  if (data.kind === 'policy')
    return (
      <div className="rely" id="outcome">
        <span className="tag">{data.status}</span> <strong>In force: {data['in-force']}.</strong> <Words text={data.outcome.text} />
        {data.outcome.inferred ? ' (inferred)' : ''}
        {children}
      </div>
    )
  return children
}

function RawFile({ stored }: { stored: StoredRevision }) {
  return (
    <details id="s-file">
      <summary>The file, {stored.path}</summary>
      {stored.raw.length > LARGEST_FILE ? (
        <a href={`/api/v1/records/${stored.id}@${stored.revision}`}>in the API, for its size</a>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre tabIndex={0}>{stored.raw}</pre>
      )}
    </details>
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

function isFeature(entry: Entry): entry is Entry<Feature> {
  return entry.data.kind === 'feature'
}

function OldText({ page, notice }: { page: RecordPage; notice: ReactNode }) {
  const { stored } = page
  return (
    <>
      <h1 className="id">{`${stored.id}@${stored.revision}`}</h1>
      {notice}
      <p>This revision is older than today's form of records; here is the file.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>{stored.raw}</pre>
      <Revisions page={page} />
    </>
  )
}
