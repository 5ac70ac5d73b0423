import { formerlyOf } from '../../model/index.ts'
import type { LintRule } from '../rule.ts'

/** Ids that the history has and no record: what cites them would lead nowhere. */
export const lostId: LintRule = {
  id: 'lost-id',
  describe: 'an id that once was a record still is one, or stands in the `formerly` of the record that took its place',
  check: ({ past, kinds, entries }) => {
    const known = new Set([...kinds.keys(), ...entries.flatMap(({ data }) => formerlyOf(data))])
    return [...past]
      .filter(([id]) => !known.has(id))
      .map(([id, path]) => ({
        file: path,
        line: 1,
        column: 1,
        rule: 'lost-id',
        message: `\`${id}\` was a record and is gone: write \`formerly: [${id}]\` into the record that says now what it said, or into the area's`,
        expected: 'a record that has taken its place',
        actual: id,
      }))
  },
}
