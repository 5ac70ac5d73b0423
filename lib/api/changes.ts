import type { z } from 'zod'
import { digestOfRevisions } from '../evaluate/index.ts'
import type { Knowledge } from '../model/index.ts'
import type { RecordHistory } from '../store/port.ts'
import { HttpError } from './problem.ts'
import type { Changes } from './records.ts'

/**
 * What became of the records since another dump.
 * @param since the digest of the other dump, or a day or time, ISO 8601
 * @throws HttpError 400 for neither, 404 for a digest that no state of the records has had as far as their history tells
 */
export function changesSince(knowledge: Knowledge, history: readonly RecordHistory[], since: string): z.infer<typeof Changes> {
  const records = history.filter(({ kind }) => kind !== 'verification')
  const time = timeOf(since)
  if (time === undefined && !/^[0-9a-f]{16}$/.test(since))
    throw new HttpError(400, `\`since=${since.slice(0, 40)}\` is neither a digest nor a date; give \`digest\` of a dump, or a day such as \`2026-01-31\``, [
      { path: 'since', message: 'neither a digest nor a date' },
    ])
  const at = time ?? (since === knowledge.digest ? END : timeOfDigest(records, since))
  if (at === undefined)
    throw new HttpError(404, `no dump \`${since}\` is known here; take the whole one, or give a date`, [{ path: 'since', message: 'not known' }])
  const items = records.flatMap((record) => {
    const from = revisionAt(record, at)
    const to = record.current
    if (from === to) return []
    const change = from === undefined ? ('added' as const) : to === undefined ? ('removed' as const) : ('changed' as const)
    const { id, kind, title, updated } = record
    return [{ id, kind, title, change, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), at: updated }]
  })
  const date = at === END ? (newest(records) ?? '1970-01-01T00:00:00.000Z') : at
  return { since: { ...(time === undefined ? { digest: since } : {}), date }, digest: knowledge.digest, items }
}

/** After everything. */
const END = '9999'
/** States that are tried for a digest, the newest first. */
const MOST_STATES = 3000

/** @returns undefined for what is no date */
function timeOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** When the records last were those that a digest names: the digest is made of them, so a state that has it is that state. */
function timeOfDigest(records: readonly RecordHistory[], digest: string): string | undefined {
  const times = new Set(records.flatMap(({ updated, revisions }) => [updated, ...revisions.map(({ seen }) => seen)]))
  return [...times]
    .sort()
    .reverse()
    .slice(0, MOST_STATES)
    .find((time) => {
      const state = records.flatMap((record) => {
        const revision = revisionAt(record, time)
        return revision === undefined ? [] : [{ id: record.id, revision }]
      })
      return digestOfRevisions(state) === digest
    })
}

/** The revision that a record had then; undefined where there was none, or it was removed. */
function revisionAt({ current, updated, revisions }: RecordHistory, time: string): string | undefined {
  if (updated <= time) return current
  return revisions.findLast(({ seen }) => seen <= time)?.revision
}

function newest(records: readonly RecordHistory[]): string | undefined {
  return records
    .map(({ updated }) => updated)
    .sort()
    .at(-1)
}
