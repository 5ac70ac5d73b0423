import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { compress } from '../../lib/store/raw-bytes.ts'
import { mailReader } from '../../lib/pipeline/ingest-read.ts'
import { openStore } from '../../lib/store/client.ts'
import type { MailBatch } from '../../lib/store/mail-port.ts'
import { differences } from '../../lib/store/move/move.ts'
import { openEnd } from '../../lib/store/move/open-end.ts'
import { NAMES } from './names.ts'

/** Stores messages in SQLite and PostgreSQL. */
export interface BothStores {
  /** @returns what went wrong with it or with those before it */
  add(raw: Buffer): Promise<string[]>
  /** Compares all that both hold, and removes it. @returns how they differ, and what went wrong with the last messages */
  end(): Promise<string[]>
}

/** @param url of a PostgreSQL database in which schemas may be made */
export async function bothStores(url: string): Promise<BothStores> {
  const directory = mkdtempSync(join(tmpdir(), 'canimigrate-fuzz-'))
  const schema = `fuzz_${randomBytes(6).toString('hex')}`
  const places = [`file:${join(directory, 'fuzz.db')}`, `${url}${url.includes('?') ? '&' : '?'}schema=${schema}`]
  const stores = await Promise.all(places.map((place) => openStore({ url: place })))
  const read = mailReader({ names: NAMES, ids: NAMES.map(({ record }) => record) })
  const source = { id: 'fuzz', kind: 'fuzz', location: 'fuzz', list: 'fuzz' }
  let waiting: Buffer[] = []
  let position = 0
  const write = async (): Promise<string[]> => {
    const arrivals = await Promise.all(
      waiting.map(async (raw, index) => {
        const place = String(position + index)
        return { ...(await read({ raw, list: 'fuzz', place, arrived: '2021-03-02T00:00:00.000Z' })).arrival, compressed: compress(raw) }
      }),
    )
    const to = position + waiting.length
    const batch: MailBatch = { source, from: position === 0 ? '' : String(position), to: String(to), arrivals, deleted: [], end: false }
    const problems: string[] = []
    for (const store of stores) {
      const done = await store.mail.append(batch)
      if (done === 'stale') return ['another process writes there, too']
      // Of several contents under one Message-ID the first is given.
      const stored = new Map((await store.mail.numbered(done.ids)).map(({ id, raw }) => [id, raw]))
      for (const [index, id] of done.ids.entries())
        if (id >= done.first && done.ids.indexOf(id) === index && !waiting[index]?.equals(stored.get(id) ?? Buffer.of()))
          problems.push(`<${arrivals[index]?.message.messageId}> was not kept as it came`)
      const [any] = arrivals
      if (any && !(await store.mail.message(any.message.messageId, any.message.hash))) problems.push(`<${any.message.messageId}> is not found`)
    }
    position = to
    waiting = []
    return problems
  }
  const guarded = (): Promise<string[]> => write().catch((error: unknown) => [`not stored: ${error instanceof Error ? error.message : String(error)}`])
  return {
    add: async (raw) => (waiting.push(raw) >= 50 ? guarded() : []),
    async end() {
      const problems = waiting.length > 0 ? await guarded() : []
      await Promise.all(stores.map((store) => store.close()))
      const ends = await Promise.all(places.map((place) => openEnd(place, false)))
      const [one, other] = ends as [(typeof ends)[0], (typeof ends)[0]]
      const differ = await differences(one, other)
      await Promise.all(ends.map((end) => end.close()))
      await drop(url, schema)
      rmSync(directory, { recursive: true, force: true })
      return [...problems, ...differ.map(({ table, from, to }) => `${table} differs: ${from.rows} rows in SQLite, ${to.rows} in PostgreSQL`)]
    },
  }
}

async function drop(url: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`DROP SCHEMA "${schema}" CASCADE`)
  await client.end()
}
