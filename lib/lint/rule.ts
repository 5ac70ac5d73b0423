import type { DataPath } from '../content/positions.ts'
import type { Entry, Problem } from '../model/index.ts'
import type { Context } from './context.ts'

/** One thing that can be wrong with content. */
export interface LintRule {
  /** The `rule` of its problems. */
  readonly id: string
  /** What it wants, in one line. */
  readonly describe: string
  check(context: Context): Problem[]
  /** The text of a file with this rule's problems put right. */
  readonly fix?: (text: string, path: string) => string
}

/** What a problem says besides its place. */
export interface Said {
  readonly message: string
  readonly expected?: string
  readonly actual?: string
}

/** A problem of `rule` at a part of a record; `what` asks for the place of the part's key. */
export function problemAt(rule: string, context: Context, entry: Entry, path: DataPath, said: Said, what: 'key' | 'value' = 'value'): Problem {
  return { file: entry.path, ...(context.loaded.positions.get(entry.path)?.of(path, what) ?? { line: 1, column: 1 }), rule, ...said }
}
