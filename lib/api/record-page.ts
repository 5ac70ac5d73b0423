import { type Entry, type Kind, formerlyOf, movedTo } from '../model/index.ts'
import type { RevisionInfo, StoredRevision } from '../store/port.ts'
import { findRecord } from './find-record.ts'
import { type RevisionDiff, diffOf, readDiff } from './revision-diff.ts'
import type { Service } from './service.ts'

/** What every form of a record's page is made from. */
export interface RecordPage {
  readonly stored: StoredRevision
  /** The record as it is now, under its id of now; absent where it was removed and nothing has taken its place. */
  readonly now?: Entry
  /** All revisions, those under ids that it had among them, newest first. */
  readonly revisions: readonly RevisionInfo[]
  /** What was asked for with `diff`, or what changed since an old revision. */
  readonly diff?: RevisionDiff
  /** The difference is all that was asked for. */
  readonly asked: boolean
}

/**
 * @param reference `id` or `id@revision`
 * @param asked what `?diff=` has
 * @returns undefined where nothing has that name
 * @throws HttpError 404 for a `diff` that names no revision
 */
export async function recordPage(service: Service, reference: string, kind?: Kind, asked?: string): Promise<RecordPage | undefined> {
  const stored = await findRecord(service, reference, kind)
  if (!stored) return undefined
  const knowledge = await service.knowledge()
  const now = knowledge.entries.get(stored.id) ?? knowledge.entries.get(movedTo(knowledge, stored.id) ?? '')
  const revisions = await revisionsOf(service, now?.data.id ?? stored.id, now)
  const diff = asked ? diffOf(...(await readDiff(service, stored, asked))) : await sinceThen(service, stored, now)
  return { stored, ...(now ? { now } : {}), revisions, ...(diff ? { diff } : {}), asked: Boolean(asked) }
}

async function revisionsOf({ store }: Service, id: string, now: Entry | undefined): Promise<RevisionInfo[]> {
  const ids = [id, ...(now && now.data.kind !== 'area' ? formerlyOf(now.data) : [])]
  const all = (await Promise.all(ids.map((one) => store.revisions(one)))).flat()
  return ids.length === 1 ? all : all.sort((a, b) => Number(b.current) - Number(a.current) || (a.seen < b.seen ? 1 : a.seen > b.seen ? -1 : 0))
}

async function sinceThen({ store }: Service, stored: StoredRevision, now: Entry | undefined): Promise<RevisionDiff | undefined> {
  if (stored.current || !now || now.data.kind === 'area') return undefined
  const current = await store.entry(now.data.id)
  return current && diffOf(stored, current)
}
