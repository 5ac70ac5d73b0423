import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { backupSqlite, contentsOf, restoreSqlite } from '../../lib/store/backup.ts'
import { openStore } from '../../lib/store/client.ts'
import { openWorkspace } from '../pipeline/workspace.ts'
import type { WritableMailStore } from '../../lib/store/mail-port.ts'
import { batchOf } from './mail-fixture.ts'

const root = mkdtempSync(join(tmpdir(), 'canimigrate-backup-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(root, 'x-'))
})

/** Writes invented mails until there are so many. */
async function writeMails(mail: WritableMailStore, count: number): Promise<void> {
  const from = Number((await mail.position('one')) || 0)
  const sketches = Array.from({ length: count - from }, (_, index) => ({
    id: `${from + index}@example.org`,
    content: `mail ${from + index} ${'x'.repeat(500)}`,
  }))
  expect(await mail.append(batchOf(from === 0 ? '' : String(from), String(count), sketches))).not.toBe('stale')
}

/** Every row of every table that is ours. */
async function rowsOf(url: string) {
  const client = createClient({ url })
  try {
    const tables = await client.execute(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_prisma_migrations' ORDER BY name`,
    )
    const rows = tables.rows.map(
      async ({ name }) => [String(name), (await client.execute(`SELECT * FROM "${name}"`)).rows.map((row) => JSON.stringify(row)).sort()] as const,
    )
    return Object.fromEntries(await Promise.all(rows))
  } finally {
    client.close()
  }
}

test('a backup holds what the database held, mail included, and so does what is restored from it; nothing else is left over', async () => {
  const work = await openWorkspace()
  try {
    await work.sync({ git: false })
    await writeMails(work.store.mail, 30)
    const url = `file:${join(work.dataDir, 'canimigrate.db')}`
    const file = join(dir, 'backup.db')
    const contents = await backupSqlite(url, file)
    expect(contents).toMatchObject({ messages: 30, digest: await work.store.digest() })
    expect(await rowsOf(`file:${file}`)).toEqual(await rowsOf(url))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['backup.db'])
    const before = await rowsOf(url)
    // Later all is different; somebody has it open.
    work.put({ 'features/test/alpha.md': undefined, 'policies/alpha-policy.md': undefined })
    await work.store.apply({ ...EMPTY_PLAN, parent: 1, digest: 'other', remove: ['test/alpha'] })
    await writeMails(work.store.mail, 50)
    const [version, digest] = [await work.store.version(), await work.store.digest()]
    expect(digest).toBe('other')
    expect(await restoreSqlite(url, file)).toEqual(contents)
    expect(await rowsOf(url)).toEqual(before)
    expect(await work.store.digest()).toBe(contents.digest)
    expect(await work.store.version()).not.toBe(version)
    expect((await work.store.entries()).some(({ data }) => data.id === 'test/alpha')).toBe(true)
    expect(readdirSync(work.dataDir).filter((name) => name.includes('restore'))).toEqual([])
  } finally {
    await work.close()
  }
}, 60_000)

test('while it is written to, a backup is the state of one moment', async () => {
  const store = await openStore({ dataDir: dir })
  const url = `file:${join(dir, 'canimigrate.db')}`
  const writing = (async () => {
    for (let count = 20; count <= 200; count += 20) await writeMails(store.mail, count)
  })()
  const seen: number[] = []
  for (let index = 0; index < 4; index++) {
    const file = join(dir, `${index}.db`)
    const { messages } = await backupSqlite(url, file)
    const { Message = [], Arrival = [], RawMail = [] } = await rowsOf(`file:${file}`)
    // A message, its arrival and its bytes come in one transaction, twenty at a time.
    expect([Message.length, Arrival.length, RawMail.length]).toEqual([messages, messages, messages])
    expect(messages % 20).toBe(0)
    seen.push(messages)
  }
  await writing
  await store.close()
  expect((await contentsOf(url)).messages).toBe(200)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
}, 60_000)

test('what is no whole backup is refused in a line, and changes nothing', async () => {
  const store = await openStore({ dataDir: dir })
  await writeMails(store.mail, 5)
  const url = `file:${join(dir, 'canimigrate.db')}`
  const before = await rowsOf(url)
  const file = join(dir, 'b')
  await expect(restoreSqlite(url, file)).rejects.toThrow(/^there is no file `.*`: name one/)
  for (const bytes of ['', 'x'.repeat(9000)]) {
    writeFileSync(file, bytes)
    await expect(restoreSqlite(url, file)).rejects.toThrow(/^cannot restore `.*` \(.*\): nothing was changed$/)
  }
  await backupSqlite(url, file)
  const client = createClient({ url: `file:${file}` })
  await client.execute("UPDATE _prisma_migrations SET migration_name = '9_newer'")
  client.close()
  await expect(restoreSqlite(url, file)).rejects.toThrow(/the migration `9_newer`, which this program does not know/)
  expect(await rowsOf(url)).toEqual(before)
  await expect(backupSqlite(url, join(dir, 'missing', 'b'))).rejects.toThrow(/^cannot write the backup `.*` \(.*\): choose a folder/)
  await store.close()
})

const EMPTY_PLAN = { date: '2026-01-01', finished: '2026-01-01T00:00:00Z', links: '', write: [], past: [], dated: [] }
