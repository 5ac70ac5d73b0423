import type { FoundPosition, Mention, Proposal } from '../model/index.ts'
import type { PrismaClient } from './generated/client.ts'
import { readMailCursor, writeMailCursor } from './mail-cursor.ts'
import type { MentionQuery, StoredMention, WritableMailStore } from './mail-port.ts'
import { sql, type Value } from './mail-sql.ts'
import { listsOf } from './mail-summary.ts'
import type { Page } from './port.ts'

const COLUMNS = 'x."message", x."recordId", x."line", x."name", x."kind", x."revision", x."where", x."sentence", x."date"'

interface MentionRow {
  readonly message: number
  readonly recordId: string
  readonly line: number
  readonly name: string
  readonly kind: string
  readonly revision: string | null
  readonly where: string
  readonly sentence: string
  readonly date: Date
  readonly messageId: string
}

interface MentionInThread extends MentionRow {
  readonly subject: string
  readonly fromName: string
  readonly fromAddress: string
  readonly thread: number
}

/** Neither in spam nor in what was deleted. Those of one message stand together, in its order. */
export async function mentions(client: PrismaClient, query: MentionQuery): Promise<Page<StoredMention>> {
  const limit = Math.min(Math.max(Math.trunc(query.limit ?? 100), 1), 1000)
  const where = ['x."recordId" = ?', 'NOT m."deleted"', `m."spam" = ''`]
  const values: Value[] = [query.record]
  if (query.list !== undefined) {
    where.push('EXISTS (SELECT 1 FROM "Arrival" a WHERE a."message" = m."id" AND a."list" = ?)')
    values.push(query.list)
  }
  const from = '"Mention" x JOIN "Message" m ON m."id" = x."message"'
  const [count] = await client.$queryRaw<{ total: bigint }[]>(sql(`SELECT COUNT(*) AS "total" FROM ${from} WHERE ${where.join(' AND ')}`, ...values))
  if (query.cursor !== undefined) {
    const { date, rest } = readMailCursor(query.cursor, 'mentions', 3)
    const [message, line, name] = [Number(rest[0]), Number(rest[1]), String(rest[2])]
    where.push('(x."date" < ? OR (x."date" = ? AND (x."message" < ? OR (x."message" = ? AND (x."line" > ? OR (x."line" = ? AND x."name" > ?))))))')
    values.push(date, date, message, message, line, line, name)
  }
  const rows = await client.$queryRaw<MentionInThread[]>(
    sql(
      `SELECT ${COLUMNS}, m."messageId", m."subject", m."fromName", m."fromAddress", m."thread" FROM ${from} WHERE ${where.join(' AND ')} ` +
        'ORDER BY x."date" DESC, x."message" DESC, x."line", x."name" LIMIT ?',
      ...values,
      limit + 1,
    ),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const [lists, threads] = await Promise.all([
    listsOf(
      client,
      page.map(({ message }) => Number(message)),
    ),
    client.message.findMany({ where: { id: { in: page.map(({ thread }) => Number(thread)) } }, select: { id: true, messageId: true, subject: true } }),
  ])
  const firsts = new Map(threads.map(({ id, messageId, subject }) => [id, { messageId, subject }] as const))
  return {
    items: page.map((row) => ({
      ...mentionOf(row),
      subject: row.subject,
      from: { name: row.fromName, address: row.fromAddress },
      date: new Date(row.date).toISOString(),
      lists: lists.get(Number(row.message)) ?? [],
      thread: firsts.get(Number(row.thread)) ?? { messageId: row.messageId, subject: row.subject },
    })),
    total: Number(count?.total ?? 0),
    ...(rows.length > limit && last ? { next: writeMailCursor('mentions', new Date(last.date), Number(last.message), Number(last.line), last.name) } : {}),
  }
}

export async function mentioned(client: PrismaClient): ReturnType<WritableMailStore['mentioned']> {
  const rows = await client.$queryRaw<{ record: string; mentions: bigint; threads: bigint; newest: Date }[]>(
    sql(
      'SELECT x."recordId" AS "record", COUNT(*) AS "mentions", COUNT(DISTINCT m."thread") AS "threads", MAX(x."date") AS "newest" ' +
        `FROM "Mention" x JOIN "Message" m ON m."id" = x."message" WHERE NOT m."deleted" AND m."spam" = '' GROUP BY x."recordId" ORDER BY x."recordId"`,
    ),
  )
  return rows.map(({ record, mentions: all, threads, newest }) => ({
    record,
    mentions: Number(all),
    threads: Number(threads),
    newest: new Date(newest).toISOString(),
  }))
}

export async function mentionsIn(client: PrismaClient, messageId: string): Promise<Mention[]> {
  const rows = await client.$queryRaw<MentionRow[]>(
    sql(
      `SELECT ${COLUMNS}, m."messageId" FROM "Mention" x JOIN "Message" m ON m."id" = x."message" WHERE m."messageId" = ? ` +
        'ORDER BY x."line", x."recordId", x."name"',
      messageId,
    ),
  )
  return rows.map(mentionOf)
}

function mentionOf({ messageId, recordId, kind, name, revision, line, where, sentence }: MentionRow): Mention {
  return {
    messageId,
    record: recordId,
    kind: kind as Mention['kind'],
    name,
    ...(revision === null ? {} : { revision }),
    line: Number(line),
    where: where as Mention['where'],
    sentence,
  }
}

/** Newest message first; of one message in its order. */
export async function positions(client: PrismaClient, query: Parameters<WritableMailStore['positions']>[0]): Promise<FoundPosition[]> {
  const { messageId, record, limit } = query
  const rows = await client.foundPosition.findMany({
    where: {
      in: { deleted: false, ...(messageId === undefined ? { spam: '' } : { messageId }) },
      ...(record === undefined
        ? {}
        : {
            OR: [
              { records: record },
              { records: { startsWith: `${record} ` } },
              { records: { endsWith: ` ${record}` } },
              { records: { contains: ` ${record} ` } },
            ],
          }),
    },
    include: { in: { select: { messageId: true } } },
    orderBy: [{ in: { date: 'desc' } }, { message: 'desc' }, { first: 'asc' }, { kind: 'asc' }],
    take: Math.min(Math.max(Math.trunc(limit ?? 1000), 1), 10_000),
  })
  return rows.map((row) => ({
    messageId: row.in.messageId,
    lines: [row.first, row.last],
    kind: row.kind as FoundPosition['kind'],
    stance: row.stance as FoundPosition['stance'],
    author: { name: row.authorName, address: row.authorAddress },
    records: row.records === '' ? [] : row.records.split(' '),
    rules: row.rules === '' ? [] : row.rules.split(' '),
    sentence: row.sentence,
  }))
}

/** Newest first. */
export async function proposals(client: PrismaClient, query: NonNullable<Parameters<WritableMailStore['proposals']>[0]>): Promise<Proposal[]> {
  const { status, messageId, limit } = query
  const rows = await client.proposal.findMany({
    where: { ...(status === undefined ? {} : { status }), ...(messageId === undefined ? {} : { messageId }) },
    orderBy: [{ date: 'desc' }, { id: 'asc' }],
    take: Math.min(Math.max(Math.trunc(limit ?? 1000), 1), 10_000),
  })
  return rows.map((row) => ({
    id: row.id,
    messageId: row.messageId,
    line: row.line,
    author: { name: row.authorName, address: row.authorAddress },
    date: row.date.toISOString(),
    text: row.text,
    verb: row.verb as Proposal['verb'],
    record: row.record,
    values: JSON.parse(row.values) as Record<string, string>,
    status: row.status as Proposal['status'],
    reason: row.reason,
  }))
}
