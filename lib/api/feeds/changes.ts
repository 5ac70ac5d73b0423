import { type Knowledge, formerlyOf, movedTo, pageOf } from '../../model/index.ts'
import type { StoredChange } from '../../store/port.ts'
import { atomFeed, type FeedEntry } from '../atom.ts'
import { patchOf } from '../revision-diff.ts'
import type { Service } from '../service.ts'

/** A change with what a reader needs to know of it. */
export interface Change extends StoredChange {
  readonly title: string
  /** `/r/<id>@<revision>`. */
  readonly path: string
  /** Where the change is shown: the difference to what was before, if there was something. */
  readonly shown: string
  /** For what went: the record that has taken its place. */
  readonly moved?: string
}

/** What the changes are of: all records, one and those that it was, or those of an area. */
export type Of = { readonly kind: 'all' } | { readonly kind: 'record'; readonly id: string } | { readonly kind: 'area'; readonly area: string }

/** The newest changes, newest first. @param limit most of them */
export async function changesOf(service: Service, of: Of, limit = 50): Promise<readonly Change[]> {
  const knowledge = await service.knowledge()
  const query = of.kind === 'area' ? { within: of.area } : of.kind === 'record' ? { ids: [of.id, ...formerlyOf(knowledge.entries.get(of.id)?.data ?? {})] } : {}
  const found = await service.store.changes({ ...query, limit })
  return found.map((change) => told(change, knowledge))
}

/** Changes as an Atom feed, each with its difference. */
export async function changesFeed(service: Service, of: Of, { title, page, self }: { title: string; page: string; self: string }): Promise<string> {
  const entries: FeedEntry[] = []
  for (const change of await changesOf(service, of)) entries.push(await entryOf(service, change))
  return atomFeed({ url: service.url + page, self: service.url + self, title, entries })
}

/** A difference in a feed is cut after this many lines. */
const MOST_LINES = 200

async function entryOf(service: Service, change: Change): Promise<FeedEntry> {
  const { id, revision, previous, kind, title, date, path, shown, moved } = change
  const [now, before] = await Promise.all([service.store.entry(id, revision), previous === undefined ? undefined : service.store.entry(id, previous)])
  const said = now?.entry?.data.summary ?? ''
  const lines = now && before ? patchOf(before, now).split('\n').slice(4) : []
  const text =
    kind === 'removed'
      ? moved
        ? `Now ${moved}: ${service.url}/r/${moved}`
        : 'This record was removed.'
      : [said, ...(lines.length > 0 ? ['', ...lines.slice(0, MOST_LINES), ...(lines.length > MOST_LINES ? ['…'] : [])] : [])].join('\n')
  return {
    id: `${service.url}${path}${kind === 'removed' ? '#removed' : ''}`,
    url: service.url + shown,
    title: `${title} (${id}) ${kind === 'removed' && moved ? 'renamed' : kind}`,
    author: 'canimigrate',
    date,
    text,
  }
}

function told(change: StoredChange, knowledge: Knowledge): Change {
  const { id, revision, previous } = change
  const moved = change.kind === 'removed' ? movedTo(knowledge, id) : undefined
  const data = knowledge.entries.get(moved ?? id)?.data
  const path = `/r/${id}@${revision}`
  return {
    ...change,
    title: data?.title ?? id,
    path,
    shown: moved && data ? pageOf(moved, data.kind) : previous === undefined ? path : `${path}?diff=${previous}..${revision}`,
    ...(moved ? { moved } : {}),
  }
}
