import type { PatchInfo } from '../model/index.ts'
import type { PrismaClient } from './generated/client.ts'
import type { MessageSummary, StoredMessage, StoredThread, WritableMailStore } from './mail-port.ts'
import { sql } from './mail-sql.ts'
import { SUMMARY, summaries } from './mail-summary.ts'
import { expand } from './raw-bytes.ts'

export async function message(client: PrismaClient, messageId: string, hash?: string): Promise<StoredMessage | undefined> {
  const row = await client.message.findUnique({
    where: { messageId },
    include: { arrivals: { orderBy: { id: 'asc' } }, references: { orderBy: { position: 'asc' }, select: { target: true } } },
  })
  const arrival = row?.arrivals.find((one) => one.hash === (hash ?? row.hash))
  if (!row || !arrival) return undefined
  const content = await client.rawMail.findUniqueOrThrow({ where: { hash: arrival.hash } })
  const references = row.references.map(({ target }) => target)
  const answers = await client.message.findMany({
    where: { thread: row.thread, parent: messageId, deleted: false },
    select: SUMMARY,
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
  })
  const [[summary], replies] = await Promise.all([summaries(client, [row]), summaries(client, answers)])
  const here = await have(client, references)
  return {
    ...(summary as MessageSummary),
    raw: expand(content.bytes),
    hash: arrival.hash,
    ...(arrival.arrived === null ? {} : { arrived: arrival.arrived.toISOString() }),
    rebuilt: row.rebuilt,
    deleted: row.deleted,
    variants: [...new Set(row.arrivals.map((one) => one.hash))].filter((one) => one !== arrival.hash),
    references,
    known: references.filter((target) => here.has(target)),
    replies,
  }
}

export async function messagesLike(client: PrismaClient, prefix: string): Promise<string[]> {
  if (prefix === '') return []
  // A range and not LIKE: no wildcards, and the index serves it.
  const rows = await client.$queryRaw<{ messageId: string }[]>(
    sql('SELECT "messageId" FROM "Message" WHERE "messageId" >= ? AND "messageId" < ? ORDER BY "messageId" LIMIT 10', prefix, `${prefix}\u{10ffff}`),
  )
  return rows.map(({ messageId }) => messageId).filter((name) => name.startsWith(prefix))
}

export async function thread(client: PrismaClient, messageId: string): Promise<StoredThread | undefined> {
  const number = await threadOf(client, messageId)
  if (number === undefined) return undefined
  const where = { thread: number, deleted: false }
  const [rows, total] = await Promise.all([
    client.message.findMany({
      where,
      select: { ...SUMMARY, references: { orderBy: { position: 'asc' }, select: { target: true } } },
      orderBy: [{ date: 'asc' }, { id: 'asc' }],
      take: LONGEST,
    }),
    client.message.count({ where }),
  ])
  const found = await summaries(client, rows)
  return { messages: found.map((one, index) => ({ ...one, references: (rows[index]?.references ?? []).map(({ target }) => target) })), total }
}

/** Messages of a thread that are given at once. */
const LONGEST = 2000

async function threadOf(client: PrismaClient, messageId: string): Promise<number | undefined> {
  const found = await client.message.findUnique({ where: { messageId }, select: { thread: true } })
  if (found) return found.thread
  const reference = await client.mailReference.findFirst({ where: { target: messageId }, select: { from: { select: { thread: true } } } })
  return reference?.from.thread
}

export async function raws(client: PrismaClient, messageIds: readonly string[], most = Number.POSITIVE_INFINITY): ReturnType<WritableMailStore['raws']> {
  const all = await client.message.findMany({
    where: { messageId: { in: [...messageIds] } },
    select: { messageId: true, hash: true, size: true, rebuilt: true, arrivals: { orderBy: { id: 'asc' }, select: { hash: true, list: true, arrived: true } } },
  })
  const rows = firstBytes(all, messageIds, most)
  const contents = await client.rawMail.findMany({ where: { hash: { in: rows.map(({ hash }) => hash) } }, select: { hash: true, bytes: true } })
  const bytes = new Map(contents.map((content) => [content.hash, content.bytes] as const))
  return new Map(
    rows.flatMap(({ messageId, hash, rebuilt, arrivals }) => {
      const raw = bytes.get(hash)
      const arrival = arrivals.find((one) => one.hash === hash)
      if (!raw || !arrival) return []
      const { list, arrived } = arrival
      return [[messageId, { raw: expand(raw), list, rebuilt, ...(arrived === null ? {} : { arrived: arrived.toISOString() }) }] as const]
    }),
  )
}

/** Rows in the order asked for, without those that would go beyond so many bytes. */
function firstBytes<Row extends { readonly messageId: string; readonly size: number }>(
  rows: readonly Row[],
  messageIds: readonly string[],
  most: number,
): Row[] {
  const byName = new Map(rows.map((row) => [row.messageId, row] as const))
  const found: Row[] = []
  let size = 0
  for (const name of new Set(messageIds)) {
    const row = byName.get(name)
    if (!row) continue
    if (size + row.size > most) continue
    size += row.size
    found.push(row)
  }
  return found
}

export async function summariesOf(client: PrismaClient, messageIds: readonly string[]): Promise<MessageSummary[]> {
  const rows = await client.message.findMany({ where: { messageId: { in: [...messageIds] } }, select: SUMMARY })
  const byName = new Map((await summaries(client, rows)).map((one) => [one.messageId, one] as const))
  return messageIds.flatMap((name) => byName.get(name) ?? [])
}

export async function have(client: PrismaClient, messageIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await client.message.findMany({
    where: { messageId: { in: [...messageIds] } },
    select: { messageId: true, arrivals: { orderBy: { id: 'asc' }, take: 1, select: { list: true } } },
  })
  return new Map(rows.map(({ messageId, arrivals }) => [messageId, arrivals[0]?.list ?? '']))
}

export async function versions(client: PrismaClient, messageId: string): Promise<MessageSummary[]> {
  const own = await client.message.findUnique({ where: { messageId }, select: { title: true, patch: true, thread: true } })
  if (!own?.title || own.patch === null) return []
  const { version } = JSON.parse(own.patch) as PatchInfo
  const rows = await client.message.findMany({
    where: { title: own.title, deleted: false, NOT: { messageId } },
    select: { ...SUMMARY, thread: true },
    orderBy: [{ date: 'asc' }, { id: 'asc' }],
    take: 500,
  })
  const others = rows.flatMap((row) => {
    const patch = row.patch === null ? undefined : (JSON.parse(row.patch) as PatchInfo)
    return patch && !patch.reply && (patch.version !== version || row.thread !== own.thread) ? [{ row, version: patch.version }] : []
  })
  others.sort((a, b) => a.version - b.version)
  return summaries(
    client,
    others.map(({ row }) => row),
  )
}
