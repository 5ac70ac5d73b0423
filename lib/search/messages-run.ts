import type { Client, InValue } from '@libsql/client'
import { bounded } from './bounded.ts'
import type { MessageSearchQuery, MessageSearchResult } from './message-port.ts'
import { asksNothing, type ReadMessageQuery, readMessageQuery, type SoughtText } from './messages-query.ts'

/** Bits of `message.flags`; the last is the highest. */
export const PATCH = 1
export const ATTACHMENT = 2
export const SPAM = 4
export const DELETED = 8

/** Asks an index of mail. */
export async function searchMessages(client: Client, query: MessageSearchQuery): Promise<MessageSearchResult> {
  const asked = readMessageQuery(query.text, query.list)
  const { notes, words } = asked
  if (asksNothing(asked)) return { hits: [], total: 0, notes, words }
  const { from, where, values } = conditionsOf(asked)
  const limit = bounded(query.limit, 1, 100, 20)
  const offset = bounded(query.offset, 0, 10_000, 0)
  const matched = asked.wanted.length > 0
  const rank = matched ? `-bm25(words, ${WEIGHTS})` : '0'
  const order = matched && query.order !== 'date' ? 'score DESC, m.date DESC, m.id DESC' : 'm.date DESC, m.id DESC'
  const [count, page] = await client.batch(
    [
      { sql: `SELECT COUNT(*) AS total FROM ${from} WHERE ${where}`, args: values },
      {
        sql: `SELECT m.id, m.name, m.date, ${rank} AS score FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
        args: [...values, limit, offset],
      },
    ],
    'read',
  )
  return {
    hits: (page?.rows ?? []).map(({ id, name, date, score }) => ({
      id: Number(id),
      messageId: String(name),
      date: new Date(Number(date) * 1000).toISOString(),
      score: Number(score),
    })),
    total: Number(count?.rows[0]?.total ?? 0),
    notes,
    words,
  }
}

/** Of the columns of `words`: subject, sender, own words, quoted ones. */
const WEIGHTS = '5, 3, 1, 0.3'

function conditionsOf({ wanted, unwanted, lists, records, flags, after, before }: ReadMessageQuery): { from: string; where: string; values: InValue[] } {
  const where: string[] = []
  const values: InValue[] = []
  const add = (condition: string, ...more: InValue[]): void => {
    where.push(condition)
    values.push(...more)
  }
  const all = wanted.map((one) => `(${expressionOf(one)})`).join(' AND ')
  const none = unwanted.map((one) => `(${expressionOf(one)})`).join(' OR ')
  if (wanted.length > 0) add('words MATCH ?', unwanted.length > 0 ? `(${all}) NOT (${none})` : all)
  else if (unwanted.length > 0) add('m.id NOT IN (SELECT rowid FROM words WHERE words MATCH ?)', none)
  for (const { name, not } of lists) {
    // A list goes by its first part too: `kvm-ppc` for `kvm-ppc.vger.kernel.org`.
    const low = name.toLowerCase().replace(/^\/+|\/+$/g, '')
    add(`m.id ${not ? 'NOT ' : ''}IN (SELECT id FROM listed WHERE lower(list) = ? OR substr(lower(list), 1, length(?)) = ?)`, low, `${low}.`, `${low}.`)
  }
  for (const { name, not } of records) add(`m.id ${not ? 'NOT ' : ''}IN (SELECT id FROM spoken WHERE record = ?)`, name.toLowerCase())
  for (const { flag, not } of flags) if (flag !== 'spam') add(`m.flags & ${flag === 'patch' ? PATCH : ATTACHMENT} ${not ? '= 0' : '> 0'}`)
  add(`m.flags & ${SPAM} ${flags.some(({ flag, not }) => flag === 'spam' && !not) ? '> 0' : '= 0'}`)
  add(`m.flags < ${DELETED}`)
  if (after !== undefined) add('m.date >= ?', after)
  if (before !== undefined) add('m.date < ?', before)
  return { from: wanted.length > 0 ? 'words JOIN message m ON m.id = words.rowid' : 'message m', where: where.join(' AND '), values }
}

/** An FTS5 string: parted at anything but letters and digits, its parts stand side by side. */
function expressionOf({ text, column, begins }: SoughtText): string {
  return `${column === undefined ? '' : `{"${column}"} : `}${quoted(text)}${begins ? ' *' : ''}`
}

/** Any text as an FTS5 string. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`
}
