import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Client, createClient, type InStatement, type InValue, type Transaction } from '@libsql/client'
import type { MessageDocument, MessageIndexState, MessageIndexStep, MessageSearchQuery, MessageSearchResult, WritableMessageSearch } from './message-port.ts'
import { ATTACHMENT, DELETED, PATCH, quoted, SPAM, searchMessages } from './messages-run.ts'
import { SearchUnavailable } from './port.ts'

/** An index of mail in an SQLite file of its own with FTS5. Processes may read and write it at once. */
export class EmbeddedMessages implements WritableMessageSearch {
  readonly #file: string
  #client: Client | undefined
  /** Of the file that is open. */
  #identity: string | undefined

  /** @param file nothing is read before the first question, nothing created before the first writing */
  constructor(file: string) {
    this.#file = file
  }

  /** Whether anything was ever written. */
  async exists(): Promise<boolean> {
    return (await this.about()).arrival > 0
  }

  async about(): Promise<{ readonly engine: 'embedded'; readonly arrival: number }> {
    const { rows } = existsSync(this.#file) ? await this.#read((client) => client.execute("SELECT value FROM meta WHERE name = 'arrival'")) : { rows: [] }
    return { engine: 'embedded', arrival: Number(rows[0]?.value ?? 0) }
  }

  async query(query: MessageSearchQuery): Promise<MessageSearchResult> {
    return { ...(await this.#read((client) => searchMessages(client, query))), engine: 'embedded' }
  }

  async candidates(phrases: readonly string[]): Promise<readonly number[]> {
    const expressions = phrases
      .filter((phrase) => /[\p{L}\p{N}]/u.test(phrase))
      .map((phrase) => (phrase.endsWith('*') ? `${quoted(phrase.slice(0, -1))} *` : quoted(phrase)))
    const found = new Set<number>()
    for (let at = 0; at < expressions.length; at += 100) {
      const { rows } = await this.#read((client) =>
        client.execute({ sql: 'SELECT rowid FROM words WHERE words MATCH ?', args: [expressions.slice(at, at + 100).join(' OR ')] }),
      )
      for (const { rowid } of rows) found.add(Number(rowid))
    }
    return [...found].sort((a, b) => a - b)
  }

  async state(): Promise<MessageIndexState> {
    const client = await this.#writable()
    const [meta, newest] = await client.batch(
      ["SELECT value FROM meta WHERE name = 'arrival'", 'SELECT id, name FROM message ORDER BY id DESC LIMIT 1'],
      'read',
    )
    const last = newest?.rows[0]
    return { arrival: Number(meta?.rows[0]?.value ?? 0), ...(last ? { last: { id: Number(last.id), messageId: String(last.name) } } : {}) }
  }

  append(step: MessageIndexStep): Promise<'done' | 'stale'> {
    return this.#write(async (transaction) => {
      // A write first, so that the transaction begins with its lock.
      const { rowsAffected } = await transaction.execute({
        sql: "UPDATE meta SET value = ? WHERE name = 'arrival' AND value = ?",
        args: [String(step.to), String(step.from)],
      })
      if (rowsAffected === 0) return 'stale'
      for (const statement of statementsOf(step)) await transaction.execute(statement)
      return 'done'
    })
  }

  async relate(messages: readonly { readonly id: number; readonly records: readonly string[] }[]): Promise<void> {
    await this.#write(async (transaction) => {
      for (const { id, records } of messages) {
        await transaction.execute({ sql: 'DELETE FROM spoken WHERE id = ?', args: [id] })
        for (const record of new Set(records)) await transaction.execute({ sql: 'INSERT INTO spoken (record, id) VALUES (?, ?)', args: [record, id] })
      }
    })
  }

  async hide(ids: readonly number[]): Promise<void> {
    await this.#write(async (transaction) => {
      await transaction.execute(`UPDATE message SET flags = flags - ${DELETED} WHERE flags >= ${DELETED}`)
      for (const id of ids) await transaction.execute({ sql: `UPDATE message SET flags = flags | ${DELETED} WHERE id = ?`, args: [id] })
    })
  }

  async reset(): Promise<void> {
    this.#drop()
    try {
      await this.#write((transaction) => transaction.executeMultiple(EMPTY))
    } catch (error) {
      if (/SQLITE_BUSY|database is locked/.test(String(error))) throw error
      // Damaged: whoever else has it open finds a new file when it opens it again.
      this.#drop()
      for (const end of ['', '-wal', '-shm']) rmSync(`${this.#file}${end}`, { force: true })
      await this.#writable()
    }
  }

  /** Each step is seen at once. */
  async settled(): Promise<void> {}

  async close(): Promise<void> {
    this.#drop()
  }

  async #read<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const wasOpen = this.#client !== undefined
    try {
      return await work(await this.#writable())
    } catch (error) {
      this.#drop()
      // It may have been made anew since it was opened.
      if (wasOpen) return this.#read(work)
      throw new SearchUnavailable(error)
    }
  }

  async #write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const transaction = await (await this.#writable()).transaction('write')
    try {
      const result = await work(transaction)
      await transaction.commit()
      return result
    } finally {
      transaction.close()
    }
  }

  async #writable(): Promise<Client> {
    if (this.#client && this.#identity === identityOf(this.#file)) return this.#client
    this.#drop()
    mkdirSync(dirname(this.#file), { recursive: true })
    const client = createClient({ url: `file:${this.#file}`, timeout: 15_000, concurrency: 1 })
    try {
      await prepare(client)
      this.#identity = identityOf(this.#file)
      this.#client = client
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }

  #drop(): void {
    this.#client?.close()
    this.#client = undefined
  }
}

/** Changes when the file is removed and made anew, by whatever process. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true })
  return found && `${found.ino}-${found.birthtimeNs}`
}

/** Goes up when what is in the file changes its form. */
const FORMAT = '1'

// The texts are not kept: what is shown is cut from the stored message. The words of a transaction are sorted in memory as a whole (bytes), and its piece of
// the index merged with others when there are 16.
const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE message (id INTEGER PRIMARY KEY, name TEXT NOT NULL, date INTEGER NOT NULL, flags INTEGER NOT NULL);
  CREATE INDEX message_date ON message (date);
  CREATE TABLE listed (list TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (list, id)) WITHOUT ROWID;
  CREATE TABLE spoken (record TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (record, id)) WITHOUT ROWID;
  CREATE INDEX spoken_id ON spoken (id);
  CREATE VIRTUAL TABLE words USING fts5(subject, "from", body, quoted, content = '', tokenize = 'unicode61');
  INSERT INTO words (words, rank) VALUES ('hashsize', 16777216), ('automerge', 16);
  INSERT INTO meta (name, value) VALUES ('format', '${FORMAT}'), ('arrival', '0');
`

const DROP = 'DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS spoken; DROP TABLE IF EXISTS listed; DROP TABLE IF EXISTS message; DROP TABLE IF EXISTS meta;'
const EMPTY = `${DROP}${TABLES}`

/** Creates what is not there, anew if it has another form. Losing the newest transactions in a power cut does no harm: the log is followed again. */
async function prepare(client: Client): Promise<void> {
  if ((await formatOf(client)) === FORMAT) {
    await client.execute('PRAGMA synchronous = NORMAL')
    return
  }
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = NORMAL')
  const transaction = await client.transaction('write')
  try {
    if ((await formatOf(transaction)) !== FORMAT) await transaction.executeMultiple(EMPTY)
    await transaction.commit()
  } finally {
    transaction.close()
  }
}

async function formatOf(client: Pick<Client, 'execute'>): Promise<string | undefined> {
  const { rows } = await client.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'")
  if (rows.length === 0) return undefined
  return (await client.execute("SELECT value FROM meta WHERE name = 'format'")).rows[0]?.value?.toString()
}

function statementsOf({ documents, listed }: MessageIndexStep): InStatement[] {
  const spoken = documents.flatMap(({ id, records }) => [...new Set(records)].map((record) => [record, id]))
  return [
    ...inserts(
      'message (id, name, date, flags)',
      documents.map((document) => [document.id, document.messageId, Math.floor(Date.parse(document.date) / 1000), flagsOf(document)]),
    ),
    ...inserts(
      'words (rowid, subject, "from", body, quoted)',
      documents.map(({ id, subject, from, body, quoted: others }) => [id, subject, from, body.slice(0, LONGEST_TEXT), others.slice(0, LONGEST_TEXT)]),
    ),
    ...inserts(
      'listed (list, id)',
      listed.map(({ id, list }) => [list, id]),
      'ON CONFLICT DO NOTHING',
    ),
    ...inserts('spoken (record, id)', spoken, 'ON CONFLICT DO NOTHING'),
  ]
}

/** Characters of a message that are indexed, of own and of quoted words each. */
const LONGEST_TEXT = 1_000_000

function flagsOf({ patch, attachments, spam }: MessageDocument): number {
  return (patch ? PATCH : 0) + (attachments ? ATTACHMENT : 0) + (spam ? SPAM : 0)
}

function inserts(into: string, rows: readonly (readonly InValue[])[], after = ''): InStatement[] {
  return Array.from({ length: Math.ceil(rows.length / 100) }, (_, index) => rows.slice(index * 100, (index + 1) * 100)).map((some) => ({
    sql: `INSERT INTO ${into} VALUES ${some.map((row) => `(${row.map(() => '?').join(',')})`).join(',')} ${after}`,
    args: some.flat(),
  }))
}
