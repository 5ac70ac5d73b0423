import type { PrismaClient } from './generated/client.ts'
import type { ChangeQuery, StoredChange } from './port.ts'

/** See `Store.changes`. */
export async function changes(client: PrismaClient, { ids, within, limit = 50 }: ChangeQuery): Promise<StoredChange[]> {
  const named = {
    ...(ids ? { in: [...ids] } : {}),
    ...(within === undefined ? {} : { startsWith: `${within}/` }),
  }
  const where = Object.keys(named).length > 0 ? named : undefined
  const rows = await client.revision.findMany({
    where: where ? { recordId: where } : {},
    select: { recordId: true, revision: true, seen: true, current: true },
    orderBy: [{ seen: 'desc' }, { recordId: 'asc' }],
    take: limit,
  })
  const gone = await client.record.findMany({
    where: { current: null, ...(where ? { id: where } : {}) },
    select: { id: true, updated: true },
    orderBy: [{ updated: 'desc' }, { id: 'asc' }],
    take: limit,
  })
  const before = await earlier(client, [...new Set([...rows.map(({ recordId }) => recordId), ...gone.map(({ id }) => id)])])
  const changed = rows.map(({ recordId: id, revision, seen, current }): StoredChange => {
    const all = before.get(id) ?? []
    const previous = all[all.findIndex((one) => one.revision === revision) + 1]?.revision
    return {
      id,
      revision,
      date: seen.toISOString(),
      kind: previous === undefined ? 'added' : 'changed',
      current,
      ...(previous === undefined ? {} : { previous }),
    }
  })
  const removed = gone.flatMap(({ id, updated }): StoredChange[] => {
    const last = before.get(id)?.[0]?.revision
    return last === undefined ? [] : [{ id, revision: last, date: updated.toISOString(), kind: 'removed', current: false }]
  })
  return [...changed, ...removed].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.id < b.id ? -1 : 1)).slice(0, limit)
}

/** Each record's revisions, newest first. */
async function earlier(client: PrismaClient, ids: readonly string[]): Promise<Map<string, { revision: string }[]>> {
  const rows = await client.revision.findMany({
    where: { recordId: { in: [...ids] } },
    select: { recordId: true, revision: true },
    orderBy: [{ seen: 'desc' }, { current: 'desc' }, { revision: 'asc' }],
  })
  const found = new Map<string, { revision: string }[]>()
  for (const { recordId, revision } of rows) {
    const list = found.get(recordId)
    if (list) list.push({ revision })
    else found.set(recordId, [{ revision }])
  }
  return found
}
