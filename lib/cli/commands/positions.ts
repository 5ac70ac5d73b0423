import type { Entry, FoundPosition } from '../../model/index.ts'
import { openStore } from '../../store/client.ts'
import type { MessageSummary } from '../../store/mail-port.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { findMessageId } from '../mail.ts'
import { print, printJson } from '../output.ts'

interface PositionsFlags {
  readonly message?: string
  readonly limit: string
  readonly json?: boolean
}

/** `positions`: where somebody took a position, as rules found it; where to draft from. */
export const positions: Register = (program, done) => {
  program
    .command('positions')
    .description(
      'list statements in mails that require, promise, refuse, decide or ask something about what guests rely on, newest first; exit status 1 if none',
    )
    .argument('[id]', 'only what speaks of this record: id or alias')
    .option('--message <message-id>', 'only of this message')
    .option('--limit <n>', 'at most, 1 to 10000', '50')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('positions area/name', 'positions --message 20240301120000.1234-1-someone@example.org --json'))
    .action(async (id: string | undefined, { message, limit, json }: PositionsFlags) => {
      if (!/^[1-9]\d{0,4}$/.test(limit) || Number(limit) > 10_000) throw new Error(`\`--limit ${limit}\` is no number from 1 to 10000`)
      const record = id === undefined ? undefined : recordOf(findEntry(await readKnowledge(), id))
      const store = await openStore({ dataDir: places.data })
      try {
        const { mail } = store
        const messageId = message === undefined ? undefined : await findMessageId(mail, message)
        const found = await mail.positions({ limit: Number(limit), ...(record && { record }), ...(messageId && { messageId }) })
        const summaries = new Map((await mail.summaries([...new Set(found.map((one) => one.messageId))])).map((one) => [one.messageId, one] as const))
        if (json) printJson(found.map((one) => ({ ...one, date: summaries.get(one.messageId)?.date })))
        else print(found.length === 0 ? 'none found' : listing(found, summaries))
        done(found.length === 0 ? 1 : 0)
      } finally {
        await store.close()
      }
    })
}

const recordOf = ({ data }: Entry): string => data.id

function listing(found: readonly FoundPosition[], summaries: ReadonlyMap<string, MessageSummary>): string {
  const lines: string[] = []
  let before = ''
  for (const {
    messageId,
    author,
    kind,
    stance,
    lines: [first, last],
    records,
    rules,
    sentence,
  } of found) {
    const summary = summaries.get(messageId)
    if (messageId !== before) lines.push(...(before === '' ? [] : ['']), `${summary?.date.slice(0, 10) ?? ''}  ${summary?.subject ?? ''}  <${messageId}>`)
    before = messageId
    lines.push(
      `  ${author.name || author.address}: ${kind}, ${stance}; lines ${first}-${last} [${rules.join(', ')}]${records.length > 0 ? ` ${records.join(', ')}` : ''}`,
    )
    lines.push(`    ${sentence}`)
  }
  return lines.join('\n')
}
