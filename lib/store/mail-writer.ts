import type { Sql } from '@prisma/client/runtime/client'

/** Runs statements of one transaction. */
export interface MailWriter {
  $queryRaw<Rows>(statement: Sql): Promise<Rows>
  $executeRaw(statement: Sql): Promise<unknown>
}

/** How mail is written. */
export interface MailTransactions {
  /** Does some work in one transaction: all of it, or, if it throws, nothing. */
  run<Result>(work: (transaction: MailWriter) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
