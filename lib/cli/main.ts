import { Command, CommanderError } from 'commander'
import { type Register, examples } from './command.ts'
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
        'fleet fleet.yaml',
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
  for (const register of await load(argv[0]))
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

/** In the order of `--help`. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  fleet: async () => (await import('./commands/fleet.ts')).fleet,
  show: async () => (await import('./commands/show.ts')).show,
  list: async () => (await import('./commands/list.ts')).list,
  search: async () => (await import('./commands/search.ts')).search,
  matrix: async () => (await import('./commands/matrix.ts')).matrix,
  cite: async () => (await import('./commands/cite.ts')).cite,
  policy: async () => (await import('./commands/policy.ts')).policy,
  probe: async () => (await import('./commands/probe.ts')).probe,
  lint: async () => (await import('./commands/lint.ts')).lint,
  verify: async () => (await import('./commands/verify.ts')).verify,
  stale: async () => (await import('./commands/stale.ts')).stale,
  sync: async () => (await import('./commands/sync.ts')).sync,
  ingest: async () => (await import('./commands/ingest.ts')).ingest,
  thread: async () => (await import('./commands/thread.ts')).thread,
  draft: async () => (await import('./commands/draft.ts')).draft,
  mentions: async () => (await import('./commands/mentions.ts')).mentions,
  proposals: async () => (await import('./commands/proposals.ts')).proposals,
  positions: async () => (await import('./commands/positions.ts')).positions,
  export: async () => (await import('./commands/export.ts')).exportKnowledge,
}

/** The command that is asked for, which alone is loaded; all of them if it is none. */
function load(name: string | undefined): Promise<Register[]> {
  const one = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  return Promise.all(one ? [one()] : Object.values(COMMANDS).map((command) => command()))
}
