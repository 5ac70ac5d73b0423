import type { Found } from '../../lib/api/find/find.ts'
import { hitHref } from '../../lib/api/find/href.ts'
import { type FindQuery, findAddress, isNarrowed } from '../../lib/api/find/query.ts'

/** No record was found: what was left out, what is near, the same without filters, and how to say what is missing. */
export function Nothing({ query, found: { records, mail, direct } }: { query: FindQuery; found: Found }) {
  const { text } = query
  return (
    <>
      <p role="status">
        {direct?.kind === 'check' ? 'No record has these words besides.' : 'No record has this.'}
        {records.unknown.length > 0 ? <> Nowhere in the records: {records.unknown.map((word) => `“${word}”`).join(', ')}.</> : null}
      </p>
      {isNarrowed(query) && records.unfiltered > 0 ? (
        <p>
          <a href={findAddress({ text, filters: {}, mail: false, newest: false, page: 1 })}>
            {records.unfiltered} {records.unfiltered === 1 ? 'record' : 'records'} without the filters
          </a>
        </p>
      ) : null}
      {records.near.length > 0 ? (
        <>
          <h2>Names that look like it</h2>
          <ul>
            {records.near.map((one) => (
              <li key={one.id}>
                <a href={hitHref(one)}>{one.title}</a> <span className="id small soft">{one.id}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h2>What else to try</h2>
      <ul>
        <li>Fewer words, or the name that stands in a header: KVM_CAP_…, XENFEAT_…, VIRTIO_…, cap-…</li>
        <li>
          {mail && mail.total > 0 ? (
            <a href={findAddress({ ...query, mail: true })}>
              {mail.total} {mail.total === 1 ? 'message' : 'messages'} on the lists
            </a>
          ) : (
            <>
              The lists: <a href={findAddress({ text, filters: {}, mail: true, newest: false, page: 1 })}>messages with these words</a>
            </>
          )}
        </li>
        <li>
          All <a href="/features">features</a>, <a href="/policies">policies</a>, the <a href="/matrix">matrix</a>, or the <a href="/check">check</a> with what
          you know of the two hosts.
        </li>
      </ul>
      <h2>Is it missing?</h2>
      <p>
        A record is one text file with its evidence. Where a list speaks of it, <code>canimigrate draft MESSAGE-ID</code> begins the record from the thread, and
        a mail may propose one by a paragraph of its own, <code>canimigrate: introduce area/name</code>; <a href="/proposals">proposals</a> shows what became of
        them.
      </p>
    </>
  )
}
