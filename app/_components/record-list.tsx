import type { Entry, LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'
import { Words } from './words.tsx'

interface Props {
  readonly entries: readonly Entry[]
  readonly links: LinkResolver
  /** With what is to be relied on. */
  readonly long?: boolean
}

/** Records by id and title. */
export function RecordList({ entries, links, long = false }: Props) {
  return (
    <ul className="plain">
      {entries.map(({ data }) => (
        <li key={data.id}>
          <RecordLink id={data.id} links={links} /> {data.title}
          {long && data.kind === 'feature' ? (
            <>
              <br />
              <span className="small soft">
                <Words text={data.rely} />
              </span>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
