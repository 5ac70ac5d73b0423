import { type Problem, aliasName } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Names that lead to two records. */
export const aliasCollision: LintRule = {
  id: 'alias-collision',
  describe: "an alias belongs to one record, once, and is no other record's id",
  check: (context) => {
    const owners = new Map<string, string>()
    return context.entries.flatMap((entry) =>
      entry.data.aliases.map(aliasName).flatMap((alias, index): Problem[] => {
        const owner = owners.get(alias) ?? (alias !== entry.data.id && context.kinds.has(alias) ? alias : undefined)
        owners.set(alias, owners.get(alias) ?? entry.data.id)
        if (owner === undefined) return []
        const message =
          owner === entry.data.id
            ? `alias \`${alias}\` stands here twice: drop one`
            : owner === alias
              ? `alias \`${alias}\` is the id of another record: drop it`
              : `alias \`${alias}\` is also one of \`${owner}\`: keep it in one`
        return [problemAt('alias-collision', context, entry, ['aliases', index], { message, expected: 'a name of this record only', actual: alias })]
      }),
    )
  },
}
