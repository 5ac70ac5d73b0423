import type { Metadata } from 'next'
import { Fragment, type ReactNode } from 'react'
import { overviewOf, SIGNS } from '../../lib/api/runs.ts'
import { conditionInWords, matrixAt, showValue } from '../../lib/evaluate/index.ts'
import { isReleased, type Knowledge, type LinkResolver, nearest, pageOf } from '../../lib/model/index.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { Frame } from '../_components/frame.tsx'
import { MatrixTable, OverviewTable } from '../_components/matrix.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'

export const metadata: Metadata = { title: 'Matrix' }

/** Every feature over a component's releases, every feature at one release, or one feature over all. */
export default async function MatrixPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const [feature, component, version] = ['feature', 'component', 'version'].map((name) => query.get(name)?.trim() || undefined)
  const { knowledge, links } = await pageContext()
  return (
    <>
      <h1>Matrix</h1>
      <Choice knowledge={knowledge} feature={feature} component={component} version={version} />
      {feature ? (
        <OneFeature knowledge={knowledge} links={links} feature={feature} component={component} />
      ) : version ? (
        <OneRelease knowledge={knowledge} links={links} component={component ?? ''} version={version} />
      ) : (
        <OneComponent knowledge={knowledge} component={component ?? 'linux'} area={query.get('area')?.trim() || undefined} every={query.has('every')} />
      )}
    </>
  )
}

function Choice({ knowledge, feature, component, version }: { knowledge: Knowledge } & Record<'feature' | 'component' | 'version', string | undefined>) {
  const names = [...knowledge.lines.keys()]
  return (
    <>
      <nav aria-label="Components" className="row">
        {names.map((name) => (
          <Fragment key={name}>
            {' '}
            <a href={`/matrix?component=${name}`} aria-current={!feature && !version && (component ?? 'linux') === name ? 'page' : undefined}>
              {name}
            </a>
          </Fragment>
        ))}
      </nav>
      <div className="row">
        <form action="/matrix" className="row">
          <label htmlFor="feature">One feature</label>
          <input id="feature" name="feature" list="features" defaultValue={feature} required autoComplete="off" spellCheck={false} />
          <datalist id="features">
            {knowledge.features.map(({ data }) => (
              <option key={data.id}>{data.id}</option>
            ))}
          </datalist>
          <button type="submit">Show</button>
        </form>
        <form action="/matrix" className="row">
          <label htmlFor="component">One release</label>
          <select id="component" name="component" defaultValue={component ?? 'qemu'}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <input name="version" aria-label="Version" size={7} defaultValue={version} placeholder="7.2" />
          <button type="submit">Show</button>
        </form>
      </div>
    </>
  )
}

function OneFeature({ knowledge, links, feature, component }: { knowledge: Knowledge; links: LinkResolver; feature: string; component: string | undefined }) {
  const entry = knowledge.features.find(({ data }) => data.id === feature)
  if (!entry) {
    const near = nearest(
      feature.slice(0, 200),
      knowledge.features.map(({ data }) => data.id),
    )
    return (
      <Wrong>
        No feature is called <code>{feature.slice(0, 80)}</code>.{near ? <a href={`/matrix?feature=${near}`}> Did you mean {near}?</a> : null}
      </Wrong>
    )
  }
  return (
    <>
      <h2>
        <RecordLink id={feature} links={links}>
          {entry.data.title}
        </RecordLink>
      </h2>
      <p>{entry.data.rely}</p>
      <MatrixTable knowledge={knowledge} entry={entry} page={pageOf(feature, 'feature')} component={component} />
      {component ? <a href={`/matrix?feature=${feature}`}>all components</a> : null}
    </>
  )
}

function OneRelease({ knowledge, links, component, version }: { knowledge: Knowledge; links: LinkResolver; component: string; version: string }) {
  const line = knowledge.lines.get(component)
  if (!line)
    return (
      <Wrong>
        <code>{component.slice(0, 40)}</code> has no releases here; one of {[...knowledge.lines.keys()].join(', ')}.
      </Wrong>
    )
  if (!isReleased(version, line))
    return (
      <Wrong>
        {line.title} has no release <code>{version.slice(0, 40)}</code>; the newest known here is {line.branches.at(-1)?.name}.
      </Wrong>
    )
  return (
    <Frame label={`every feature in ${component} ${version}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col">where</th>
            <th scope="col">
              {component} {version}
            </th>
          </tr>
        </thead>
        <tbody>
          {matrixAt(knowledge, component, version).flatMap(({ feature, cells }) =>
            cells.map((cell) => (
              <tr key={feature + JSON.stringify(cell.when)}>
                <th scope="row">
                  <RecordLink id={feature} links={links} />
                </th>
                <td>{conditionInWords(cell.when) || 'always'}</td>
                <td className={cell.state} title={cell.note}>
                  {SIGNS[cell.state]} {showValue(cell.value)}
                  {cell.reserved ? ' ®' : ''}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Frame>
  )
}

interface OneComponentProps {
  readonly knowledge: Knowledge
  readonly component: string
  readonly area: string | undefined
  readonly every: boolean
}

function OneComponent({ knowledge, component, area, every }: OneComponentProps) {
  const overview = overviewOf(knowledge, component, { area, every })
  if (!overview)
    return (
      <Wrong>
        <code>{component.slice(0, 40)}</code> has no releases here.
      </Wrong>
    )
  const here = `/matrix?component=${component}${overview.area === '' ? '' : `&area=${overview.area}`}`
  return (
    <>
      {overview.area === '' ? null : (
        <nav aria-label="Areas" className="row small">
          {overview.areas.map(([name, count]) => (
            <Fragment key={name}>
              {' '}
              <a href={`/matrix?component=${component}&area=${name}`} aria-current={overview.area === name ? 'page' : undefined}>
                {name} <span className="soft">{count}</span>
              </a>
            </Fragment>
          ))}
        </nav>
      )}
      <p className="small">
        {every ? (
          <a href={here}>put releases together in which nothing changes</a>
        ) : (
          <>
            Releases in which nothing recorded changes are one column; <a href={`${here}&every=1`}>show each</a>.
          </>
        )}
      </p>
      <OverviewTable overview={overview} component={component} />
    </>
  )
}

function Wrong({ children }: { children: ReactNode }) {
  return (
    <p className="error" role="alert">
      {children}
    </p>
  )
}
