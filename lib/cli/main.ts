import { Command, CommanderError } from 'commander'
import { check } from './commands/check.ts'
import { cite } from './commands/cite.ts'
import { exportKnowledge } from './commands/export.ts'
import { lint } from './commands/lint.ts'
import { list } from './commands/list.ts'
import { matrix } from './commands/matrix.ts'
import { policy } from './commands/policy.ts'
import { probe } from './commands/probe.ts'
import { search } from './commands/search.ts'
import { show } from './commands/show.ts'
import { sync } from './commands/sync.ts'
import { examples } from './command.ts'
import { complain, harmless } from './output.ts'

/**
 * Runs the command line.
 * @param argv the words after the program's name
 * @returns the exit status: 0 yes or done, 1 no, 2 bad input, 3 conditional, 4 unknown
 */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  const program = new Command('canimigrate')
    .description('Can I migrate? Answers from records of virtualization compatibility, with receipts.')
    .addHelpText(
      'after',
      examples(
        'check --from "kvm=hv cpu=power9 linux=5.15 qemu=7.2" --to "kvm=pr cpu=power9 linux=5.15 qemu=7.2" --guest "uses=scv"',
        'search XENFEAT',
        'show area/name',
        'matrix --feature area/name',
        'cite area/name',
      ),
    )
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeErr: (text) =>
        process.stderr.write(
          harmless(
            text.startsWith('error: ')
              ? `canimigrate: ${text
                  .slice('error: '.length)
                  .trimEnd()
                  .replace(/\s*\n\s*/g, ' ')}\n`
              : text,
          ),
        ),
    })
  for (const register of [check, show, list, search, matrix, cite, policy, probe, lint, sync, exportKnowledge])
    register(program, (given) => {
      status = given
    })
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput())
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return complain(error)
  }
  return status
}
