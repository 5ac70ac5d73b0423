import type { LoggedArrival, MailCounts, NumberedMail } from './mail-port.ts'
import { lists, sql } from './mail-sql.ts'
import type { MailQueries } from './mail-writer.ts'
import { expand } from './raw-bytes.ts'

/** See `WritableMailStore.arrivalsAfter`. */
export async function arrivalsAfter(queries: MailQueries, arrival: number, limit: number): Promise<LoggedArrival[]> {
  const rows = await queries.$queryRaw<{ id: number; message: number; list: string }[]>(
    sql('SELECT "id", "message", "list" FROM "Arrival" WHERE "id" > ? ORDER BY "id" LIMIT ?', arrival, limit),
  )
  return rows.map(({ id, message, list }) => ({ arrival: Number(id), id: Number(message), list }))
}

/** Highest numbers of messages and arrivals, 0 when there are none. */
export async function lastNumbers(queries: MailQueries): Promise<{ messages: number; arrivals: number }> {
  const [state] = await queries.$queryRaw<{ messages: number; arrivals: number }[]>(sql('SELECT "messages", "arrivals" FROM "MailState" WHERE "id" = 1'))
  return { messages: Number(state?.messages ?? 0), arrivals: Number(state?.arrivals ?? 0) }
}

interface NumberedRow {
  readonly id: number
  readonly messageId: string
  readonly rebuilt: boolean | number
  readonly deleted: boolean | number
  readonly list: string
  readonly arrived: Date | string | null
  readonly bytes: Uint8Array | ArrayBuffer
}

export async function numbered(queries: MailQueries, ids: readonly number[]): Promise<NumberedMail[]> {
  const found = new Map<number, NumberedMail>()
  for (const query of lists(
    'SELECT m."id", m."messageId", m."rebuilt", m."deleted", a."list", a."arrived", r."bytes" FROM "Message" m ' +
      'JOIN "Arrival" a ON a."message" = m."id" AND a."hash" = m."hash" JOIN "RawMail" r ON r."hash" = m."hash" WHERE m."id" IN (?) ORDER BY m."id", a."id"',
    [...new Set(ids)],
  )) {
    for (const { id, messageId, rebuilt, deleted, list, arrived, bytes } of await queries.$queryRaw<NumberedRow[]>(query)) {
      if (found.has(Number(id))) continue
      found.set(Number(id), {
        id: Number(id),
        messageId,
        raw: expand(new Uint8Array(bytes)),
        list,
        ...(arrived === null ? {} : { arrived: new Date(arrived).toISOString() }),
        rebuilt: Boolean(rebuilt),
        deleted: Boolean(deleted),
      })
    }
  }
  return [...found.values()]
}

export async function deleted(queries: MailQueries): Promise<number[]> {
  const rows = await queries.$queryRaw<{ id: number }[]>(sql('SELECT "id" FROM "Message" WHERE "deleted" = (1 = 1) ORDER BY "id"'))
  return rows.map(({ id }) => Number(id))
}

/** Of everything that is stored, deleted and spam too. A thread is called by its first message. */
export async function counts(queries: MailQueries): Promise<MailCounts> {
  const [row] = await queries.$queryRaw<Record<keyof MailCounts, number | bigint>[]>(
    sql(
      'SELECT (SELECT COUNT(*) FROM "Message") AS "messages", (SELECT COUNT(*) FROM "Message" WHERE "id" = "thread") AS "threads", ' +
        '(SELECT COUNT(*) FROM (SELECT DISTINCT "target" FROM "MailReference") r WHERE NOT EXISTS (SELECT 1 FROM "Message" m WHERE m."messageId" = r."target")) AS "ghosts", ' +
        '(SELECT COUNT(*) FROM "Mention") AS "mentions"',
    ),
  )
  return { messages: Number(row?.messages), threads: Number(row?.threads), ghosts: Number(row?.ghosts), mentions: Number(row?.mentions) }
}
