import type { ReleaseLine } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'

/** A component's branches, newest first. */
export function Releases({ line }: { line: ReleaseLine }) {
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
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </>
  )
}
