import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'
import { walk } from '../walk.ts'

/** Dates that cannot be: checked before it was written, or later than today (if today is known). */
export const evidenceInFuture: LintRule = {
  id: 'evidence-in-future',
  describe: 'nothing was checked or happened later than today, or was checked before it was written',
  check: (context) =>
    context.entries.flatMap((entry) => {
      const found: Problem[] = []
      walk(entry.data, (value, path) => {
        const key = path.at(-1)
        if (
          context.today !== undefined &&
          (key === 'checked' || key === 'date') &&
          entry.data.kind !== 'release-line' &&
          typeof value === 'string' &&
          value > context.today
        ) {
          found.push(
            problemAt('evidence-in-future', context, entry, path, {
              message: `\`${value}\` is later than today: correct the date`,
              expected: `at most ${context.today}`,
              actual: value,
            }),
          )
        }
        if (path.at(-2) !== 'evidence' || typeof value !== 'object' || value === null) return
        const { checked, date } = value as { checked: string; date?: string }
        if (date !== undefined && checked < date)
          found.push(
            problemAt('evidence-in-future', context, entry, [...path, 'checked'], {
              message: `checked on \`${checked}\`, before it was written: correct one of the dates`,
              expected: `at least ${date}`,
              actual: checked,
            }),
          )
      })
      return found
    }),
}
