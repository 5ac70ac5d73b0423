import type { Command } from 'commander'

/** A command of the CLI: adds itself to the program and reports its exit status through `done`. */
export type Register = (program: Command, done: (status: number) => void) => void

/** `--help`'s last part. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ canimigrate ${line}`).join('\n')}\n`
}
