import type { Sql } from '@prisma/client/runtime/client'

/** Asks by statements of SQL. Times come as `Date` or as text, bytes as an array or its buffer. */
export interface MailQueries {
  $queryRaw<Rows>(statement: Sql): Promise<Rows>
}

/** Runs statements of one transaction. */
export interface MailWriter extends MailQueries {
  $executeRaw(statement: Sql): Promise<unknown>
}

/** How mail is written. */
export interface MailTransactions {
  /** Does some work in one transaction: all of it, or, if it throws, nothing. */
  run<Result>(work: (transaction: MailWriter) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
