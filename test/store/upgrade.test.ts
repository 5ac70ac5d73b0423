import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type InValue } from '@libsql/client'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { openStore } from '../../lib/store/client.ts'
import { migrations } from '../../lib/store/generated/migrations.ts'
import { migrateSqlite } from '../../lib/store/migrate-sqlite.ts'
import { readAddress } from '../../lib/store/postgres/address.ts'
import { migratePostgres } from '../../lib/store/postgres/migrate.ts'
import { connection } from '../../lib/store/postgres/pool.ts'
import { syncContent } from '../../lib/pipeline/sync-content.ts'
import { ENGINES, type Engine } from '../fixtures/engines.ts'
import { openWorkspace } from '../pipeline/workspace.ts'
// What the program wrote at the time of the first migrations: a sync of test/fixtures/lint/clean, and some mails. Bytes as PostgreSQL writes them.
import oldest from '../fixtures/oldest-rows.json' with { type: 'json' }

type Rows = Readonly<Record<string, readonly Readonly<Record<string, string | number | boolean | null>>[]>>

const root = mkdtempSync(join(tmpdir(), 'canimigrate-upgrade-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** How each provider comes by a database of some migrations, with rows. */
const MAKERS: Readonly<Record<Engine['name'], (url: string, count: number, rows: Rows) => Promise<void>>> = {
  SQLite: async (url, count, rows) => {
    await migrateSqlite(url, migrations.sqlite.slice(0, count), 1000)
    const client = createClient({ url })
    for (const [table, all] of Object.entries(rows)) {
      for (const row of all) {
        const names = Object.keys(row)
        const sql = `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
        await client.execute({ sql, args: Object.values(row).map(valueOf) })
      }
    }
    client.close()
  },
  PostgreSQL: async (url, count, rows) => {
    const address = readAddress(url)
    await migratePostgres(address, migrations.postgresql.slice(0, count), 1000)
    const client = new pg.Client(connection(address))
    await client.connect()
    for (const [table, all] of Object.entries(rows)) {
      // Whoever made the tables may have put in the first row.
      await client.query(`DELETE FROM "${table}"`)
      await client.query(`INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1)`, [JSON.stringify(all)])
    }
    await client.end()
  },
}

function valueOf(value: string | number | boolean | null): InValue {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : value
}

describe.each(ENGINES)('$name', ({ name: engine, address }) => {
  test.each(migrations.sqlite.map(({ name }, index) => ({ name, index })))(
    'a database of the time of $name is opened with all that it holds',
    async ({ index }) => {
      const dataDir = mkdtempSync(join(root, 'data-'))
      const url = address(dataDir)
      const rows: Rows = { ...oldest.records, ...(index > 0 ? oldest.mail : {}) }
      await MAKERS[engine](url, index + 1, rows)
      const store = await openStore({ url })
      const work = await openWorkspace()
      try {
        const revisions = rows.Revision ?? []
        expect((await store.entries()).map(({ data, revision }) => `${data.id}@${revision}`)).toEqual(
          revisions
            .filter(({ current }) => current)
            .map(({ recordId, revision }) => `${recordId}@${revision}`)
            .sort(),
        )
        // What is cited stays, and a sync of the same records finds them there.
        for (const { recordId, revision, raw } of revisions) expect((await store.entry(String(recordId), String(revision)))?.raw).toBe(raw)
        const { problems, added, removed } = await syncContent({ contentDir: work.contentDir, store, git: false })
        expect({ problems, added, removed }).toEqual({ problems: [], added: 0, removed: 0 })
        expect(await store.digest()).toBe(rows.Sync?.at(-1)?.digest)
        const messages = rows.Message ?? []
        expect(await store.mail.lastMessage()).toBe(messages.length)
        for (const { messageId, subject } of messages) expect((await store.mail.message(String(messageId)))?.subject).toBe(subject)
        expect((await store.mail.proposals()).map(({ id, status }) => ({ id, status }))).toEqual(
          (rows.Proposal ?? []).map(({ id, status }) => ({ id, status })),
        )
      } finally {
        await store.close()
        await work.close()
      }
    },
  )
})
