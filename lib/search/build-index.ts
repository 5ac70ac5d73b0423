import { randomBytes } from 'node:crypto'
import { openSync, closeSync, fsyncSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createClient, type InValue, type Transaction } from '@libsql/client'
import type { SearchDocument } from './port.ts'
import { foldName, type Word, wordsOf } from './tokens.ts'

/** Goes up when what is in the file changes its form. */
export const FORMAT = '1'

/** Weights of the columns of `words`, in order: exact identifiers of names, names, title, summary, keywords, text, identifiers anywhere. */
export const WEIGHTS = '12, 8, 8, 4, 2, 1, 2'

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
    for (const [word, count] of known) {
      await transaction.execute({ sql: 'INSERT INTO known (word, count) VALUES (?, ?)', args: [word, count] })
      await transaction.execute({ sql: 'INSERT INTO pieces (rowid, word) VALUES (last_insert_rowid(), ?)', args: [word] })
    }
    await transaction.executeMultiple("INSERT INTO words (words) VALUES ('optimize'); INSERT INTO pieces (pieces) VALUES ('optimize');")
    await transaction.execute({ sql: "INSERT INTO meta (name, value) VALUES ('format', ?), ('digest', ?)", args: [FORMAT, digest] })
    await transaction.commit()
  } finally {
    client.close()
  }
}

// Tokens are made here, not by SQLite, so that marks and corrections agree with what was found; its tokenizer only parts them at spaces.
const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE documents (row INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, area TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, text TEXT NOT NULL, boost REAL NOT NULL);
  CREATE TABLE names (name TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (name, row)) WITHOUT ROWID;
  CREATE TABLE known (rowid INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, count INTEGER NOT NULL);
  CREATE VIRTUAL TABLE words USING fts5(exact, names, title, summary, keywords, text, identifiers, content = '', prefix = '2 3 4', tokenize = "unicode61 remove_diacritics 0 tokenchars '_-./:@+'");
  CREATE VIRTUAL TABLE pieces USING fts5(word, content = '', detail = none, tokenize = 'trigram');
`

const LONGEST_TEXT = 300_000

async function add(transaction: Transaction, row: number, document: SearchDocument, known: Map<string, number>): Promise<void> {
  const { id, kind, area, title, summary, aliases, keywords, boost = 1 } = document
  const text = document.text.slice(0, LONGEST_TEXT)
  const named = wordsOf([id, ...aliases].join('\n'))
  const titled = wordsOf(title)
  const summed = wordsOf(summary)
  const keyed = wordsOf(keywords.join('\n'))
  const written = wordsOf(text)
  const columns = [
    wholes([...named, ...titled]),
    parts(named),
    parts(titled),
    parts(summed),
    parts(keyed),
    parts(written),
    wholes([...summed, ...keyed, ...written]),
  ]
  await transaction.execute({ sql: 'INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)', args: [row, id, kind, area, title, summary, text, boost] })
  const values: InValue[] = [row, ...columns]
  await transaction.execute({
    sql: 'INSERT INTO words (rowid, exact, names, title, summary, keywords, text, identifiers) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    args: values,
  })
  for (const name of new Set([id, id.split('/').at(-1) as string, ...aliases].map(foldName))) {
    await transaction.execute({ sql: 'INSERT INTO names (name, row) VALUES (?, ?)', args: [name, row] })
  }
  for (const word of new Set(columns.join(' ').split(' ')))
    if (word.length > 3 && word.length <= 64 && /\p{L}/u.test(word)) known.set(word, (known.get(word) ?? 0) + 1)
}

function parts(words: readonly Word[]): string {
  return words.flatMap((word) => word.parts.map(({ text }) => text)).join(' ')
}

function wholes(words: readonly Word[]): string {
  return words.flatMap(({ whole, parts }) => (parts.length > 1 ? [whole] : [])).join(' ')
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
