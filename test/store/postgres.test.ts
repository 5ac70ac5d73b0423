import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { openStore } from '../../lib/store/client.ts'
import { migrations } from '../../lib/store/generated/migrations.ts'
import { readAddress } from '../../lib/store/postgres/address.ts'
import { migratePostgres } from '../../lib/store/postgres/migrate.ts'
import { deploy, pendingSql } from '../../scripts/schema-engine.mjs'
import { type PostgresServer, startPostgres } from '../fixtures/postgres.ts'
import { inventedSource } from '../pipeline/invented-source.ts'
import { tableRows } from '../pipeline/rows.ts'
import { batchOf } from './mail-fixture.ts'

const server = await startPostgres()
afterAll(() => server?.stop())

async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

describe.skipIf(!server)('PostgreSQL', () => {
  const { database, restart, kill, url: root, directory } = (server ?? {}) as PostgresServer
  let url: string
  beforeAll(async () => {
    url = await database()
  })

  test('opening applies each migration once and notes it, from several at once too', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, pool: 2 })))
    await Promise.all(stores.map((store) => store.close()))
    expect(await ask(url, 'SELECT migration_name AS name, checksum FROM _prisma_migrations ORDER BY 1')).toEqual(
      migrations.postgresql.map(({ name, checksum }) => ({ name, checksum })),
    )
  })

  test("`prisma migrate deploy`'s engine finds nothing to do after us, nor we after it", async () => {
    expect(await deploy(url)).toEqual({ applied: [], edited: [], failed: [] })
    const other = await database()
    expect((await deploy(other)).applied).toEqual(migrations.postgresql.map(({ name }) => name))
    const store = await openStore({ url: other })
    expect(await store.digest()).toBe('')
    await store.close()
  }, 60_000)

  test('the migrations make what the models say, and every text is compared by its code points', async () => {
    expect(await pendingSql('postgresql', root)).toBeUndefined()
    const others = await ask(
      url,
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name !~ '^_' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`,
    )
    expect(others).toEqual([])
  }, 60_000)

  test('it is spoken with over a socket too', async () => {
    const socket = `${url}?host=${encodeURIComponent(directory)}`
    const store = await openStore({ url: socket, pool: 1 })
    expect(await store.digest()).toBe('')
    await store.close()
    expect(readAddress(socket).shown).toBe(`postgres://${directory}${new URL(url).pathname}`)
  })

  test('a migration that fails changes nothing', async () => {
    const address = readAddress(await database())
    const good = { name: '1_good', checksum: 'a', sql: 'CREATE TABLE "a" ("id" TEXT);' }
    const bad = { name: '2_bad', checksum: 'b', sql: 'CREATE TABLE "b" ("id" TEXT); CREATE TABLE "a" ("id" TEXT);' }
    await expect(migratePostgres(address, [good, bad], 1000)).rejects.toThrow(/already exists/)
    expect(await ask(address.connectionString, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([])
    await migratePostgres(address, [good], 1000)
    await expect(migratePostgres(address, [{ ...good, checksum: 'b' }], 1000)).rejects.toThrow('the migration `1_good` was changed after it was applied')
    await expect(migratePostgres(address, [], 1000)).rejects.toThrow('the database has the migration `1_good`, which this program does not know')
  })

  test('one line, without the password, says why a database cannot be opened', async () => {
    const secret = new URL(root).password
    const place = new URL(root).host
    await ask(root, 'CREATE ROLE weak LOGIN PASSWORD $$weak$$')
    await ask(root, `CREATE DATABASE latin ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`)
    const empty = await database()
    const cases: [string, string][] = [
      [root.replace(secret, 'wrong'), `the database \`postgres://${place}/postgres\` refuses the user or password`],
      [root.replace(/postgres$/, 'nothing'), `the database \`postgres://${place}/nothing\` does not exist: make it with \`createdb\``],
      [root.replace(/postgres$/, 'latin'), 'is in LATIN1: make one with `createdb --encoding=UTF8'],
      [empty.replace(`postgres:${secret}`, 'weak:weak'), 'may not be changed by this user'],
      [root.replace(place, '127.0.0.1:1'), 'the database `postgres://127.0.0.1:1/postgres` cannot be reached (ECONNREFUSED): see that PostgreSQL runs there'],
      [`${root}?schema=a-b`, '`a-b` is no schema that can be used'],
      [`postgres://me:${secret}@host`, '`postgres://host` names no database'],
    ]
    for (const [address, message] of cases) {
      const error = await openStore({ url: address }).then(
        () => undefined,
        (thrown: unknown) => thrown as Error,
      )
      expect(error?.message).toContain(message)
      expect(error?.message).not.toMatch(new RegExp(`\n|${secret}`))
    }
  })

  test('what PostgreSQL cannot keep in a text stands there as U+FFFD, and is found', async () => {
    const store = await openStore({ url: await database() })
    const author = { name: 'A\0da', address: 'ada@example.org' }
    const found = {
      messageId: 'n@x',
      lines: [1, 1],
      kind: 'requirement',
      stance: 'for',
      author,
      records: ['a'],
      rules: [],
      sentence: 'half \ud83d of it',
    } as const
    await store.mail.append(batchOf('', '1', [{ id: 'n@x', subject: 'null \0 here', content: 'raw \0 bytes', positions: [found] }]))
    expect(await store.mail.message('n@x')).toMatchObject({ subject: 'null \ufffd here' })
    expect(Buffer.from((await store.mail.message('n@x'))?.raw ?? []).toString()).toBe('raw \0 bytes')
    expect(await store.mail.positions({ messageId: 'n@x' })).toMatchObject([{ author: { name: 'A\ufffdda' }, sentence: 'half \ufffd of it' }])
    expect(await store.mail.message('nothing\0')).toBeUndefined()
    expect(await store.mail.messagesLike('nothing\0')).toEqual([])
    expect(await store.named('nothing\0')).toEqual([])
    await store.close()
  })

  test('the longest names and titles that mail may have fit in its indexes', async () => {
    const store = await openStore({ url: await database() })
    // What cannot be compressed.
    let state = 1
    const text = (length: number): string =>
      String.fromCharCode(
        ...Array.from({ length }, () => {
          state = (state * 48271) % 2147483647
          return 0x4e00 + (state % 20_000)
        }),
      )
    const title = text(1000)
    const patch = (version: number) => ({ version, title, diff: true, reply: false })
    const sketches = [
      { id: `${text(330)}@x`, subject: title, patch: patch(1), references: [`${text(330)}@y`] },
      { id: 'second@x', patch: patch(2) },
    ]
    expect(await store.mail.append(batchOf('', '1', sketches))).toMatchObject({ messages: 2 })
    expect(await store.mail.versions('second@x')).toMatchObject([{ messageId: sketches[0]?.id, subject: title }])
    await store.close()
  })

  test('a store goes on after PostgreSQL was restarted, and what is asked meanwhile waits for it', async () => {
    const store = await openStore({ url, pool: 4 })
    await store.mail.append(batchOf('', '1', [{ id: 'a@x' }], { source: 'restarted' }))
    const versions = new Set([await store.version()])
    await restart()
    expect(await store.mail.counts()).toMatchObject({ messages: 1 })
    expect(await store.mail.append(batchOf('1', '2', [{ id: 'b@x' }], { source: 'restarted' }))).toMatchObject({ messages: 1 })
    expect(await store.mail.decideProposal('none', { status: 'declined', by: 'x', reason: '', date: '2024-01-01T00:00:00Z' })).toBe(false)
    kill()
    const asked = Promise.all([store.digest(), store.mail.message('b@x'), store.version(), store.records()])
    await restart()
    const [digest, message, version] = await asked
    expect([digest, message?.messageId]).toEqual(['', 'b@x'])
    expect(versions.has(version)).toBe(false)
    await store.close()
  }, 60_000)

  test('a store says in one line that PostgreSQL is away, and works again when it is back', async () => {
    const store = await openStore({ url, pool: 2, patience: 300 })
    const lease = await store.leases.take('job')
    kill()
    const message =
      /^the database `postgres:\/\/127\.0\.0\.1:\d+\/test_\w+` cannot be reached \(.*\): see that PostgreSQL runs there and that DATABASE_URL is right$/
    for (const question of [() => store.digest(), () => store.version(), () => store.mail.counts(), () => store.records()])
      await expect(question()).rejects.toMatchObject({ name: 'StoreUnavailable', message: expect.stringMatching(message) })
    expect(lease?.lost.aborted).toBe(true)
    await restart()
    expect(await store.digest()).toBe('')
    await (await store.leases.take('job', { wait: false }))?.release()
    await store.close()
    expect(readFileSync(`${directory}/log`, 'utf8')).not.toContain('PANIC')
  }, 60_000)

  test('an ingest goes on where it was when PostgreSQL was restarted under it', async () => {
    const [place, alone] = [await database(), await database()]
    const ingest = async (at: string, source: ReturnType<typeof inventedSource>, onProgress?: (done: number) => void) => {
      const store = await openStore({ url: at, pool: 2 })
      const progress = onProgress ? { onProgress: ({ done }: { readonly done: number }) => onProgress(done) } : {}
      const result = await ingestMail({ sources: [source.source], records: [], store: store.mail, leases: store.leases, threads: 0, batch: 20, ...progress })
      await store.close()
      return result
    }
    const { messages } = await ingest(alone, inventedSource(300))
    let restarted: Promise<void> | undefined
    const slow = inventedSource(300, () => setTimeout(2))
    const again = (done: number): void => {
      if (done >= 100) restarted ??= restart()
    }
    expect(await ingest(place, slow, again)).toMatchObject({ messages, new: messages })
    expect(restarted).toBeDefined()
    await restarted
    // What was read and not written when the connection was lost is read again.
    expect(slow.read.length).toBeLessThanOrEqual(340)
    expect(await tableRows(place)).toEqual(await tableRows(alone))
  }, 60_000)

  test('mail that is written at once by many is written once each, whatever is undone for another', async () => {
    const shared = await database()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url: shared, pool: 2 })))
    const results = await Promise.all(
      stores.flatMap((store, index) => [
        store.mail.append(batchOf('', '1', [{ id: `own${index}@x` }, { id: 'same@x' }], { source: `source ${index}` })),
        store.mail.append(batchOf('', '1', [{ id: 'raced@x' }], { source: 'raced' })),
      ]),
    )
    expect(results.filter((result) => result === 'stale')).toHaveLength(3)
    const [store] = stores as [Awaited<ReturnType<typeof openStore>>]
    expect(await store.mail.counts()).toMatchObject({ messages: 6 })
    expect((await store.mail.arrivalsAfter(0, 100)).map(({ arrival }) => arrival)).toEqual([1, 2, 3, 4, 5, 6])
    await Promise.all(stores.map((one) => one.close()))
  })
})
