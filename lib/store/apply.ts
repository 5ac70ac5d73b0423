import type { Prisma, PrismaClient } from './generated/client.ts'
import type { PlannedRevision, StoreState, SyncPlan } from './port.ts'
import { areaOf, entryRows } from './rows.ts'

/** See `WritableStore.apply`. */
export async function apply(client: PrismaClient, plan: SyncPlan): Promise<'applied' | 'stale'> {
  try {
    await client.$transaction((transaction) => write(transaction, plan))
    return 'applied'
  } catch (error) {
    // P2034: undone by the database for the sake of another transaction.
    if (error instanceof Stale || (error as { code?: string }).code === 'P2034') return 'stale'
    throw error
  }
}

/** See `WritableStore.state`; read in one transaction. */
export async function readState(client: PrismaClient): Promise<StoreState> {
  const [newest, rows] = await client.$transaction([
    client.sync.findFirst({ orderBy: { id: 'desc' } }),
    client.revision.findMany({ select: { recordId: true, revision: true, hash: true, path: true, data: true, commit: true, current: true } }),
  ])
  return {
    sync: newest?.id ?? 0,
    digest: newest?.digest ?? '',
    ...(newest?.commit ? { commit: newest.commit } : {}),
    links: newest?.links ?? '',
    current: new Map(
      rows.filter(({ current }) => current).map(({ recordId, revision, hash, path, data }) => [recordId, { revision, hash, path, data: data ?? '' }] as const),
    ),
    known: new Map(rows.map(({ recordId, revision, commit }) => [`${recordId}@${revision}`, commit !== null] as const)),
  }
}

class Stale extends Error {}
type Transaction = Prisma.TransactionClient

async function write(transaction: Transaction, plan: SyncPlan): Promise<void> {
  await claim(transaction, plan)
  await writePast(transaction, plan.past)
  const before = new Map((await transaction.record.findMany({ select: { id: true, current: true } })).map(({ id, current }) => [id, current] as const))
  await clear(transaction, [...plan.remove, ...plan.write.map(({ id }) => id)])
  for (const ids of chunks(plan.remove)) await transaction.record.updateMany({ where: { id: { in: ids } }, data: { current: null, updated: plan.finished } })
  for (const revision of plan.write) await writeCurrent(transaction, revision, before.get(revision.id) === revision.revision)
  await writeRows(transaction, plan.write)
  for (const { id, revision, seen, commit } of plan.dated) {
    await transaction.revision.updateMany({ where: { recordId: id, revision, commit: null }, data: { seen, commit } })
  }
}

/** First of all, so that the transaction begins with its write lock; a sync that finished meanwhile has taken the place. */
async function claim(transaction: Transaction, { parent, digest, date, finished, commit, links }: SyncPlan): Promise<void> {
  try {
    await transaction.sync.create({ data: { parent, digest, date, finished, commit: commit ?? null, links } })
  } catch (error) {
    if ((error as { code?: string }).code === 'P2002') throw new Stale()
    throw error
  }
}

/** Past revisions; their records get a row if they have none. */
async function writePast(transaction: Transaction, past: readonly PlannedRevision[]): Promise<void> {
  const newest = new Map(past.map((revision) => [revision.id, revision] as const))
  const have = new Set((await transaction.record.findMany({ select: { id: true } })).map(({ id }) => id))
  for (const revisions of chunks([...newest.values()].filter(({ id }) => !have.has(id)))) {
    await transaction.record.createMany({
      data: revisions.map((revision) => ({ id: revision.id, ...summaryOf(revision), current: null, updated: revision.seen })),
    })
  }
  for (const revisions of chunks(past)) await transaction.revision.createMany({ data: revisions.map((revision) => ({ ...columns(revision), current: false })) })
}

async function clear(transaction: Transaction, touched: readonly string[]): Promise<void> {
  for (const ids of chunks(touched)) {
    const recordId = { in: ids }
    await transaction.revision.updateMany({ where: { recordId, current: true }, data: { current: false } })
    await transaction.statement.deleteMany({ where: { recordId } })
    await transaction.citation.deleteMany({ where: { recordId } })
    await transaction.alias.deleteMany({ where: { recordId } })
    await transaction.release.deleteMany({ where: { line: { in: ids } } })
  }
}

/** @param same the record's current revision stays, only its reading or rendering is new */
async function writeCurrent(transaction: Transaction, revision: PlannedRevision, same: boolean): Promise<void> {
  const { id } = revision
  const summary = { ...summaryOf(revision), current: revision.revision }
  const updated = revision.updated ?? revision.seen
  await transaction.record.upsert({ where: { id }, create: { id, ...summary, updated }, update: { ...summary, ...(same ? {} : { updated }) } })
  const { seen, commit, ...rest } = columns(revision)
  await transaction.revision.upsert({
    where: { recordId_revision: { recordId: id, revision: revision.revision } },
    create: { ...rest, seen, commit, current: true },
    update: { ...rest, current: true },
  })
}

async function writeRows(transaction: Transaction, written: readonly PlannedRevision[]): Promise<void> {
  const rows = written.flatMap(({ entry }) => (entry ? [entryRows(entry)] : []))
  for (const data of chunks(rows.flatMap(({ statements }) => statements))) await transaction.statement.createMany({ data })
  for (const data of chunks(rows.flatMap(({ citations }) => citations))) await transaction.citation.createMany({ data })
  for (const data of chunks(rows.flatMap(({ aliases }) => aliases))) await transaction.alias.createMany({ data })
  for (const data of chunks(rows.flatMap(({ releases }) => releases))) await transaction.release.createMany({ data })
}

function summaryOf({ id, kind, entry }: PlannedRevision) {
  const data = entry?.data
  return { kind, area: areaOf({ kind, id }), title: data?.title ?? id, summary: data?.summary ?? '', status: data?.kind === 'policy' ? data.status : null }
}

function columns({ id, revision, hash, path, raw, entry, html, text, headings, seen, commit }: PlannedRevision) {
  return {
    recordId: id,
    revision,
    hash,
    path,
    raw,
    data: entry ? JSON.stringify(entry.data) : null,
    body: entry?.body ?? '',
    html,
    text,
    headings: JSON.stringify(headings),
    seen,
    commit: commit ?? null,
  }
}

/** Parts small enough for one statement. */
function chunks<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / 100) }, (_, index) => items.slice(index * 100, (index + 1) * 100))
}
