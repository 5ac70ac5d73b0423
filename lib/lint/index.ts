import type { LoadedContent } from '../content/load.ts'
import type { Problem } from '../model/index.ts'
import { contextOf } from './context.ts'
import { RULES } from './rules.ts'

export type { LintRule } from './rule.ts'
export { RULES } from './rules.ts'

/**
 * Everything that is wrong with content, by file, line and column: what reading it found, and what rules find between records.
 * @param loaded from `loadContent` or `parseContent`
 * @param options `today`: ISO 8601; without it no date is too late. `deleted`: paths below the folder that the history has files at, now or once
 */
export function lint(loaded: LoadedContent, { today, deleted }: { today?: string | undefined; deleted?: readonly string[] | undefined } = {}): Problem[] {
  const context = contextOf(loaded, today, deleted)
  return [...loaded.problems, ...RULES.flatMap((rule) => rule.check(context))].sort(byPlace)
}

/** The text of a file with all put right that rules can put right. */
export function fixText(path: string, text: string): string {
  return RULES.reduce((fixed, { fix }) => fix?.(fixed, path) ?? fixed, text)
}

function byPlace(a: Problem, b: Problem): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
