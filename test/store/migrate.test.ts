import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../lib/store/client.ts'
import { migrateSqlite } from '../../lib/store/migrate-sqlite.ts'
import { migrations } from '../../lib/store/generated/migrations.ts'
import { deploy, pendingSql } from '../../scripts/schema-engine.mjs'
import { openChild } from './processes.ts'

const root = mkdtempSync(join(tmpdir(), 'migrate-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let dataDir: string
let url: string
beforeEach(() => {
  dataDir = mkdtempSync(join(root, 'data-'))
  url = `file:${join(dataDir, 'canimigrate.db')}`
})

async function ask(sql: string, ...args: string[]) {
  const client = createClient({ url })
  try {
    return (await client.execute({ sql, args })).rows
  } finally {
    client.close()
  }
}

test('opening applies each migration once and notes it', async () => {
  for (let time = 0; time < 3; time++) await (await openStore({ dataDir })).close()
  expect((await ask('SELECT migration_name AS name, checksum FROM _prisma_migrations')).map(({ name, checksum }) => ({ name, checksum }))).toEqual(
    migrations.sqlite.map(({ name, checksum }) => ({ name, checksum })),
  )
  expect((await ask('PRAGMA journal_mode'))[0]?.journal_mode).toBe('wal')
})

test('several processes may open a new database at once', async () => {
  const results = await Promise.all(Array.from({ length: 4 }, () => openChild({ dataDir, url })))
  expect(results).toEqual(results.map(() => ({ digest: '', search: '', entries: 0 })))
  expect(await ask('SELECT migration_name FROM _prisma_migrations')).toHaveLength(migrations.sqlite.length)
}, 60_000)

test("`prisma migrate deploy`'s engine finds nothing to do after us, nor we after it", async () => {
  await (await openStore({ dataDir })).close()
  expect(await deploy(url)).toEqual({ applied: [], edited: [], failed: [] })
  const other = mkdtempSync(join(root, 'data-'))
  const theirs = `file:${join(other, 'canimigrate.db')}`
  expect((await deploy(theirs)).applied).toEqual(migrations.sqlite.map(({ name }) => name))
  const store = await openStore({ dataDir: other })
  expect(await store.digest()).toBe('')
  await store.close()
}, 60_000)

test('the migrations make what the models say', async () => {
  expect(await pendingSql('sqlite')).toBeUndefined()
}, 60_000)

test('a later migration is added to what is there; rows that a table rebuild touches stay', async () => {
  const first = {
    name: '1_first',
    checksum: 'a',
    sql: 'CREATE TABLE "a" ("id" TEXT PRIMARY KEY); CREATE TABLE "b" ("a" TEXT REFERENCES "a" ("id") ON DELETE CASCADE);',
  }
  const second = {
    name: '2_second',
    checksum: 'b',
    sql: 'CREATE TABLE "new_a" ("id" TEXT PRIMARY KEY, "x" TEXT); INSERT INTO "new_a" ("id") SELECT "id" FROM "a"; DROP TABLE "a"; ALTER TABLE "new_a" RENAME TO "a";',
  }
  await migrateSqlite(url, [first], 1000)
  await ask('INSERT INTO "a" VALUES (?)', 'x')
  await ask('INSERT INTO "b" VALUES (?)', 'x')
  await migrateSqlite(url, [first, second], 1000)
  expect(await ask('SELECT * FROM "b"')).toHaveLength(1)
  expect(await ask('SELECT "x" FROM "a"')).toHaveLength(1)
})

test('a migration that fails changes nothing', async () => {
  const good = { name: '1_good', checksum: 'a', sql: 'CREATE TABLE "a" ("id" TEXT);' }
  const bad = { name: '2_bad', checksum: 'b', sql: 'CREATE TABLE "b" ("id" TEXT); CREATE TABLE "a" ("id" TEXT);' }
  await expect(migrateSqlite(url, [good, bad], 1000)).rejects.toThrow(/already exists/)
  expect((await ask("SELECT name FROM sqlite_master WHERE type = 'table'")).map(({ name }) => name)).toEqual([])
  await migrateSqlite(url, [good], 1000)
})

test('one line says what is wrong with a database', async () => {
  const one = { name: '1_one', checksum: 'a', sql: 'CREATE TABLE "a" ("id" TEXT);' }
  await migrateSqlite(url, [one], 1000)
  await expect(migrateSqlite(url, [{ ...one, checksum: 'other' }], 1000)).rejects.toThrow('the migration `1_one` was changed after it was applied')
  await expect(migrateSqlite(url, [], 1000)).rejects.toThrow('the database has the migration `1_one`, which this program does not know')
  await ask('UPDATE _prisma_migrations SET finished_at = NULL')
  await expect(migrateSqlite(url, [one], 1000)).rejects.toThrow('the migration `1_one` was begun and not finished')
})

test('a file that is no database, a folder that cannot be made, an address of no known kind', async () => {
  writeFileSync(join(dataDir, 'canimigrate.db'), 'x'.repeat(10_000))
  await expect(openStore({ dataDir })).rejects.toThrow(/^`.*canimigrate\.db` is damaged or no database: move it away, it is built again from the records$/)
  writeFileSync(join(dataDir, 'file'), '')
  await expect(openStore({ dataDir: join(dataDir, 'file', 'below') })).rejects.toThrow(/^cannot create the data folder `.*` \(ENOTDIR\)/)
  await expect(openStore({ url: 'mysql://me:secret@host/db?password=secret' })).rejects.toThrow(
    /^(?!.*secret).*`mysql:\/\/host\/db` is no database that can be opened/,
  )
})

test.skipIf(process.getuid?.() === 0)('a folder without permission to write', async () => {
  chmodSync(dataDir, 0o500)
  await expect(openStore({ dataDir })).rejects.toThrow(/cannot open the database/)
  chmodSync(dataDir, 0o700)
})
