import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Claims for which nothing is cited; where the schema demands evidence, reading the file has said so. */
export const noEvidence: LintRule = {
  id: 'no-evidence',
  describe: 'every claim names what was opened; only a statement that nothing was found may do without',
  check: (context) =>
    context.features.flatMap((entry): Problem[] => {
      const { control, support } = entry.data
      const bare = support.flatMap((statement, index) =>
        statement.evidence.length === 0 && statement.status !== 'unknown' ? [['support', index, 'evidence']] : [],
      )
      const claims = control.option !== undefined || control.values !== undefined || control.versions !== undefined
      if (claims && control.evidence.length === 0) bare.push(['control', 'evidence'])
      return bare.map((path) =>
        problemAt('no-evidence', context, entry, path, {
          message: `\`${path.length > 2 ? `${path[0]}[${path[1]}]` : path[0]}\` cites nothing: name what was opened${path[0] === 'support' ? ', or write `status: unknown`' : ''}`,
          expected: 'at least one citation',
          actual: 'none',
        }),
      )
    }),
}
