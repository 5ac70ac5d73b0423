import { readAsk } from '../../input/index.ts'
import { openMessages } from '../../search/open-messages.ts'
import { NOTHING } from '../../search/port.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { print, printJson } from '../output.ts'
import { checkLine, listing } from '../hits.ts'
import { findMail } from '../search-mail.ts'
import { openSearched, openState } from '../state.ts'

interface SearchFlags {
  readonly kind?: string
  readonly limit: string
  readonly json?: boolean
  /** `records`, `mail` or `all`; default: `all`, but `records` where a kind is given. */
  readonly in?: string
}

/** `search`: find records and messages by words, names or identifiers. Exit status 1 if nothing was found. */
export const search: Register = (program, done) => {
  program
    .command('search')
    .description('find records, then messages, by words, names or identifiers; exit status 1 if there is none')
    .argument('<words...>', 'anything: identifiers, parts of words, misspelt names; of mail also from: list: subject: before: after: record: has:patch is:spam')
    .option('--in <what>', 'records, mail or all')
    .option('--kind <kind>', 'only records of this kind')
    .option('--limit <n>', 'most hits of each', '10')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'search KVM_CAP_SPAPR_MULTITCE',
        'search XENFEAT_grant_map_identiy',
        'search --kind policy feature flag',
        'search "qemu 6.2 -> 7.2 power9 ail"',
        'search --in mail "from:paul after:2020 \\"real mode\\" -has:patch"',
      ),
    )
    .action(async (words: string[], options: SearchFlags) => done(await find(words.join(' '), options)))
}

/** Searches, prints, and gives the exit status. */
export async function find(text: string, { kind, limit, json, in: where = kind === undefined ? 'all' : 'records' }: SearchFlags): Promise<number> {
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 100) throw new Error(`\`--limit ${limit}\` is not a number from 1 to 100`)
  if (!['records', 'mail', 'all'].includes(where)) throw new Error(`\`--in ${where}\` is none of \`records\`, \`mail\` and \`all\``)
  const state = where === 'mail' ? await openState() : await openSearched()
  const messages = openMessages({ dataDir: places.data })
  try {
    // Knowing all records takes longer than the search: only for what has two sides.
    const asked = where !== 'mail' && TWO_SIDES.test(text) ? readAsk(text, await readKnowledge()) : undefined
    const words = asked?.about ? asked.about : text
    const result = where === 'mail' ? NOTHING : await state.search.query({ text: words, limit: most, kinds: kind ? [kind] : undefined })
    const mail = where === 'records' ? undefined : await findMail(messages, state.store.mail, { text: words, limit: most })
    if (json) printJson({ ...(asked ? { check: asked } : {}), ...result, ...(mail ? { messages: mail } : {}) })
    else print([...(asked ? [checkLine(asked), ''] : []), listing(result, mail, words)].join('\n'))
    return asked !== undefined || result.hits.length > 0 || (mail?.hits.length ?? 0) > 0 ? 0 : 1
  } finally {
    await messages.close()
    await state.close()
  }
}

/** A text that may be a question about a migration. */
const TWO_SIDES = /[-=]>|[→⇒]|\sto\s|-M\s.*-M\s|--to\s/i
