import type { Value } from '../mail-sql.ts'

/** A database at one end of a move, in one transaction: what is read is one state, and what is written is seen by others after `commit` or never. */
export interface End {
  /** For people, without secrets. */
  readonly shown: string
  /** Its tables, but for what notes migrations. */
  tables(): Promise<Table[]>
  /** The rows that come next by the table's key, a few megabytes of them; none at the end. Values are in the order of the table's columns. */
  rows(table: Table, after: Row | undefined): Promise<Row[]>
  insert(table: Table, rows: readonly Row[]): Promise<void>
  commit(): Promise<void>
  close(): Promise<void>
}

export interface Table {
  readonly name: string
  /** By name, whatever their order in the database. */
  readonly columns: readonly Column[]
  /** Names of the columns of its primary key, in its order. */
  readonly key: readonly string[]
  /** Tables that it refers to. */
  readonly parents: readonly string[]
}

export interface Column {
  readonly name: string
  readonly kind: 'text' | 'integer' | 'boolean' | 'time' | 'bytes'
}

export type Row = readonly Value[]

/** Columns of the key of a row, for `rows` to go on after it. */
export function keyOf({ columns, key }: Table, row: Row): Value[] {
  return key.map((name) => row[columns.findIndex((column) => column.name === name)] as Value)
}
