import { createClient, type Transaction } from '@libsql/client'
import { inserts, type Value } from '../mail-sql.ts'
import { bound } from '../sqlite-writer.ts'
import type { Column, End, Row, Table } from './end.ts'
import { page } from './page.ts'

/** An SQLite file as an end of a move. @param url `file:…` @param write whether it is moved into */
export async function sqliteEnd(url: string, write: boolean): Promise<End> {
  const client = createClient({ url, timeout: 15_000, concurrency: 1 })
  await client.execute('PRAGMA foreign_keys = ON')
  const transaction = await client.transaction(write ? 'write' : 'deferred').catch((error: unknown) => {
    client.close()
    throw error
  })
  return {
    shown: url,
    tables: () => tables(transaction),
    rows: (table, after) =>
      page(async (sql, values) => (await transaction.execute({ sql, args: values.map(bound) })).rows.map((row) => Array.from(row) as Row), table, after).then(
        (rows) => rows.map((row) => row.map((value, index) => read(value, (table.columns[index] as Column).kind))),
      ),
    async insert({ name, columns }, rows) {
      const names = columns.map((column) => column.name)
      for (const { sql, values } of inserts(name, names, rows)) await transaction.execute({ sql, args: (values as Value[]).map(bound) })
    },
    commit: () => transaction.commit(),
    async close() {
      transaction.close()
      client.close()
    },
  }
}

async function tables(transaction: Transaction): Promise<Table[]> {
  const ask = async (sql: string, ...args: string[]) => (await transaction.execute({ sql, args })).rows
  const names = await ask(
    `SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT LIKE '\\_%' ESCAPE '\\' AND "name" NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY "name"`,
  )
  const found: Table[] = []
  for (const { name } of names) {
    const columns = await ask('SELECT "name", "type", "pk" FROM pragma_table_info(?) ORDER BY "name"', String(name))
    const parents = await ask('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)', String(name))
    found.push({
      name: String(name),
      columns: columns.map((column) => ({ name: String(column.name), kind: KINDS[String(column.type)] ?? 'text' })),
      key: columns
        .filter(({ pk }) => Number(pk) > 0)
        .sort((a, b) => Number(a.pk) - Number(b.pk))
        .map((column) => String(column.name)),
      parents: parents.map(({ table }) => String(table)),
    })
  }
  return found
}

const KINDS: Readonly<Record<string, Column['kind']>> = { TEXT: 'text', INTEGER: 'integer', BOOLEAN: 'boolean', DATETIME: 'time', BLOB: 'bytes' }

/** A value as it is in the file to one of its kind. */
function read(value: unknown, kind: Column['kind']): Value {
  if (value === null) return null
  if (kind === 'bytes') return new Uint8Array(value as ArrayBuffer)
  if (kind === 'boolean') return Boolean(value)
  return kind === 'time' ? new Date(value as string | number) : (value as Value)
}
