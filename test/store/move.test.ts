import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@libsql/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { syncContent } from '../../lib/pipeline/sync-content.ts'
import { openStore } from '../../lib/store/client.ts'
import { move as moveAll } from '../../lib/store/move/move.ts'
import { openEnd } from '../../lib/store/move/open-end.ts'
import { ENGINES, type Engine, SQLITE } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'
import { inventedSource } from '../pipeline/invented-source.ts'
import { tableRows } from '../pipeline/rows.ts'

const root = mkdtempSync(join(tmpdir(), 'move-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function move(...words: string[]) {
  const run = promisify(execFile)(process.execPath, [resolve('bin/canimigrate.mjs'), 'move', ...words], { env: { ...process.env, CANIMIGRATE_DATA: root } })
  return run.then(
    ({ stdout }) => ({ status: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ status: code, stdout, stderr }),
  )
}

/** The same in this process. */
async function copy(from: string, to: string) {
  const [source, target] = [await openEnd(from, false), await openEnd(to, true)]
  try {
    return await moveAll(source, target)
  } finally {
    await Promise.all([source.close(), target.close()])
  }
}

const fresh = (engine: Engine): string => engine.address(mkdtempSync(join(root, 'data-')))
const from = fresh(SQLITE)

beforeAll(async () => {
  const contentDir = join(root, 'content')
  for (const [path, text] of Object.entries(CLEAN)) {
    mkdirSync(dirname(join(contentDir, path)), { recursive: true })
    writeFileSync(join(contentDir, path), text)
  }
  const store = await openStore({ url: from })
  expect((await syncContent({ contentDir, store, git: false })).problems).toEqual([])
  await ingestMail({ sources: [inventedSource(700).source], records: await store.entries(), store: store.mail, threads: 0 })
  await store.close()
}, 60_000)

describe.each(ENGINES)('moving to $name', (engine) => {
  test('copies every row there, and back', async () => {
    const to = fresh(engine)
    const moved = await move('--json', from, to)
    expect(moved).toMatchObject({ status: 0, stderr: '' })
    const rows = await tableRows(from)
    expect(await tableRows(to)).toEqual(rows)
    const { tables } = JSON.parse(moved.stdout) as { tables: Record<string, { rows: number }> }
    expect(Object.fromEntries(Object.entries(tables).map(([table, { rows: count }]) => [table, count]))).toEqual(
      Object.fromEntries(Object.entries(rows).map(([table, some]) => [table, some.length])),
    )
    expect(await move('--check', from, to)).toMatchObject({ status: 0, stdout: 'both databases hold the same\n' })

    const back = fresh(SQLITE)
    await copy(to, back)
    expect(await tableRows(back)).toEqual(rows)

    // What it counts itself goes on.
    const store = await openStore({ url: to })
    const { sync } = await store.state()
    const plan = { parent: sync, digest: 'd', date: '2026-01-01', finished: '2026-01-01T00:00:00Z', links: '', write: [], remove: [], past: [], dated: [] }
    expect(await store.apply(plan)).toBe('applied')
    await store.close()
    expect(await move('--check', from, to)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^Sync differs: 1 rows here, 2 there$/m) })
  }, 120_000)

  test('overwrites nothing, and leaves nothing of what does not fit', async () => {
    const to = fresh(engine)
    const store = await openStore({ url: to })
    await store.mail.noteScans(new Map([['a', 'b']]))
    await store.close()
    const before = await tableRows(to)
    expect(await move(from, to)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/ is not empty \(`Mail\w+` has rows\): move into a new database, nothing is overwritten$/m),
    })
    expect(await tableRows(to)).toEqual(before)

    // A row that refers to nothing, as only a damaged file has.
    const damaged = fresh(SQLITE)
    await (await openStore({ url: damaged })).close()
    const client = createClient({ url: damaged })
    await client.execute('PRAGMA foreign_keys = OFF')
    await client.execute(`INSERT INTO "MailSource" VALUES ('a', 'b', 'c', 'd', 'e', 1, 1)`)
    await client.execute(`INSERT INTO "MailReference" VALUES (7, 0, 'x@y')`)
    client.close()
    const empty = fresh(engine)
    await expect(copy(damaged, empty)).rejects.toThrow(/foreign key/i)
    for (const rows of Object.values(await tableRows(empty))) expect(rows).toEqual([])
  }, 120_000)
})

test('what cannot be moved is said in one line', async () => {
  const none = `file:${join(root, 'none.db')}`
  expect(await move(none, from)).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no database') })
  expect(existsSync(join(root, 'none.db'))).toBe(false)
  expect(await move(from, from)).toMatchObject({ status: 2, stderr: expect.stringContaining('both are the same database') })
  expect((await move(from, 'postgresql')).stderr).toMatch(/^canimigrate: `postgresql` is the database that DATABASE_URL names: set it/)
})
