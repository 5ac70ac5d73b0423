import { Command, CommanderError } from 'commander'
import { type Register, examples } from './command.ts'
import { complain, harmless, print } from './output.ts'

/** What loads each command; in the order of `--help`. */
export type Commands = Readonly<Record<string, () => Promise<Register>>>

/**
 * Runs a command line.
 * @param argv the words after the program's name
 * @returns the exit status: 0 yes or done, 1 no, 2 bad input, 3 conditional, 4 unknown
 */
export async function runProgram(argv: readonly string[], commands: Commands): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    const { versionLine } = await import('./version.ts')
    print(await versionLine())
    return 0
  }
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
    // `matrix` has a `--version` of its own.
    .enablePositionalOptions()
    .option('-V, --version', 'print the version of the program, and of the records that it answers from')
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
  for (const register of await load(argv[0], commands))
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

/** The command that is asked for, which alone is loaded; all of them if it is none. */
function load(name: string | undefined, commands: Commands): Promise<Register[]> {
  const one = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  return Promise.all(one ? [one()] : Object.values(commands).map((command) => command()))
}
