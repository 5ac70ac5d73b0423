import { wrap } from '../../evaluate/index.ts'
import type { SearchResult } from '../../search/port.ts'
import { type Register, examples } from '../command.ts'
import { print, printJson } from '../output.ts'
import { openSynced } from '../state.ts'

/** `search`: find records by words, names or identifiers. Exit status 1 if nothing was found. */
export const search: Register = (program, done) => {
  program
    .command('search')
    .description('find records by words, names or identifiers; exit status 1 if there is none')
    .argument('<words...>', 'anything: identifiers, parts of words, misspelt names')
    .option('--kind <kind>', 'only this kind')
    .option('--limit <n>', 'most hits', '10')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('search KVM_CAP_SPAPR_MULTITCE', 'search XENFEAT_grant_map_identiy', 'search --kind policy feature flag'))
    .action(async (words: string[], options: { kind?: string; limit: string; json?: boolean }) => done(await find(words.join(' '), options)))
}

/** Searches, prints, and gives the exit status. */
export async function find(text: string, { kind, limit, json }: { kind?: string; limit: string; json?: boolean }): Promise<number> {
  const most = Number(limit)
  if (!Number.isInteger(most) || most < 1 || most > 100) throw new Error(`\`--limit ${limit}\` is not a number from 1 to 100`)
  const state = await openSynced()
  try {
    const result = await state.search.query({ text, limit: most, kinds: kind ? [kind] : undefined })
    if (json) printJson(result)
    else print(listing(result, text))
    return result.hits.length > 0 ? 0 : 1
  } finally {
    await state.close()
  }
}

function listing({ hits, total, corrected, relaxed }: SearchResult, text: string): string {
  if (hits.length === 0) return `nothing for \`${text}\`; try fewer words, or \`canimigrate list\``
  return [
    ...corrected.map(({ from, to }) => `(searched for ${to} instead of ${from})`),
    ...(relaxed ? ['(no record has all of these words; these have some)'] : []),
    ...hits.flatMap((hit) => [`${hit.id}  (${hit.kind})`, wrap(hit.title, 78, '  '), ...(hit.snippet ? [wrap(hit.snippet, 78, '    ')] : [])]),
    ...(total > hits.length ? [`… ${total - hits.length} more`] : []),
  ].join('\n')
}
