import type { PrismaClient } from './generated/client.ts'
import { readMailCursor, writeMailCursor } from './mail-cursor.ts'
import type { ListInfo, MessageQuery, MessageSummary } from './mail-port.ts'
import { sql, type Value } from './mail-sql.ts'
import { SUMMARY, summaries } from './mail-summary.ts'
import { CursorError, type Page } from './port.ts'

export async function listInfos(client: PrismaClient): Promise<ListInfo[]> {
  const rows = await client.$queryRaw<{ list: string; messages: bigint; spam: bigint; first: Date; last: Date }[]>(
    sql(
      // Counted in an index that has no dates; the first and the last are at the ends of another.
      `SELECT l.*, (${END} ASC LIMIT 1) AS "first", (${END} DESC LIMIT 1) AS "last" FROM (` +
        'SELECT "list", COUNT(DISTINCT CASE WHEN NOT "spam" THEN "message" END) AS "messages", COUNT(DISTINCT CASE WHEN "spam" THEN "message" END) AS "spam" ' +
        'FROM "Arrival" WHERE NOT "deleted" GROUP BY "list") l ORDER BY l."list"',
    ),
  )
  return rows.map(({ list, messages, spam, first, last }) => ({
    list,
    messages: Number(messages),
    spam: Number(spam),
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
  }))
}

const END = 'SELECT a."date" FROM "Arrival" a WHERE a."list" = l."list" AND NOT a."deleted" ORDER BY a."date"'

export async function hasList(client: PrismaClient, list: string): Promise<boolean> {
  return (await client.arrival.findFirst({ where: { list, deleted: false }, select: { id: true } })) !== null
}

export async function months(client: PrismaClient, list: string): Promise<{ month: string; messages: number; threads: number }[]> {
  const rows = await client.$queryRaw<{ month: string; messages: bigint; threads: bigint }[]>(
    sql(
      'SELECT a."month" AS "month", COUNT(DISTINCT a."message") AS "messages", COUNT(DISTINCT m."thread") AS "threads" FROM "Arrival" a ' +
        'JOIN "Message" m ON m."id" = a."message" WHERE a."list" = ? AND NOT a."deleted" AND NOT a."spam" GROUP BY a."month" ORDER BY a."month" DESC',
      list,
    ),
  )
  return rows.map(({ month, messages, threads }) => ({ month, messages: Number(messages), threads: Number(threads) }))
}

/** Two contents of one message on one list are one item. */
export async function messages(client: PrismaClient, query: MessageQuery): Promise<Page<MessageSummary>> {
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 100), 1), 1000)
  const oldest = query.order === 'oldest'
  const where = ['"list" = ?', 'NOT "deleted"', ...(query.spam ? [] : ['NOT "spam"'])]
  const values: Value[] = [query.list]
  if (query.month !== undefined) {
    where.push('"month" = ?')
    values.push(query.month)
  }
  const [count] = await client.$queryRaw<{ total: bigint }[]>(
    sql(`SELECT COUNT(DISTINCT "message") AS "total" FROM "Arrival" WHERE ${where.join(' AND ')}`, ...values),
  )
  const order = oldest ? 'oldest' : 'newest'
  if (query.cursor !== undefined) {
    const { date, rest } = readMailCursor(query.cursor, order, 1)
    const [message] = rest
    if (typeof message !== 'number') throw new CursorError()
    const after = oldest ? '>' : '<'
    where.push(`("date" ${after} ? OR ("date" = ? AND "message" ${after} ?))`)
    values.push(date, date, message)
  }
  const direction = oldest ? 'ASC' : 'DESC'
  const found = await client.$queryRaw<{ date: Date; message: number }[]>(
    sql(
      `SELECT DISTINCT "date", "message" FROM "Arrival" WHERE ${where.join(' AND ')} ORDER BY "date" ${direction}, "message" ${direction} LIMIT ?`,
      ...values,
      limit + 1,
    ),
  )
  const page = found.slice(0, limit)
  const rows = await client.message.findMany({ where: { id: { in: page.map(({ message }) => Number(message)) } }, select: SUMMARY })
  const byId = new Map(rows.map((row) => [row.id, row] as const))
  const last = page.at(-1)
  return {
    items: await summaries(
      client,
      page.flatMap(({ message }) => byId.get(Number(message)) ?? []),
    ),
    total: Number(count?.total ?? 0),
    ...(found.length > limit && last ? { next: writeMailCursor(order, new Date(last.date), Number(last.message)) } : {}),
  }
}
