import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Uses that a question cannot tell apart. */
export const useNameCollision: LintRule = {
  id: 'use-name-collision',
  describe: 'the name of a use, as in `guest.uses=`, belongs to one feature',
  check: (context) => {
    const owners = new Map<string, string>()
    return context.features.flatMap((entry) =>
      entry.data.uses.flatMap(({ name }, index): Problem[] => {
        const owner = owners.get(name)
        owners.set(name, owner ?? entry.data.id)
        if (owner === undefined) return []
        const message =
          owner === entry.data.id
            ? `the use \`${name}\` stands here twice: name them apart`
            : `the use \`${name}\` is also one of \`${owner}\`: name them apart`
        return [problemAt('use-name-collision', context, entry, ['uses', index, 'name'], { message, expected: 'a name of its own', actual: name })]
      }),
    )
  },
}
