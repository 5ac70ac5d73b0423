import { Fragment } from 'react'
import { type Knowledge, type ReleaseLine, shippersOf } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'

/** A component's branches, newest first, with the distributions that ship them. */
export function Releases({ line, knowledge }: { line: ReleaseLine; knowledge: Knowledge }) {
  const shippers = shippersOf(line, knowledge.entries.values())
  return (
    <>
      <p>
        <a href={`/matrix?component=${line.component}`}>Every feature over these releases</a> ·{' '}
        <a href={`/calendar.ics?component=${line.component}`}>end of support and removals as a calendar</a>
      </p>
      <Frame label={`releases of ${line.title}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">branch</th>
              <th scope="col">first</th>
              <th scope="col">newest known</th>
              <th scope="col">releases</th>
              <th scope="col">end of support</th>
              {shippers.size > 0 ? <th scope="col">shipped by</th> : null}
            </tr>
          </thead>
          <tbody>
            {[...line.branches].reverse().map(({ name, releases, eol }) => (
              <tr key={name} id={`branch.${name}`}>
                <th scope="row">{name}</th>
                <td className="one-line">{releases[0]?.date}</td>
                <td className="one-line">
                  {releases.at(-1)?.version} {releases.at(-1)?.date}
                </td>
                <td>{releases.length}</td>
                <td className="one-line">{eol}</td>
                {shippers.size > 0 ? (
                  <td className="wide">
                    {(shippers.get(name) ?? []).map((shipper, index) => (
                      <Fragment key={shipper.name}>
                        {index > 0 ? ', ' : ''}
                        <a href={`/r/${shipper.id}`}>{shipper.name}</a>
                      </Fragment>
                    ))}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </>
  )
}
