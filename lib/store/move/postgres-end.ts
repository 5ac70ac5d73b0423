import pg from 'pg'
import { inserts, sql, type Value } from '../mail-sql.ts'
import { readAddress } from '../postgres/address.ts'
import { explained } from '../postgres/lost.ts'
import { connection } from '../postgres/pool.ts'
import { bound, TYPES } from '../postgres/values.ts'
import type { Column, End, Row, Table } from './end.ts'
import { page } from './page.ts'

/** A PostgreSQL database as an end of a move. @param write whether it is moved into: then nobody else may use its tables meanwhile */
export async function postgresEnd(url: string, write: boolean): Promise<End> {
  const address = readAddress(url)
  const client = new pg.Client(connection(address))
  client.on('error', () => {})
  const ask = async ({ text, values }: { text: string; values: unknown[] }): Promise<Row[]> =>
    (await client.query({ text, values: (values as Value[]).map(bound), rowMode: 'array', types: TYPES })).rows as Row[]
  try {
    await client.connect()
    await client.query(write ? 'BEGIN' : 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    if (write) for (const { name } of await tables(client)) await client.query(`LOCK TABLE "${name}" IN ACCESS EXCLUSIVE MODE`)
  } catch (error) {
    await client.end().catch(() => {})
    throw explained(error, address.shown)
  }
  return {
    shown: address.shown,
    tables: () => tables(client),
    rows: (table, after) => page((statement, values) => ask(sql(statement, ...values)), table, after),
    async insert({ name, columns }, rows) {
      const names = columns.map((column) => column.name)
      for (const statement of inserts(name, names, rows)) await ask(statement)
    },
    async commit() {
      await countOn(client)
      await client.query('COMMIT')
    },
    close: () => client.end(),
  }
}

async function tables(client: pg.Client): Promise<Table[]> {
  const columns = await client.query<{ table: string; name: string; type: string; place: number | null }>(COLUMNS)
  const parents = await client.query<{ table: string; parent: string }>(PARENTS)
  return [...new Set(columns.rows.map(({ table }) => table))].map((name) => {
    const own = columns.rows.filter(({ table }) => table === name)
    return {
      name,
      columns: own.map((column) => ({ name: column.name, kind: KINDS[column.type] ?? 'text' })),
      key: own
        .filter(({ place }) => place !== null)
        .sort((a, b) => Number(a.place) - Number(b.place))
        .map((column) => column.name),
      parents: parents.rows.filter(({ table }) => table === name).map(({ parent }) => parent),
    }
  })
}

const COLUMNS = `SELECT c.relname AS "table", a.attname AS "name", format_type(a.atttypid, NULL) AS "type", array_position(i.indkey::int[], a.attnum::int) AS "place"
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_%' ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"`

const PARENTS = `SELECT DISTINCT c.relname AS "table", p.relname AS "parent" FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
  WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace`

const KINDS: Readonly<Record<string, Column['kind']>> = {
  text: 'text',
  integer: 'integer',
  boolean: 'boolean',
  'timestamp without time zone': 'time',
  bytea: 'bytes',
}

/** Numbers that the database gives itself go on after those that were written. */
async function countOn(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", s.oid::regclass::text AS "sequence" FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
     JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid WHERE c.relnamespace = current_schema()::regnamespace`,
  )
  for (const { table, column, sequence } of rows)
    await client.query(`SELECT setval($1::regclass, COALESCE((SELECT MAX("${column}") FROM "${table}"), 0) + 1, false)`, [sequence])
}
