import { randomBytes } from 'node:crypto'
import { openSync, closeSync, fsyncSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createClient, type InValue, type Transaction } from '@libsql/client'
import { columnsOf, countWords, LONGEST_TEXT } from './columns.ts'
import { namesOf } from './names.ts'
import type { SearchDocument } from './port.ts'

/** Goes up when what is in the file changes its form. */
export const FORMAT = '3'

/** Weights of the columns of `words`, in order: exact identifiers of names, names, title, summary, keywords, text, identifiers anywhere. */
export const WEIGHTS = '6, 6, 6, 3, 2, 1, 2'

/** Builds an index file beside `file` and moves it into its place. Killed midway it leaves the old one, and a file that the next build removes. */
export async function buildIndex(file: string, documents: Iterable<SearchDocument>, digest: string): Promise<void> {
  removeLeftovers(file)
  const building = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.new`
  try {
    await fill(building, documents, digest)
    const handle = openSync(building, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(building, file)
  } finally {
    rmSync(building, { force: true })
  }
}

async function fill(file: string, documents: Iterable<SearchDocument>, digest: string): Promise<void> {
  const client = createClient({ url: `file:${file}`, concurrency: 1 })
  try {
    await client.executeMultiple(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ${TABLES}`)
    const transaction = await client.transaction('write')
    const known = new Map<string, number>()
    let row = 0
    for (const document of documents) await add(transaction, ++row, document, known)
    await transaction.execute({ sql: 'INSERT INTO known (word, count) SELECT value ->> 0, value ->> 1 FROM json_each(?)', args: [JSON.stringify([...known])] })
    await transaction.executeMultiple("INSERT INTO words (words) VALUES ('optimize');")
    await transaction.execute({ sql: "INSERT INTO meta (name, value) VALUES ('format', ?), ('digest', ?)", args: [FORMAT, digest] })
    await transaction.commit()
  } finally {
    client.close()
  }
}

// Tokens are made here, not by SQLite, so that marks and corrections agree with what was found; its tokenizer only parts them at spaces.
const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, area TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, text TEXT NOT NULL, boost REAL NOT NULL,
    tags TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL);
  CREATE TABLE names (key TEXT NOT NULL, spelling TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (key, spelling, row)) WITHOUT ROWID;
  CREATE TABLE known (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(exact, names, title, summary, keywords, text, identifiers, content = '', prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0 tokenchars '_-./:@+'");
`

async function add(transaction: Transaction, row: number, document: SearchDocument, known: Map<string, number>): Promise<void> {
  const { id, kind, area, title, summary, boost = 1, tags = {}, days = ['', ''] } = document
  const text = document.text.slice(0, LONGEST_TEXT)
  const columns = columnsOf(document)
  await transaction.execute({
    sql: 'INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    args: [row, id, kind, area, title, summary, text, boost, JSON.stringify(tags), ...days],
  })
  const { exact, names, title: titled, summary: summed, keywords, text: written, identifiers } = columns
  const values: InValue[] = [row, exact, names, titled, summed, keywords, written, identifiers]
  await transaction.execute({
    sql: 'INSERT INTO words (rowid, exact, names, title, summary, keywords, text, identifiers) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    args: values,
  })
  await transaction.execute({
    sql: "INSERT INTO names (key, spelling, row) SELECT value ->> 'key', value ->> 'spelling', ? FROM json_each(?)",
    args: [row, JSON.stringify(namesOf(document))],
  })
  countWords(columns, known)
}

/** Files of builds that were killed. One that is being written is newer than an hour. */
function removeLeftovers(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    const path = join(dirname(file), name)
    if (name.startsWith(`${basename(file)}.`) && /\.new(-journal|-wal|-shm)?$/.test(name) && ageOf(path) > 3_600_000) rmSync(path, { force: true })
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}
