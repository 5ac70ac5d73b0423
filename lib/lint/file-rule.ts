import type { FilePlace } from '../content/positions.ts'
import type { LintRule, Said } from './rule.ts'

/** A rule about a file's text, from its fix: where that changes nothing, nothing is wrong. */
export function fileRule({
  find,
  fix,
  ...rule
}: {
  id: string
  describe: string
  /** The text put right; the same text if it was. */
  fix: (text: string, path: string) => string
  /** The first fault; called where `fix` changes the text. */
  find: (text: string, path: string) => (FilePlace & Said) | undefined
}): LintRule & Required<Pick<LintRule, 'fix'>> {
  return {
    ...rule,
    fix,
    check: ({ loaded }) =>
      loaded.files.flatMap(({ path, text }) => {
        const fault = fix(text, path) === text ? undefined : find(text, path)
        return fault ? [{ file: path, rule: rule.id, ...fault }] : []
      }),
  }
}
