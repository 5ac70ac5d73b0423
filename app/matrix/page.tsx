import type { Metadata } from 'next'
import { conditionInWords, matrixAt, showValue } from '../../lib/evaluate/index.ts'
import { isReleased } from '../../lib/model/index.ts'
import { RecordLink } from '../_components/evidence.tsx'
import { MatrixTable } from '../_components/matrix.tsx'
import { pageContext } from '../_components/service.ts'
import { Frame } from '../_components/frame.tsx'

export const metadata: Metadata = { title: 'Matrix' }

/** One feature over all versions, or every feature at one version. */
export default async function MatrixPage({ searchParams }: { searchParams: Promise<Record<string, string | undefined>> }) {
  const { feature, component, version } = await searchParams
  const { knowledge, links } = await pageContext()
  const line = component ? knowledge.lines.get(component) : undefined
  const known = line && version ? isReleased(version, line) : false
  return (
    <>
      <h1>Matrix</h1>
      <form action="/matrix" className="row">
        <label htmlFor="feature">Feature</label>
        <select id="feature" name="feature" defaultValue={feature ?? ''}>
          {knowledge.features.map(({ data }) => (
            <option key={data.id}>{data.id}</option>
          ))}
        </select>
        <button type="submit">Show</button>
      </form>
      <form action="/matrix" className="row">
        <label htmlFor="component">Everything in</label>
        <select id="component" name="component" defaultValue={component ?? 'qemu'}>
          {[...knowledge.lines.keys()].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <input name="version" aria-label="version" size={8} defaultValue={version ?? ''} placeholder="7.2" />
        <button type="submit">Show</button>
      </form>
      {feature && !version ? (
        <>
          <h2>
            <RecordLink id={feature} links={links} />
          </h2>
          <MatrixTable knowledge={knowledge} feature={feature} component={component} />
        </>
      ) : null}
      {component && version && !known ? (
        <p className="error">
          {line
            ? `${line.title} has no release ${version.slice(0, 40)}; the newest known is ${line.branches.at(-1)?.name}`
            : `${component.slice(0, 40)} has no releases here`}
        </p>
      ) : null}
      {component && version && known ? (
        <Frame label={`everything in ${component} ${version}`}>
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
              {matrixAt(knowledge, component, version).flatMap(({ feature: id, cells }) =>
                cells.map((cell) => (
                  <tr key={id + JSON.stringify(cell.when)}>
                    <th scope="row">
                      <RecordLink id={id} links={links} />
                    </th>
                    <td>{conditionInWords(cell.when) || 'always'}</td>
                    <td className={cell.state}>
                      {{ supported: '+', partial: '~', absent: '−', unknown: '?' }[cell.state]} {showValue(cell.value)}
                      {cell.reserved ? ' ®' : ''}
                    </td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </Frame>
      ) : null}
      {feature || version ? null : (
        <>
          <h2>Features</h2>
          <ul>
            {knowledge.features.map(({ data }) => (
              <li key={data.id}>
                <a className="id" href={`/matrix?feature=${encodeURIComponent(data.id)}`}>
                  {data.id}
                </a>{' '}
                {data.title}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
