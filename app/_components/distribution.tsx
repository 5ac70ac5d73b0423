import type { Distribution } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'
import { EvidenceList } from './evidence.tsx'
import type { Context } from './claims.tsx'

/** A distribution's releases with what they ship, newest first. */
export function DistributionFacts({ distribution, ...context }: Context & { distribution: Distribution }) {
  const { title } = distribution
  const releases = [...distribution.releases].reverse()
  const components = [...new Set(releases.flatMap(({ ships }) => Object.keys(ships)))]
  return (
    <>
      <Frame label={`releases of ${title}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">release</th>
              <th scope="col">of</th>
              <th scope="col">end of support</th>
              {components.map((component) => (
                <th scope="col" key={component}>
                  <a href={`/r/releases/${component}`}>{component}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {releases.map(({ name, codename, date, eol, ships }) => (
              <tr key={name} id={`release-${name}`}>
                <th scope="row">
                  {name} {codename ? <span className="soft">{codename}</span> : null}
                </th>
                <td className="one-line">{date}</td>
                <td className="one-line">{eol}</td>
                {components.map((component) => (
                  <td key={component}>{ships[component]?.join(', ') ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <p className="small soft">
        Of several versions updates brought the later ones, or they are those that were seen. What was not opened is left out. A vendor’s builds have patches of
        their own.
      </p>
      <h2 id="s-sources">Sources</h2>
      <dl>
        {releases.map(({ name, note, evidence }) => (
          <div key={name}>
            <dt>
              {title} {name}
            </dt>
            <dd>
              {note}
              <EvidenceList evidence={evidence} {...context} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
