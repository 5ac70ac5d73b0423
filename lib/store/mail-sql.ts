import { Sql } from '@prisma/client/runtime/client'
import type { MailWriter } from './mail-writer.ts'
import { storable } from './storable.ts'

export type Value = string | number | boolean | Date | Uint8Array | null

/**
 * Statements that add rows, many a statement: Prisma's own `createMany` takes six times as long.
 * @param after what stands behind the values: `ON CONFLICT … DO NOTHING`
 */
export function inserts(table: string, columns: readonly string[], rows: readonly (readonly Value[])[], after = ''): Sql[] {
  return parts(rows, Math.floor(MOST / columns.length)).map((some) => {
    const row = columns.map((_, index) => (index === 0 ? '(' : ','))
    const strings: string[] = []
    for (const one of some) for (let at = 0; at < one.length; at++) strings.push(strings.length > 0 && at === 0 ? '),(' : (row[at] as string))
    strings[0] = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(',')}) VALUES (`
    strings.push(`) ${after}`)
    return new Sql(strings, some.flat().map(kept))
  })
}

/** Adds rows. */
export async function insert(transaction: MailWriter, ...parameters: Parameters<typeof inserts>): Promise<void> {
  for (const statement of inserts(...parameters)) await transaction.$executeRaw(statement)
}

/** One statement per part of a list that is too long for one; the statement has the list in the place of `?`. */
export function lists(statement: string, values: readonly Value[]): Sql[] {
  const [before, after] = statement.split('?') as [string, string]
  return parts(values, MOST).map((some) => new Sql([before, ...some.slice(1).map(() => ','), after], some.map(kept)))
}

/** A statement with a `?` for each value. */
export function sql(statement: string, ...values: readonly Value[]): Sql {
  return new Sql(statement.split('?'), values.map(kept))
}

function kept(value: Value): Value {
  return typeof value === 'string' ? storable(value) : value
}

/** Parameters of one statement: SQLite takes 32,766, PostgreSQL one more. */
const MOST = 30_000

function parts<Item>(items: readonly Item[], length: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) => items.slice(index * length, (index + 1) * length))
}
