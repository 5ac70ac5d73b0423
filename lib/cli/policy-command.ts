import { type Register, examples } from './command.ts'

/** What `policy` passes to the search. */
export interface PolicyOptions {
  readonly kind: 'policy'
  readonly limit: string
  readonly json?: boolean
}

/** `policy`: find what was decided. @param find searches, prints, and gives the exit status */
export function policyCommand(find: (text: string, options: PolicyOptions) => Promise<number>): Register {
  return (program, done) => {
    program
      .command('policy')
      .description('find policies: what maintainers decided, by words; exit status 1 if there is none')
      .argument('<words...>', 'e.g. feature flag removed')
      .option('--limit <n>', 'most hits', '10')
      .option('--json', 'as JSON')
      .addHelpText('after', examples('policy may a feature flag be withdrawn', 'policy stable guest ABI', 'list --kind policy'))
      .action(async (words: string[], options: Omit<PolicyOptions, 'kind'>) => done(await find(words.join(' '), { ...options, kind: 'policy' })))
  }
}
