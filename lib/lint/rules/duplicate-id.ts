import type { DataPath } from '../../content/positions.ts'
import type { Entry, Problem } from '../../model/index.ts'
import type { Context } from '../context.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Ids that name two things: records, release lines of a component, or parts of one record that are linked to. */
export const duplicateId: LintRule = {
  id: 'duplicate-id',
  describe: 'an id names one record, a component has one release line, and clauses, comparisons, options and positions have ids of their own',
  check: (context) => [
    ...repeated(
      context,
      context.entries.map((entry) => ({ entry, path: ['id'], id: entry.data.id })),
    ),
    ...repeated(
      context,
      context.lines.map((entry) => ({ entry, path: ['component'], id: entry.data.component })),
    ),
    ...context.entries.flatMap((entry) =>
      partLists(entry).flatMap(([list, ids]) =>
        repeated(
          context,
          ids.map((id, index) => ({ entry, path: [list, index, 'id'], id })),
        ),
      ),
    ),
  ],
}

function partLists({ data }: Entry): [string, string[]][] {
  const ids = (parts: readonly { id: string }[]): string[] => parts.map(({ id }) => id)
  if (data.kind === 'feature')
    return [
      ['clauses', ids(data.clauses)],
      ['migration', ids(data.migration)],
    ]
  if (data.kind === 'policy')
    return [
      ['options', ids(data.options)],
      ['positions', ids(data.positions)],
    ]
  return data.kind === 'rule' ? [['clauses', ids(data.clauses)]] : []
}

function repeated(context: Context, named: readonly { entry: Entry; path: DataPath; id: string }[]): Problem[] {
  const first = new Map<string, string>()
  return named.flatMap(({ entry, path, id }): Problem[] => {
    const owner = first.get(id)
    if (owner === undefined) first.set(id, entry.path)
    if (owner === undefined) return []
    return [
      problemAt('duplicate-id', context, entry, path, {
        message: `\`${id}\` is already taken${owner === entry.path ? '' : ` by \`${owner}\``}: choose another`,
        expected: 'an id of its own',
        actual: id,
      }),
    ]
  })
}
