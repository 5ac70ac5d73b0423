import { createHash } from 'node:crypto'
import { createClient } from '@libsql/client'
import pg from 'pg'

/** Every row of every table of a database, as sorted lines of text: the same for the same content in SQLite and PostgreSQL. */
export async function tableRows(url: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = url.startsWith('file:') ? await sqliteRows(url) : await postgresRows(url)
  return Object.fromEntries(
    Object.entries(rows).map(([table, some]) => [table, some.map((row) => JSON.stringify(Object.entries(row).sort().map(plain))).sort()]),
  )
}

type Rows = Record<string, Record<string, unknown>[]>

async function sqliteRows(url: string): Promise<Rows> {
  const client = createClient({ url })
  const { rows } = await client.execute(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'`)
  const found: Rows = {}
  for (const { name } of rows) {
    const table = await client.execute(`SELECT * FROM "${name}"`)
    found[String(name)] = table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])))
  }
  client.close()
  return found
}

async function postgresRows(url: string): Promise<Rows> {
  const address = new URL(url)
  const schema = address.searchParams.get('schema') ?? 'public'
  const client = new pg.Client({ connectionString: url.split('?', 1)[0] as string, options: `-c search_path=${schema}` })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename !~ $2', [schema, '^_'])
  const found: Rows = {}
  const types: pg.CustomTypesConfig = {
    getTypeParser: (id: number) => (id === 1114 ? (text: string) => new Date(`${text}Z`) : pg.types.getTypeParser(id, 'text')),
  }
  for (const { name } of rows) found[name] = (await client.query({ text: `SELECT * FROM "${name}"`, types })).rows
  await client.end()
  return found
}

/** A value without what the drivers differ in: SQLite has neither times nor booleans. */
function plain([column, value]: [string, unknown]): [string, unknown] {
  if (value instanceof ArrayBuffer || value instanceof Uint8Array)
    return [
      column,
      createHash('sha256')
        .update(value instanceof ArrayBuffer ? new Uint8Array(value) : value)
        .digest('hex'),
    ]
  if (value instanceof Date) return [column, value.toISOString().replace('Z', '+00:00')]
  return [column, typeof value === 'boolean' ? Number(value) : value]
}
