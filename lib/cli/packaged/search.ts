import { readAsk } from '../../input/index.ts'
import { documentsOf } from '../../search/documents.ts'
import { InMemorySearch } from '../../search/in-memory.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { checkLine, listing } from '../hits.ts'
import { print, printJson } from '../output.ts'
import { policyCommand } from '../policy-command.ts'

interface Options {
  readonly kind?: string
  readonly limit: string
  readonly json?: boolean
}

/** `search`: find records by words, names or identifiers. Exit status 1 if nothing was found. */
export const search: Register = (program, done) => {
  program
    .command('search')
    .description('find records by words, names or identifiers; exit status 1 if there is none')
    .argument('<words...>', 'anything: identifiers, parts of words, misspelt names')
    .option('--kind <kind>', 'only records of this kind')
    .option('--limit <n>', 'most hits', '10')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('search KVM_CAP_SPAPR_MULTITCE', 'search --kind policy feature flag'))
    .action(async (words: string[], options: Options) => done(await find(words.join(' '), options)))
}

/** `policy`: find what was decided. */
export const policy = policyCommand(find)

async function find(text: string, { kind, limit, json }: Options): Promise<number> {
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 100) throw new Error(`\`--limit ${limit}\` is not a number from 1 to 100`)
  const knowledge = await readKnowledge()
  const asked = kind === undefined ? readAsk(text, knowledge) : undefined
  const words = asked?.about ? asked.about : text
  const index = new InMemorySearch(documentsOf([...knowledge.entries.values()].map((entry) => ({ entry, text: entry.body }))))
  const result = await index.query({ text: words, limit: most, ...(kind === undefined ? {} : { kinds: [kind] }) })
  if (json) printJson({ ...(asked ? { check: asked } : {}), ...result })
  else print([...(asked ? [checkLine(asked), ''] : []), listing(result, undefined, words)].join('\n'))
  return asked !== undefined || result.hits.length > 0 ? 0 : 1
}
