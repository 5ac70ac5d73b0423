import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createClient } from '@libsql/client'
import { PrismaLibSql } from '@prisma/adapter-libsql'
import { setting, withoutSecrets } from '../config/settings.mjs'
import { migrations } from './generated/migrations.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { migrateSqlite } from './migrate-sqlite.ts'
import type { WritableStore } from './port.ts'
import { PrismaStore } from './prisma-store.ts'
import { sqliteVersion } from './sqlite-version.ts'
import { sqliteTransactions } from './sqlite-writer.ts'

export interface StoreConfig {
  /** `file:…`; default: $DATABASE_URL, else canimigrate.db in `dataDir`. */
  readonly url?: string | undefined
  /** Default: $CANIMIGRATE_DATA, else .data. Created if missing. */
  readonly dataDir?: string | undefined
  /** How long to wait for another process's write, in milliseconds. Default: 15000. */
  readonly busyTimeout?: number | undefined
}

/**
 * Opens the store, first bringing its tables up to date with the checked-in migrations. Any number of processes may do so at once.
 * This file alone names a database provider.
 * @throws Error, one line, when the address is of no known kind, the folder cannot be written, or the database is newer than this program
 */
export async function openStore(config: StoreConfig = {}): Promise<WritableStore> {
  const url = config.url ?? setting('DATABASE_URL') ?? defaultUrl(config.dataDir)
  if (!url.startsWith('file:')) throw new Error(`\`${withoutSecrets(url)}\` is no database that can be opened: give a \`file:\` address, or none`)
  const timeout = config.busyTimeout ?? 15_000
  await migrateSqlite(url, migrations.sqlite, timeout)
  const client = new PrismaClient({ adapter: new Adapter({ url, timeout }), transactionOptions: { maxWait: 30_000, timeout: 300_000 } })
  return new PrismaStore(client, sqliteVersion(url), sqliteTransactions(url, timeout))
}

/** The adapter over the client that this project pins: one connection, so that its settings hold for transactions too. */
class Adapter extends PrismaLibSql {
  override createClient(config: Parameters<PrismaLibSql['createClient']>[0]): ReturnType<PrismaLibSql['createClient']> {
    return createClient(config)
  }
}

function defaultUrl(dataDir: string | undefined): string {
  const directory = resolve(dataDir ?? setting('CANIMIGRATE_DATA') ?? '.data')
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new Error(
      `cannot create the data folder \`${directory}\` (${(error as NodeJS.ErrnoException).code}): make it writable, or name another in CANIMIGRATE_DATA`,
    )
  }
  return `file:${resolve(directory, 'canimigrate.db')}`
}
