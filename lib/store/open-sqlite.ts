import { createClient } from '@libsql/client'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { migrations } from './generated/migrations.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import type { WritableStore } from './port.ts'
import { PrismaStore } from './prisma-store.ts'
import { sqliteLeases } from './sqlite-leases.ts'
import { sqliteVersion } from './sqlite-version.ts'
import { sqliteTransactions } from './sqlite-writer.ts'

export interface SqliteConfig {
  /** `file:…` */
  readonly url: string
  /** How long to wait for another process's write, in milliseconds. */
  readonly timeout: number
}

/** Opens the store in an SQLite file, which is made if it is not there. @throws Error, one line */
export async function openSqlite({ url, timeout }: SqliteConfig): Promise<WritableStore> {
  await migrateSqlite(url, migrations.sqlite, timeout)
  const client = new PrismaClient({ adapter: new Adapter({ url, timeout }), transactionOptions: { maxWait: 30_000, timeout: 300_000 } })
  const transactions = sqliteTransactions(url, timeout)
  return new PrismaStore(client, { version: sqliteVersion(url), transactions, queries: transactions, leases: sqliteLeases(url) })
}

/** The adapter over the client that this project pins: one connection, so that its settings hold for transactions too. */
class Adapter extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    return createClient(config)
  }
}
