import { lock } from './mail-lock.ts'
import type { RereadMail } from './mail-port.ts'
import { insert, lists, sql, type Value } from './mail-sql.ts'
import type { MailQueries, MailTransactions, MailWriter } from './mail-writer.ts'

/** Adds what was found in messages. */
export async function writeFound(transaction: MailWriter, messages: readonly RereadMail[]): Promise<void> {
  await insert(transaction, 'Mention', MENTION, messages.flatMap(mentionRows), 'ON CONFLICT DO NOTHING')
  await insert(transaction, 'FoundPosition', POSITION, messages.flatMap(positionRows), 'ON CONFLICT DO NOTHING')
}

/** See `WritableMailStore.reread`. */
export async function reread(transactions: MailTransactions, messages: readonly RereadMail[]): Promise<void> {
  await transactions.run(async (transaction) => {
    await lock(transaction)
    const ids = messages.map(({ id }) => id)
    for (const table of ['Mention', 'FoundPosition'])
      for (const statement of lists(`DELETE FROM "${table}" WHERE "message" IN (?)`, ids)) await transaction.$executeRaw(statement)
    await writeFound(transaction, messages)
  })
}

/** See `WritableMailStore.speaking`. */
export async function speaking(queries: MailQueries, records: readonly string[]): Promise<number[]> {
  const found = new Set<number>()
  for (const query of lists('SELECT DISTINCT "message" FROM "Mention" WHERE "recordId" IN (?)', records))
    for (const { message } of await queries.$queryRaw<{ message: number }[]>(query)) found.add(Number(message))
  return [...found].sort((a, b) => a - b)
}

export async function scans(queries: MailQueries): Promise<Map<string, string>> {
  const rows = await queries.$queryRaw<{ recordId: string; names: string }[]>(sql('SELECT "recordId", "names" FROM "MentionScan" ORDER BY "recordId"'))
  return new Map(rows.map(({ recordId, names }) => [recordId, names]))
}

export async function noteScans(transactions: MailTransactions, noted: ReadonlyMap<string, string | undefined>): Promise<void> {
  await transactions.run(async (transaction) => {
    await lock(transaction)
    for (const statement of lists('DELETE FROM "MentionScan" WHERE "recordId" IN (?)', [...noted.keys()])) await transaction.$executeRaw(statement)
    const rows = [...noted].flatMap(([record, names]) => (names === undefined ? [] : [[record, names]]))
    await insert(transaction, 'MentionScan', ['recordId', 'names'], rows)
  })
}

const MENTION = ['message', 'recordId', 'line', 'name', 'kind', 'revision', 'where', 'sentence', 'date']

function mentionRows({ id, date, mentions }: RereadMail): Value[][] {
  const time = new Date(date)
  return mentions.map(({ record, line, name, kind, revision, where, sentence }) => [id, record, line, name, kind, revision ?? null, where, sentence, time])
}

const POSITION = ['message', 'first', 'last', 'kind', 'stance', 'authorName', 'authorAddress', 'records', 'rules', 'sentence']

function positionRows({ id, positions }: RereadMail): Value[][] {
  return positions.map(({ lines: [first, last], kind, stance, author, records, rules, sentence }) => [
    id,
    first,
    last,
    kind,
    stance,
    author.name,
    author.address,
    records.join(' '),
    rules.join(' '),
    sentence,
  ])
}
