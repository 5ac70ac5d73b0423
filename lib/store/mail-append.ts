import type { Appended, BatchArrival, MailBatch } from './mail-port.ts'
import { insert, type inserts, lists, sql, type Value } from './mail-sql.ts'
import { lock, type MailState } from './mail-lock.ts'
import { writeFound } from './mail-found.ts'
import { joinThreads } from './mail-threads.ts'
import type { MailTransactions, MailWriter } from './mail-writer.ts'

/** See `WritableMailStore.append`. */
export async function append(transactions: MailTransactions, batch: MailBatch): Promise<Appended | 'stale'> {
  return transactions.run(async (transaction) => {
    const state = await lock(transaction)
    if ((await positionOf(transaction, batch.source.id)) !== batch.from) return 'stale'
    const sorted = await sort(transaction, batch.arrivals, state)
    await write(transaction, batch, sorted)
    await markDeleted(transaction, batch)
    const messages = state.messages + sorted.fresh.length
    const arrivals = state.arrivals + sorted.rows.length
    await transaction.$executeRaw(sql('UPDATE "MailState" SET "messages" = ?, "arrivals" = ? WHERE "id" = 1', messages, arrivals))
    await moveOn(transaction, batch)
    return { messages: sorted.fresh.length, first: state.messages + 1, before: state.arrivals, after: arrivals, ids: sorted.ids }
  })
}

async function positionOf(transaction: MailWriter, source: string): Promise<string> {
  const [found] = await transaction.$queryRaw<{ position: string }[]>(sql('SELECT "position" FROM "MailSource" WHERE "id" = ?', source))
  return found?.position ?? ''
}

interface Stored {
  readonly id: number
  readonly thread: number
  readonly date: Date
  readonly spam: boolean
}

interface Sorted {
  /** Messages that were not here, with their ids. */
  readonly fresh: readonly { readonly id: number; readonly arrival: BatchArrival }[]
  /** Arrivals that were not here, each with its id and its message's. */
  readonly rows: readonly { readonly id: number; readonly message: Stored; readonly arrival: BatchArrival }[]
  /** Arrivals that were here: they only move. */
  readonly moved: readonly { readonly message: number; readonly arrival: BatchArrival }[]
  /** Message of each arrival of the batch. */
  readonly ids: readonly number[]
  readonly threads: ReadonlyMap<number, number>
}

/** Tells new messages from other contents of known ones, further lists and what was read before. */
async function sort(transaction: MailWriter, arrivals: readonly BatchArrival[], state: MailState): Promise<Sorted> {
  const stored = await known(transaction, arrivals)
  const here = await arrived(
    transaction,
    arrivals.flatMap(({ message }) => stored.get(message.messageId)?.id ?? []),
  )
  const fresh: Sorted['fresh'][number][] = []
  const rows: Sorted['rows'][number][] = []
  const moved: Sorted['moved'][number][] = []
  const ids: number[] = []
  const byName = new Map(stored)
  for (const arrival of arrivals) {
    const { message, list } = arrival
    let one = byName.get(message.messageId)
    if (!one) {
      one = { id: state.messages + fresh.length + 1, thread: 0, date: new Date(message.date), spam: message.spam.length > 0 }
      byName.set(message.messageId, one)
      fresh.push({ id: one.id, arrival })
    }
    ids.push(one.id)
    const key = `${one.id} ${message.hash} ${list}`
    if (here.has(key)) moved.push({ message: one.id, arrival })
    else rows.push({ id: state.arrivals + rows.length + 1, message: one, arrival })
    here.add(key)
  }
  const linked = fresh.map(({ id, arrival: { message } }) => ({ id, messageId: message.messageId, references: message.references }))
  const threads = await joinThreads(transaction, linked, new Map([...stored].map(([name, { thread }]) => [name, thread])))
  return { fresh, rows, moved, ids, threads }
}

/** Stored messages among those of the batch and those that they refer to. */
async function known(transaction: MailWriter, arrivals: readonly BatchArrival[]): Promise<Map<string, Stored>> {
  const names = [...new Set(arrivals.flatMap(({ message }) => [message.messageId, ...message.references]))]
  const found = new Map<string, Stored>()
  for (const query of lists('SELECT "id", "messageId", "thread", "date", "spam" FROM "Message" WHERE "messageId" IN (?)', names)) {
    const rows = await transaction.$queryRaw<{ id: number; messageId: string; thread: number; date: Date; spam: string }[]>(query)
    for (const { id, messageId, thread, date, spam } of rows) found.set(messageId, { id, thread, date: new Date(date), spam: spam !== '' })
  }
  return found
}

/** `message hash list` of the arrivals of these messages. */
async function arrived(transaction: MailWriter, messages: readonly number[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const query of lists('SELECT "message", "hash", "list" FROM "Arrival" WHERE "message" IN (?)', [...new Set(messages)])) {
    for (const { message, hash, list } of await transaction.$queryRaw<{ message: number; hash: string; list: string }[]>(query))
      found.add(`${message} ${hash} ${list}`)
  }
  return found
}

async function write(transaction: MailWriter, { source, arrivals }: MailBatch, { fresh, rows, moved, threads }: Sorted): Promise<void> {
  const add = (...parameters: Parameters<typeof inserts>): Promise<void> => insert(transaction, ...parameters)
  await add(
    'RawMail',
    ['hash', 'bytes', 'size'],
    [...new Map(rows.map(({ arrival }) => [arrival.message.hash, arrival])).values()].map(({ message, compressed }) => [
      message.hash,
      compressed,
      message.size,
    ]),
    'ON CONFLICT ("hash") DO NOTHING',
  )
  await add(
    'Message',
    MESSAGE,
    fresh.map(({ id, arrival }) => messageRow(id, threads.get(id) ?? id, arrival)),
  )
  await add(
    'MailReference',
    ['message', 'position', 'target'],
    fresh.flatMap(({ id, arrival }) => arrival.message.references.map((target, position) => [id, position, target])),
  )
  await add(
    'Arrival',
    ['id', 'list', 'message', 'hash', 'source', 'place', 'arrived', 'date', 'month', 'spam', 'deleted'],
    rows.map(({ id, message, arrival: { list, place, arrived: at, message: read } }) => [
      id,
      list,
      message.id,
      read.hash,
      source.id,
      place,
      at === undefined ? null : new Date(at),
      message.date,
      message.date.toISOString().slice(0, 7),
      message.spam,
      false,
    ]),
  )
  await writeFound(
    transaction,
    fresh.map(({ id, arrival: { message, mentions, positions } }) => ({ id, date: message.date, mentions, positions })),
  )
  await add('Proposal', PROPOSAL, arrivals.flatMap(proposalRows), 'ON CONFLICT DO NOTHING')
  for (const { message, arrival } of moved)
    await transaction.$executeRaw(
      sql(
        'UPDATE "Arrival" SET "source" = ?, "place" = ?, "deleted" = ? WHERE "message" = ? AND "list" = ? AND "hash" = ?',
        source.id,
        arrival.place,
        false,
        message,
        arrival.list,
        arrival.message.hash,
      ),
    )
  // What was deleted is here again.
  const again = [...moved.map(({ message }) => message), ...rows.map(({ message }) => message.id)]
  for (const statement of lists('UPDATE "Message" SET "deleted" = (1 = 0) WHERE "deleted" AND "id" IN (?)', again)) await transaction.$executeRaw(statement)
}

const MESSAGE = [
  'id',
  'messageId',
  'hash',
  'subject',
  'fromName',
  'fromAddress',
  'date',
  'thread',
  'parent',
  'patch',
  'title',
  'spam',
  'attachments',
  'size',
  'rebuilt',
  'deleted',
]

function messageRow(id: number, thread: number, { message, rebuilt }: BatchArrival): Value[] {
  const { messageId, hash, subject, from, date, references, patch, spam, attachments, size } = message
  return [
    id,
    messageId,
    hash,
    subject,
    from.name,
    from.address,
    new Date(date),
    thread,
    references.at(-1) ?? null,
    patch ? JSON.stringify(patch) : null,
    patch?.title.slice(0, LONGEST_TITLE) ?? null,
    spam.join(' '),
    attachments.length,
    size,
    rebuilt,
    false,
  ]
}

/** Versions of a series meet by their titles, in an index: PostgreSQL's take 2,704 bytes of a row. */
const LONGEST_TITLE = 500

const PROPOSAL = ['id', 'messageId', 'line', 'authorName', 'authorAddress', 'date', 'text', 'verb', 'record', 'values', 'status', 'reason']

function proposalRows({ proposals }: BatchArrival): Value[][] {
  return proposals.map(({ id, messageId, line, author, date, text, verb, record, values, status, reason }) => [
    id,
    messageId,
    line,
    author.name,
    author.address,
    new Date(date),
    text,
    verb,
    record,
    JSON.stringify(values),
    status,
    reason,
  ])
}

/** A message is deleted when all of its arrivals are. */
async function markDeleted(transaction: MailWriter, { source, deleted }: MailBatch): Promise<void> {
  for (const place of deleted) {
    const rows = await transaction.$queryRaw<{ message: number }[]>(sql('SELECT "message" FROM "Arrival" WHERE "source" = ? AND "place" = ?', source.id, place))
    for (const { message } of rows) {
      await transaction.$executeRaw(
        sql('UPDATE "Arrival" SET "deleted" = (1 = 1) WHERE "source" = ? AND "place" = ? AND "message" = ?', source.id, place, message),
      )
      await transaction.$executeRaw(
        sql(
          'UPDATE "Message" SET "deleted" = (1 = 1) WHERE "id" = ? AND NOT EXISTS (SELECT 1 FROM "Arrival" a WHERE a."message" = "Message"."id" AND NOT a."deleted")',
          message,
        ),
      )
    }
  }
}

async function moveOn(transaction: MailWriter, { source, to, arrivals, end }: MailBatch): Promise<void> {
  await transaction.$executeRaw(
    sql(
      'INSERT INTO "MailSource" ("id", "kind", "location", "list", "position", "read", "complete") VALUES (?, ?, ?, ?, ?, ?, ?) ' +
        'ON CONFLICT ("id") DO UPDATE SET "position" = EXCLUDED."position", "read" = "MailSource"."read" + EXCLUDED."read", "complete" = EXCLUDED."complete"',
      source.id,
      source.kind,
      source.location,
      source.list,
      to,
      arrivals.length,
      end,
    ),
  )
}
