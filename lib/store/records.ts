import { type Entry, type Kind, RecordData } from '../model/index.ts'
import { readCursor, writeCursor } from './cursor.ts'
import type { Prisma, PrismaClient } from './generated/client.ts'
import type { Heading, Page, RecordHistory, RecordQuery, RecordSummary, RevisionInfo, StoredRevision } from './port.ts'

const CURRENT = { recordId: true, revision: true, path: true, body: true, data: true } as const

// One statement each: what it reads is one state of the tables, whatever is synced meanwhile.

export async function entries(client: PrismaClient): Promise<Entry[]> {
  const rows = await client.revision.findMany({ where: { current: true }, select: CURRENT, orderBy: { recordId: 'asc' } })
  return rows.map(currentEntry)
}

export async function texts(client: PrismaClient): Promise<{ entry: Entry; text: string }[]> {
  const rows = await client.revision.findMany({ where: { current: true }, select: { ...CURRENT, text: true }, orderBy: { recordId: 'asc' } })
  return rows.map((row) => ({ entry: currentEntry(row), text: row.text }))
}

export async function entry(client: PrismaClient, id: string, revision?: string): Promise<StoredRevision | undefined> {
  const row = await client.revision.findFirst({
    where: { recordId: id, ...(revision === undefined ? {} : { revision }) },
    orderBy: [{ current: 'desc' }, { seen: 'desc' }],
    include: { record: { select: { current: true } } },
  })
  if (!row) return undefined
  const read = tryEntry(row)
  return {
    ...revisionInfo(row),
    raw: row.raw,
    ...(read ? { entry: read } : {}),
    html: row.html,
    text: row.text,
    headings: JSON.parse(row.headings) as Heading[],
    removed: row.record.current === null,
  }
}

export async function revisions(client: PrismaClient, id: string): Promise<RevisionInfo[]> {
  const rows = await client.revision.findMany({
    where: { recordId: id },
    select: { recordId: true, revision: true, path: true, seen: true, commit: true, current: true },
    orderBy: [{ seen: 'desc' }, { current: 'desc' }, { revision: 'asc' }],
  })
  return rows.map(revisionInfo)
}

export async function history(client: PrismaClient): Promise<RecordHistory[]> {
  // Not by the relation: Prisma would name every record in a statement of its own.
  const [rows, all] = await client.$transaction([
    client.record.findMany({ select: { id: true, kind: true, title: true, current: true, updated: true }, orderBy: { id: 'asc' } }),
    client.revision.findMany({ select: { recordId: true, revision: true, seen: true }, orderBy: { seen: 'asc' } }),
  ])
  const revisionsOf = new Map<string, { revision: string; seen: string }[]>(rows.map(({ id }) => [id, []]))
  for (const { recordId, revision, seen } of all) revisionsOf.get(recordId)?.push({ revision, seen: seen.toISOString() })
  return rows.map(({ id, kind, title, current, updated }) => ({
    id,
    kind: kind as Kind,
    title,
    ...(current === null ? {} : { current }),
    updated: updated.toISOString(),
    revisions: revisionsOf.get(id) ?? [],
  }))
}

export async function records(client: PrismaClient, query: RecordQuery): Promise<Page<RecordSummary>> {
  const { order = 'id' } = query
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 100), 1), 1000)
  const where = whereOf(query)
  const [total, rows] = await client.$transaction([
    client.record.count({ where }),
    client.record.findMany({
      where: { AND: [where, query.cursor === undefined ? {} : after(query.cursor, order)] },
      orderBy: order === 'id' ? [{ id: 'asc' }] : [{ updated: 'desc' }, { id: 'asc' }],
      take: limit + 1,
    }),
  ])
  const items = rows.slice(0, limit).map(summary)
  const last = items.at(-1)
  return { items, total, ...(rows.length > limit && last ? { next: writeCursor(order, last.id, last.updated) } : {}) }
}

function whereOf({ kinds, areas, statuses }: RecordQuery): Prisma.RecordWhereInput {
  return {
    current: { not: null },
    ...(kinds ? { kind: { in: [...kinds] } } : {}),
    ...(statuses ? { status: { in: [...statuses] } } : {}),
    ...(areas ? { OR: areas.flatMap((area) => [{ area }, { area: { startsWith: `${area}/` } }]) } : {}),
  }
}

function after(cursor: string, order: 'id' | 'updated'): Prisma.RecordWhereInput {
  const { id, updated } = readCursor(cursor, order)
  if (order === 'id') return { id: { gt: id } }
  return { OR: [{ updated: { lt: updated } }, { updated, id: { gt: id } }] }
}

interface EntryRow {
  recordId: string
  revision: string
  path: string
  body: string
  data: string | null
}

function currentEntry(row: EntryRow): Entry {
  const entry = tryEntry(row)
  if (!entry) throw new Error(`the stored record \`${row.recordId}\` does not fit this version of the program: run \`canimigrate sync\``)
  return entry
}

function tryEntry({ revision, path, body, data }: EntryRow): Entry | undefined {
  const parsed = data === null ? undefined : RecordData.safeParse(JSON.parse(data))
  return parsed?.success ? { data: parsed.data, revision, path, body } : undefined
}

function revisionInfo(row: { recordId: string; revision: string; path: string; seen: Date; commit: string | null; current: boolean }): RevisionInfo {
  const { recordId, revision, path, seen, commit, current } = row
  return { id: recordId, revision, path, seen: seen.toISOString(), ...(commit === null ? {} : { commit }), current }
}

function summary(row: {
  id: string
  kind: string
  area: string
  title: string
  summary: string
  status: string | null
  current: string | null
  updated: Date
}): RecordSummary {
  const { id, kind, area, title, summary, status, current, updated } = row
  return { id, kind: kind as Kind, area, title, summary, ...(status === null ? {} : { status }), revision: current as string, updated: updated.toISOString() }
}
