import type { RecordPage } from '../../lib/api/record-page.ts'

/** Revisions that are shown at once. */
const MOST_SHOWN = 12

/** A record's revisions, each with what it changed. */
export function Revisions({ page: { stored, revisions } }: { page: RecordPage }) {
  const rows = revisions.map((one, index) => ({ ...one, before: before(revisions.slice(index), revisions[0]?.id) }))
  return (
    <>
      <h2 id="s-revisions">Revisions</h2>
      <ul className="revisions">{rows.slice(0, MOST_SHOWN).map((row) => line(row, stored.revision))}</ul>
      {rows.length > MOST_SHOWN ? (
        <details>
          <summary>{rows.length - MOST_SHOWN} older</summary>
          <ul className="revisions">{rows.slice(MOST_SHOWN).map((row) => line(row, stored.revision))}</ul>
        </details>
      ) : null}
    </>
  )
}

/** The revision that the first of these followed: of its id, or for the first that the record had under its id of now the last of one that it had. */
function before([one, ...older]: RecordPage['revisions'], now: string | undefined): RecordPage['revisions'][number] | undefined {
  return older.find(({ id }) => id === one?.id) ?? (one?.id === now ? older[0] : undefined)
}

type Row = RecordPage['revisions'][number] & { readonly before: RecordPage['revisions'][number] | undefined }

function line({ id, revision, seen, current, commit, before }: Row, shown: string) {
  const from = before && (before.id === id ? before.revision : `${before.id}@${before.revision}`)
  return (
    <li key={`${id}@${revision}`}>
      <time>{seen.slice(0, 10)}</time>{' '}
      <a className="id" href={`/r/${id}@${revision}`} aria-current={revision === shown ? 'page' : undefined}>{`${id}@${revision}`}</a>{' '}
      {from ? (
        <a
          className="small"
          href={`/r/${id}@${revision}?diff=${from}..${before.id === id ? revision : `${id}@${revision}`}`}
          aria-label={`what changed with ${id}@${revision}`}
        >
          what changed
        </a>
      ) : (
        <span className="small soft">the first</span>
      )}
      {current ? <span className="small"> (current)</span> : null} {commit ? <span className="small soft">commit {commit.slice(0, 12)}</span> : null}
    </li>
  )
}
