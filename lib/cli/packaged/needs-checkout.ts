import type { Register } from '../command.ts'

/** A command that works on the records' files, the database or the archives: says in one line where to run it. */
export function needsCheckout(name: string): Register {
  return (program) => {
    program
      .command(name, { hidden: true })
      .description('only in a checkout of the project, with its database')
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new Error(
          `\`${name}\` works on the records' files and the database of a checkout, which the npm package is without: run it in a clone of the project`,
        )
      })
  }
}
