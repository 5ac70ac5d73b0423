import { openStore } from '../../store/client.ts'
import type { StoredMention } from '../../store/mail-port.ts'
import type { Page } from '../../store/port.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { print, printJson } from '../output.ts'

/** `mentions`: where messages speak of a record. */
export const mentions: Register = (program) => {
  program
    .command('mentions')
    .description('show where messages speak of a record, newest first, by thread')
    .argument('<id>', 'id or an alias, e.g. area/name')
    .option('--list <name>', 'of this list alone')
    .option('--limit <n>', 'mentions at most, 1 to 1000', '50')
    .option('--cursor <text>', '`next` of the page before')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('mentions area/name', 'mentions area/name --list kvm-ppc.vger.kernel.org --json'))
    .action(async (id: string, { list, limit, cursor, json }: { list?: string; limit: string; cursor?: string; json?: boolean }) => {
      const most = Number(limit)
      if (!Number.isInteger(most) || most < 1 || most > 1000) throw new Error(`no limit \`${limit}\`: a number from 1 to 1000`)
      const record = findEntry(await readKnowledge(), id).data.id
      const store = await openStore({ dataDir: places.data })
      try {
        const page = await store.mail.mentions({ record, limit: most, ...(list === undefined ? {} : { list }), ...(cursor === undefined ? {} : { cursor }) })
        if (json) printJson({ record, ...page })
        else print(listing(record, page))
      } finally {
        await store.close()
      }
    })
}

function listing(record: string, { items, total, next }: Page<StoredMention>): string {
  if (items.length === 0) return `no message here speaks of ${record}; \`canimigrate ingest ARCHIVE\` reads more`
  const threads = new Map<string, StoredMention[]>()
  for (const item of items) threads.set(item.thread.messageId, [...(threads.get(item.thread.messageId) ?? []), item])
  const lines = [...threads.values()].flatMap((some) => [(some[0] as StoredMention).thread.subject || '(no subject)', ...some.flatMap(inWords), ''])
  const more = next === undefined ? [] : [`… ${items.length} of ${total}; more with --cursor ${next}`]
  return [...lines, ...more].join('\n').trimEnd()
}

/** The message's own line stands once. */
function inWords({ messageId, date, from, where, line, kind, name, sentence }: StoredMention, index: number, all: readonly StoredMention[]): string[] {
  const head = `  ${date.slice(0, 16).replace('T', ' ')}  ${from.name || from.address}  <${messageId}>`
  return [
    ...(all[index - 1]?.messageId === messageId ? [] : [head]),
    `    ${where === 'subject' ? 'subject' : `${where}, line ${line}`} [${kind === 'alias' ? name : `${kind} ${name}`}] ${sentence}`,
  ]
}
