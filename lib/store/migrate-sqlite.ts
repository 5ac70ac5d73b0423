import { randomUUID } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Client, createClient } from '@libsql/client'
import { type AppliedMigration, type Migration, missingMigrations } from './migrations.ts'

/**
 * Brings an SQLite file up to date: write-ahead log on, missing migrations applied in one transaction and noted in
 * `_prisma_migrations` as `prisma migrate deploy` does, so that either can go on after the other.
 * @param url `file:…`
 * @param migrations oldest first
 * @param timeout how long to wait for another process that does the same, in milliseconds
 * @throws Error, one line, if a migration was changed after it was applied, failed, or is not known here
 */
export async function migrateSqlite(url: string, migrations: readonly Migration[], timeout: number): Promise<void> {
  const client = open(url, timeout)
  try {
    await useWriteAheadLog(client, timeout)
    if (missingMigrations(await applied(client), migrations).length === 0) return
    // No cascade may run while a migration rebuilds a table; the setting has no effect inside a transaction.
    await client.execute('PRAGMA foreign_keys = OFF')
    await applyMissing(client, migrations)
  } catch (error) {
    throw explained(error, url)
  } finally {
    client.close()
  }
}

function open(url: string, timeout: number): Client {
  try {
    // One connection, so that settings made on it hold in the transaction.
    return createClient({ url, timeout, concurrency: 1 })
  } catch (error) {
    throw explained(error, url)
  }
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<void> {
  const transaction = await client.transaction('write')
  try {
    await transaction.execute(TABLE)
    // Looked up again under the lock: another process may have been first.
    for (const { name, checksum, sql } of missingMigrations(await applied(transaction), migrations)) {
      const started = Date.now()
      await transaction.executeMultiple(sql)
      await transaction.execute({
        sql: 'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)',
        args: [randomUUID(), checksum, name, started, Date.now()],
      })
    }
    const broken = await transaction.execute('PRAGMA foreign_key_check')
    if (broken.rows.length > 0) throw new Error('a migration leaves rows that refer to nothing: nothing was changed; restore a backup or start with a new file')
    await transaction.commit()
  } finally {
    transaction.close()
  }
}

/** As Prisma's schema engine creates it. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

async function applied(client: Pick<Client, 'execute'>): Promise<AppliedMigration[]> {
  const table = await client.execute(`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`)
  if (table.rows.length === 0) return []
  const { rows } = await client.execute('SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL')
  return rows.map((row) => ({ name: String(row.migration_name), checksum: String(row.checksum), finished: row.finished_at !== null }))
}

/** Switching needs the file for itself and does not wait by itself. */
async function useWriteAheadLog(client: Client, timeout: number): Promise<void> {
  const end = performance.now() + timeout
  for (;;) {
    try {
      await client.execute('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 50))
    }
  }
}

function isBusy(error: unknown): boolean {
  return /SQLITE_BUSY|SQLITE_LOCKED|database is locked/.test(`${(error as { code?: string }).code} ${(error as Error).message}`)
}

function explained(error: unknown, url: string): Error {
  const { code, message } = error as { code?: string; message: string }
  const file = url.slice('file:'.length)
  if (isBusy(error)) return new Error(`the database \`${file}\` is held by another process: try again when it is done`, { cause: error })
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return new Error(`\`${file}\` is damaged or no database: move it away, it is built again from the records`, { cause: error })
  if (isDiskFull(code, file)) return new Error(`no space is left for the database \`${file}\`: make room, and run this again`, { cause: error })
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR|FULL)/.test(code ?? '') || /unable to open|readonly|ConnectionFailed/i.test(message)) {
    return new Error(`cannot open the database \`${file}\` for writing (${code ?? message}): make its folder writable, or name another in CANIMIGRATE_DATA`, {
      cause: error,
    })
  }
  return error instanceof Error ? error : new Error(String(error))
}

/** SQLite tells a full disk as such while it writes, and as a failure of any kind while it opens. */
function isDiskFull(code: string | undefined, file: string): boolean {
  if (code === 'SQLITE_FULL') return true
  if (!/^SQLITE_(CANTOPEN|IOERR)/.test(code ?? '')) return false
  try {
    const { bavail, bsize } = statfsSync(dirname(file))
    return bavail * bsize < LEAST_ROOM
  } catch {
    return false
  }
}

/** What opening a database takes (its shared memory and log), in bytes. */
const LEAST_ROOM = 128 * 1024
