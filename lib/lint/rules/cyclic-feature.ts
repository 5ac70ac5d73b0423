import type { Entry, Feature, Problem } from '../../model/index.ts'
import { type ConditionPart, conditionParts } from '../conditions.ts'
import type { Context } from '../context.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Features whose values depend on each other. */
export const cyclicFeature: LintRule = {
  id: 'cyclic-feature',
  describe: "no feature's value depends on itself, directly or through others",
  check: (context) => {
    const done = new Set<string>()
    return context.features.flatMap((entry) => visit(context, entry, [], done))
  },
}

/** Follows what the values on `trail` depend on; a way back onto the trail is a cycle. */
function visit(context: Context, entry: Entry<Feature>, trail: readonly string[], done: Set<string>): Problem[] {
  const { id } = entry.data
  if (done.has(id)) return []
  const problems = dependencies(entry).flatMap((part): Problem[] => {
    const way = [...trail, id]
    const back = way.indexOf(part.name)
    if (back >= 0) {
      const cycle = [...way.slice(back), part.name].join(' → ')
      return [
        problemAt(
          'cyclic-feature',
          context,
          entry,
          part.path,
          { message: `the value depends on itself: ${cycle}`, expected: 'no way back', actual: cycle },
          'key',
        ),
      ]
    }
    const next = context.features.find(({ data }) => data.id === part.name)
    return next ? visit(context, next, way, done) : []
  })
  done.add(id)
  return problems
}

/** What enters the value, each feature once: conditions of statements and layers, and on which sides the feature exists. */
function dependencies(entry: Entry<Feature>): ConditionPart[] {
  const parts = conditionParts(entry).filter(({ kind, path }) => kind === 'feature' && (path[0] === 'support' || path[0] === 'layers' || path[0] === 'applies'))
  return parts.filter(({ name }, index) => parts.findIndex((part) => part.name === name) === index)
}
