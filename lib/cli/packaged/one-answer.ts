import { setting } from '../../config/settings.mjs'
import { isPlainText } from '../../input/read.ts'
import { check } from '../commands/check.ts'
import { runProgram } from '../program.ts'
import { isText } from '../spec.ts'

/**
 * Answers one question that is asked in words, without a file: what is built of it is one file, which is there in half of the time.
 * @param argv the words after the program's name
 * @returns the exit status; undefined where the whole command line is needed, with nothing printed
 */
export async function oneAnswer(argv: readonly string[]): Promise<number | undefined> {
  const [command, ...words] = argv
  if (command !== 'check' || setting('CANIMIGRATE_CONTENT') !== undefined) return undefined
  if (!words.every((word) => (word.startsWith('-') ? OPTIONS.has(word) : isText(word) && isPlainText(word)))) return undefined
  return runProgram(argv, { check: async () => check })
}

/** Those of `check` that no other code is loaded for. */
const OPTIONS: ReadonlySet<string> = new Set(
  'from to at guest via from-cmdline to-cmdline from-host to-host proof markdown json remedies no-remedies'.split(' ').map((name) => `--${name}`),
)
