import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type AppliedMigration, type Migration, missingMigrations } from '../migrations.ts'
import type { Address } from './address.ts'
import { explained } from './lost.ts'
import { connection } from './pool.ts'

/**
 * Brings a PostgreSQL database up to date: missing migrations applied in one transaction and noted in `_prisma_migrations` as `prisma migrate deploy` does,
 * so that either can go on after the other. They keep out of each other's way by the lock that Prisma takes. Where nothing is missing nothing is written.
 * @param migrations oldest first
 * @param timeout how long to wait for another process that does the same, in milliseconds
 * @throws Error, one line, if the database cannot be reached, is not in UTF-8, or a migration was changed after it was applied, failed, or is not known here
 */
export async function migratePostgres(address: Address, migrations: readonly Migration[], timeout: number): Promise<void> {
  const client = new pg.Client(connection(address))
  client.on('error', () => {})
  try {
    await client.connect()
    await requireUtf8(client, address)
    if (missingMigrations(await applied(client), migrations).length > 0) await applyMissing(client, address, migrations, timeout)
  } catch (error) {
    throw explained(error, address.shown)
  } finally {
    await client.end().catch(() => {})
  }
}

/** That of Prisma's schema engine (`prisma migrate`). */
const LOCK = 72_707_369

async function applyMissing(client: pg.Client, { schema }: Address, migrations: readonly Migration[], timeout: number): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(`SET LOCAL lock_timeout = ${Math.round(timeout)}`)
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`)
    if (schema !== undefined) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`)
    await client.query(TABLE)
    // Looked up again under the lock: another process may have been first.
    for (const { name, checksum, sql } of missingMigrations(await applied(client), migrations)) {
      const started = new Date()
      await client.query(sql)
      await client.query(
        'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES ($1, $2, $3, $4, $5, 1)',
        [randomUUID(), checksum, name, started.toISOString(), new Date().toISOString()],
      )
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** As Prisma's schema engine creates it. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`

async function applied(client: pg.Client): Promise<AppliedMigration[]> {
  const table = await client.query(`SELECT 1 FROM pg_tables WHERE tablename = '_prisma_migrations' AND schemaname = current_schema()`)
  if (table.rows.length === 0) return []
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    'SELECT "migration_name" AS "name", "checksum", "finished_at" IS NOT NULL AS "finished" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
  )
  return rows
}

async function requireUtf8(client: pg.Client, { shown }: Address): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding')
  const encoding = rows[0]?.server_encoding
  if (encoding !== 'UTF8') throw new Error(`the database \`${shown}\` is in ${encoding}: make one with \`createdb --encoding=UTF8 --template=template0\``)
}
