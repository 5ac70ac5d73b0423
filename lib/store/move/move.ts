import { type TableDigest, TableHash } from './digest.ts'
import type { End, Table } from './end.ts'

export interface Moved {
  /** What both databases hold, by table. */
  readonly tables: Readonly<Record<string, TableDigest>>
}

export interface MoveOptions {
  /** @param done rows of `table` so far */
  readonly onProgress?: ((table: string, stage: 'copy' | 'check', done: number) => void) | undefined
}

/**
 * Copies all rows of a database into an empty one, reads them back, and keeps them if they are the same: all of them, or none. Memory does not grow with the
 * databases.
 * @throws Error, one line, if the target holds anything, has other tables, or did not keep what it was given
 */
export async function move(from: End, to: End, { onProgress }: MoveOptions = {}): Promise<Moved> {
  const tables = await sameTables(from, to)
  for (const table of tables)
    if ((await to.rows(table, undefined)).length > 0)
      throw new Error(`\`${to.shown}\` is not empty (\`${table.name}\` has rows): move into a new database, nothing is overwritten`)
  const found: Record<string, TableDigest> = {}
  for (const table of tables) found[table.name] = await walk(from, table, (rows) => to.insert(table, rows), progressOf(onProgress, table, 'copy'))
  await compare(found, tables, to, onProgress)
  await to.commit()
  return { tables: found }
}

/** Reads two databases. @returns tables that differ, with what each holds; none when they are the same */
export async function differences(from: End, to: End, { onProgress }: MoveOptions = {}): Promise<{ table: string; from: TableDigest; to: TableDigest }[]> {
  const found: { table: string; from: TableDigest; to: TableDigest }[] = []
  for (const table of await sameTables(from, to)) {
    const [one, other] = [await walk(from, table, undefined, progressOf(onProgress, table, 'copy')), await walk(to, table, undefined)]
    if (one.digest !== other.digest || one.rows !== other.rows) found.push({ table: table.name, from: one, to: other })
  }
  return found
}

async function compare(found: Readonly<Record<string, TableDigest>>, tables: readonly Table[], to: End, onProgress: MoveOptions['onProgress']): Promise<void> {
  for (const table of tables) {
    const kept = await walk(to, table, undefined, progressOf(onProgress, table, 'check'))
    const { rows, digest } = found[table.name] as TableDigest
    if (kept.digest !== digest)
      throw new Error(`\`${table.name}\` is not the same in \`${to.shown}\` (${kept.rows} rows of ${rows}): nothing was moved; please report this`)
  }
}

async function walk(
  end: End,
  table: Table,
  each?: (rows: Awaited<ReturnType<End['rows']>>) => Promise<void>,
  tell?: (done: number) => void,
): Promise<TableDigest> {
  const hash = new TableHash()
  let done = 0
  for (let rows = await end.rows(table, undefined); rows.length > 0; rows = await end.rows(table, rows.at(-1))) {
    hash.add(rows)
    await each?.(rows)
    done += rows.length
    tell?.(done)
  }
  return hash.end()
}

function progressOf(onProgress: MoveOptions['onProgress'], { name }: Table, stage: 'copy' | 'check') {
  return (done: number): void => onProgress?.(name, stage, done)
}

/** The tables of both, those that others refer to first. */
async function sameTables(from: End, to: End): Promise<Table[]> {
  const [one, other] = [await from.tables(), await to.tables()]
  const shape = (tables: readonly Table[]): string => JSON.stringify(tables.map(({ name, columns, key }) => [name, columns, key]))
  if (shape(one) !== shape(other))
    throw new Error(`\`${from.shown}\` and \`${to.shown}\` have different tables: bring both up to date with the same version of this program`)
  const sorted: Table[] = []
  const add = (table: Table): void => {
    if (sorted.includes(table)) return
    for (const parent of table.parents) add(one.find(({ name }) => name === parent) as Table)
    sorted.push(table)
  }
  one.forEach(add)
  return sorted
}
