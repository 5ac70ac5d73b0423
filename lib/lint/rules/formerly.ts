import { formerlyOf } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Ids that were other records' lead to one record, and are no record's now. */
export const formerly: LintRule = {
  id: 'formerly',
  describe: 'an id in `formerly` is no record any more, and stands in one record only',
  check: (context) => {
    const owners = new Map<string, string>()
    return context.entries.flatMap((entry) =>
      formerlyOf(entry.data).flatMap((id, index) => {
        const owner = context.kinds.has(id) ? id : owners.get(id)
        owners.set(id, entry.data.id)
        if (owner === undefined) return []
        const message =
          owner === id ? `\`${id}\` is a record: only what is gone can lead here` : `\`${id}\` already leads to \`${owner}\`: choose one of the two`
        return [problemAt('formerly', context, entry, ['formerly', index], { message, expected: 'an id that is gone', actual: id })]
      }),
    )
  },
}
