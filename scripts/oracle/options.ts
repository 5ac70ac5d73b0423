import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Reads a script's options. `--help` prints how it is used, and what is not among them does so with a line that names it; both end the script. */
export function readOptions<Config extends ParseArgsConfig>(usage: string, config: Config): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    return refuse(usage, (error as Error).message)
  }
}

/** Ends the script because of what it was given. */
export function refuse(usage: string, problem: string): never {
  console.error(`${problem}\n${usage}`)
  process.exit(2)
}

/** A pattern that an option gives. */
export function patternOf(usage: string, option: string, text: string): RegExp {
  try {
    return new RegExp(text)
  } catch {
    return refuse(usage, `${option} ${text} is not a regular expression`)
  }
}
