import { type Register, examples } from '../command.ts'
import { find } from './search.ts'

/** `policy`: find what was decided. */
export const policy: Register = (program, done) => {
  program
    .command('policy')
    .description('find policies: what maintainers decided, by words; exit status 1 if there is none')
    .argument('<words...>', 'e.g. feature flag removed')
    .option('--limit <n>', 'most hits', '10')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('policy may a feature flag be withdrawn', 'policy stable guest ABI', 'list --kind policy'))
    .action(async (words: string[], options: { limit: string; json?: boolean }) => done(await find(words.join(' '), { ...options, kind: 'policy' })))
}
