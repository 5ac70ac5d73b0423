import { nearest } from '../../model/nearest.ts'
import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Positions on options that the policy does not list. */
export const unknownOption: LintRule = {
  id: 'unknown-option',
  describe: 'a position speaks of an option of its policy',
  check: (context) =>
    context.policies.flatMap((entry) =>
      entry.data.positions.flatMap(({ option }, index): Problem[] => {
        const options = entry.data.options.map(({ id }) => id)
        if (option === undefined || options.includes(option)) return []
        const near = nearest(option, options)
        return [
          problemAt('unknown-option', context, entry, ['positions', index, 'option'], {
            message: `the policy has no option \`${option}\`: ${near ? `did you mean \`${near}\`?` : 'add it to `options`'}`,
            expected: near ?? options.join(', '),
            actual: option,
          }),
        ]
      }),
    ),
}
