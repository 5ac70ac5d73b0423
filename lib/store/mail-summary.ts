import type { PatchInfo } from '../model/index.ts'
import type { PrismaClient } from './generated/client.ts'
import type { MessageSummary } from './mail-port.ts'

/** Columns of a message that a summary is made from. */
export const SUMMARY = {
  id: true,
  messageId: true,
  subject: true,
  fromName: true,
  fromAddress: true,
  date: true,
  parent: true,
  patch: true,
  spam: true,
} as const

export interface SummaryRow {
  readonly id: number
  readonly messageId: string
  readonly subject: string
  readonly fromName: string
  readonly fromAddress: string
  readonly date: Date
  readonly parent: string | null
  readonly patch: string | null
  readonly spam: string
}

/** Summaries of messages, in the order of the rows. */
export async function summaries(client: PrismaClient, rows: readonly SummaryRow[]): Promise<MessageSummary[]> {
  const lists = await listsOf(
    client,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    messageId: row.messageId,
    subject: row.subject,
    from: { name: row.fromName, address: row.fromAddress },
    date: row.date.toISOString(),
    lists: lists.get(row.id) ?? [],
    ...(row.parent === null ? {} : { parent: row.parent }),
    ...(row.patch === null ? {} : { patch: JSON.parse(row.patch) as PatchInfo }),
    spam: row.spam === '' ? [] : row.spam.split(' '),
  }))
}

/** Lists that messages came by, the first first. */
export async function listsOf(client: PrismaClient, ids: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  const unique = [...new Set(ids)]
  for (let at = 0; at < unique.length; at += STEP) {
    const rows = await client.arrival.findMany({
      where: { message: { in: unique.slice(at, at + STEP) } },
      select: { message: true, list: true },
      orderBy: { id: 'asc' },
    })
    for (const { message, list } of rows) {
      const some = found.get(message) ?? []
      if (!some.includes(list)) found.set(message, [...some, list])
    }
  }
  return found
}

/** Values of one query: SQLite takes 999 with Prisma, which does not split one that is ordered. */
const STEP = 500
