import { Fragment } from 'react'
import type { RevisionDiff } from '../../lib/api/revision-diff.ts'

/** What changed between two revisions, as a unified diff: by sign, and by colour. */
export function DiffView({ diff }: { diff: RevisionDiff }) {
  const { from, to, hunks } = diff
  const names = `${from.id}@${from.revision}..${to.id}@${to.revision}`
  if (!hunks)
    return (
      <p>
        The two are too different to be compared here: <a href={`/r/${from.id}@${from.revision}`}>before</a>, <a href={`/r/${to.id}@${to.revision}`}>after</a>.
      </p>
    )
  if (hunks.length === 0) return <p>No line differs.</p>
  return (
    <>
      <p className="row small">
        <a className="id" href={`/r/${from.id}@${from.revision}`}>{`${from.id}@${from.revision}`}</a> <span className="soft">{from.seen.slice(0, 10)} to</span>{' '}
        <a className="id" href={`/r/${to.id}@${to.revision}`}>{`${to.id}@${to.revision}`}</a> <span className="soft">{to.seen.slice(0, 10)}:</span>{' '}
        <span>
          {diff.added} {diff.added === 1 ? 'line' : 'lines'} added, {diff.removed} removed
        </span>{' '}
        <a href={`/r/${to.id}.txt?diff=${names}`}>as a patch</a>
      </p>
      <pre className="diff">
        {hunks.map((hunk) => (
          <Fragment key={`${hunk.from} ${hunk.to}`}>
            <span className="d-hunk">{`@@ -${hunk.from} +${hunk.to} @@\n`}</span>
            {hunk.lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
              <Line key={index} line={line} />
            ))}
          </Fragment>
        ))}
      </pre>
    </>
  )
}

function Line({ line }: { line: string }) {
  if (line.startsWith('+')) return <ins className="d-add">{`${line}\n`}</ins>
  if (line.startsWith('-')) return <del className="d-del">{`${line}\n`}</del>
  return <span>{`${line}\n`}</span>
}
