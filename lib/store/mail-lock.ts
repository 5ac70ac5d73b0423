import { sql } from './mail-sql.ts'
import type { MailWriter } from './mail-writer.ts'

/** How far ids have got. */
export interface MailState {
  readonly messages: number
  readonly arrivals: number
}

/** First of all in whatever writes mail, so that its transaction begins with the lock and one does at a time. */
export async function lock(transaction: MailWriter): Promise<MailState> {
  const [state] = await transaction.$queryRaw<{ messages: number; arrivals: number }[]>(
    sql(
      'INSERT INTO "MailState" ("id", "messages", "arrivals") VALUES (1, 0, 0) ON CONFLICT ("id") DO UPDATE SET "messages" = "MailState"."messages" RETURNING "messages", "arrivals"',
    ),
  )
  return { messages: Number(state?.messages), arrivals: Number(state?.arrivals) }
}
