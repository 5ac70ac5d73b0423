import { copyFileSync, existsSync, fsyncSync, openSync, closeSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Client, createClient, type Row, type Transaction } from '@libsql/client'
import { migrations } from './generated/migrations.ts'
import { migrateSqlite } from './migrate-sqlite.ts'

/** What a database holds, to see by that it is whole. */
export interface Contents {
  readonly records: number
  readonly revisions: number
  readonly messages: number
  readonly proposals: number
  /** Of the knowledge; empty before the first sync. */
  readonly digest: string
}

/**
 * Copies an SQLite database into a file while others go on reading and writing it: what the file holds is the state of one moment. It is checked, and only then
 * gets its name.
 * @param url `file:…`
 * @param file is replaced if it is there; its folder has to be there
 * @throws Error, one line, if it cannot be written
 */
export async function backupSqlite(url: string, file: string): Promise<Contents> {
  const part = `${resolve(file)}.${process.pid}.part`
  const client = createClient({ url, timeout: TIMEOUT, concurrency: 1 })
  try {
    // Empty, so that nobody else may read what is written: it holds mail.
    writeFileSync(part, '', { mode: 0o600, flag: 'wx' })
    await client.execute({ sql: 'VACUUM INTO ?', args: [part] })
    const contents = await checked(part)
    flush(part)
    renameSync(part, file)
    return contents
  } catch (error) {
    throw cannot(`write the backup \`${file}\``, error, 'choose a folder with room where you may write')
  } finally {
    client.close()
    rmSync(part, { force: true })
  }
}

/**
 * Puts what a backup holds into an SQLite database, all of it or nothing, in place of what is there. Others that have the database open see it as any other change.
 * A backup of an older version is brought up to this one's tables; the file itself is only read.
 * @param url `file:…`, of a database that `openStore` has opened
 * @throws Error, one line, if the file is no whole backup, or is of a newer version
 */
export async function restoreSqlite(url: string, file: string): Promise<Contents> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new Error(`there is no file \`${file}\`: name one that \`canimigrate backup\` wrote`)
  const target = resolve(url.slice('file:'.length))
  const copy = join(dirname(target), `.restore-${process.pid}.db`)
  try {
    copyFileSync(file, copy)
    await checked(copy)
    await migrateSqlite(`file:${copy}`, migrations.sqlite, TIMEOUT)
    await replaceRows(target, copy)
    return await checked(target)
  } catch (error) {
    throw cannot(`restore \`${file}\``, error, 'nothing was changed')
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true })
  }
}

/** What a database holds now. @param url `file:…` */
export async function contentsOf(url: string): Promise<Contents> {
  const client = createClient({ url, timeout: TIMEOUT, concurrency: 1 })
  try {
    return await counted(client)
  } finally {
    client.close()
  }
}

/** How long to wait for another process's write, in milliseconds. */
const TIMEOUT = 60_000

async function checked(path: string): Promise<Contents> {
  const client = createClient({ url: `file:${path}`, timeout: TIMEOUT, concurrency: 1 })
  try {
    const { rows } = await client.execute('PRAGMA quick_check(1)')
    if (rows[0]?.quick_check !== 'ok') throw new Error(`it is damaged: ${rows[0]?.quick_check}`)
    const { rows: tables } = await client.execute(`SELECT name FROM sqlite_master WHERE name IN ('_prisma_migrations', 'Revision')`)
    if (tables.length < 2) throw new Error('it is no database of canimigrate')
    return await counted(client)
  } finally {
    client.close()
  }
}

/** One statement: one moment. A database of an old version has no mail. */
async function counted(client: Client): Promise<Contents> {
  const { rows } = await client.execute(`SELECT name FROM sqlite_master WHERE type = 'table'`)
  const names = new Set(rows.map(({ name }) => name))
  const count = (table: string, where = ''): string => (names.has(table) ? `(SELECT COUNT(*) FROM "${table}"${where})` : '0')
  const { rows: counts } = await client.execute(
    `SELECT ${count('Record', ' WHERE "current" IS NOT NULL')} AS records, ${count('Revision')} AS revisions, ${count('Message')} AS messages, ` +
      `${count('Proposal')} AS proposals, (SELECT "digest" FROM "Sync" ORDER BY "id" DESC LIMIT 1) AS digest`,
  )
  const { records, revisions, messages, proposals, digest } = counts[0] as Row
  return {
    records: Number(records),
    revisions: Number(revisions),
    messages: Number(messages),
    proposals: Number(proposals),
    digest: typeof digest === 'string' ? digest : '',
  }
}

async function replaceRows(target: string, copy: string): Promise<void> {
  // The transaction takes the connection over, with what was attached to it.
  const client = createClient({ url: `file:${target}`, timeout: TIMEOUT, concurrency: 1 })
  try {
    await client.execute('PRAGMA foreign_keys = OFF')
    await client.execute({ sql: 'ATTACH DATABASE ? AS backup', args: [copy] })
    const transaction = await client.transaction('write')
    try {
      for (const table of await tablesOf(transaction)) await replaceTable(transaction, table)
      const { rows } = await transaction.execute('PRAGMA foreign_key_check')
      if (rows.length > 0) throw new Error(`it has rows of \`${rows[0]?.table}\` that refer to nothing`)
      await transaction.commit()
    } finally {
      transaction.close()
    }
  } finally {
    client.close()
  }
}

/** All but SQLite's own, and the notes about migrations, which both have alike. */
async function tablesOf(transaction: Transaction): Promise<string[]> {
  const { rows } = await transaction.execute(
    `SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_prisma_migrations'`,
  )
  return rows.map(({ name }) => String(name))
}

async function replaceTable(transaction: Transaction, table: string): Promise<void> {
  const { rows } = await transaction.execute({ sql: 'SELECT name FROM pragma_table_info(?)', args: [table] })
  const columns = rows.map(({ name }) => `"${name}"`).join(', ')
  await transaction.execute(`DELETE FROM main."${table}"`)
  await transaction.execute(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM backup."${table}"`)
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function cannot(what: string, error: unknown, remedy: string): Error {
  return new Error(`cannot ${what} (${(error as Error).message}): ${remedy}`, { cause: error })
}
