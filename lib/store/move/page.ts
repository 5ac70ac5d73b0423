import type { Value } from '../mail-sql.ts'
import { keyOf, type Row, type Table } from './end.ts'

/** Asks one database. @param statement has `?` for values */
type Ask = (statement: string, values: readonly Value[]) => Promise<Row[]>

/** See `End.rows`. Bounded in bytes: where a row may be large, how large the next ones are is asked first. */
export async function page(ask: Ask, table: Table, after: Row | undefined): Promise<Row[]> {
  const { name, columns, key } = table
  const list = (names: readonly string[]): string => names.map((column) => `"${column}"`).join(', ')
  const bytes = columns.filter(({ kind }) => kind === 'bytes').map((column) => `length("${column.name}")`)
  const from = (what: string): string =>
    `SELECT ${what} FROM "${name}"${after ? ` WHERE (${list(key)}) > (${key.map(() => '?').join(', ')})` : ''} ORDER BY ${list(key)}`
  const values = after ? keyOf(table, after) : []
  const sizes = bytes.length === 0 ? [] : await ask(`${from(bytes.join(' + '))} LIMIT ${ROWS}`, values)
  const limit = bytes.length === 0 ? ROWS : Math.max(1, rowsWithin(sizes.map(([size]) => Number(size))))
  return ask(`${from(list(columns.map((column) => column.name)))} LIMIT ${limit}`, values)
}

const ROWS = 500
const BYTES = 4_000_000

function rowsWithin(sizes: readonly number[]): number {
  let sum = 0
  const end = sizes.findIndex((size) => {
    sum += size
    return sum > BYTES
  })
  return end < 0 ? sizes.length : end
}
