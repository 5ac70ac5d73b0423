import { nearest } from '../../model/nearest.ts'
import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Classes of parts: one of a name, like ones that exist, with evidence where they speak of drivers. */
export const partClass: LintRule = {
  id: 'part-class',
  describe: 'every class of parts has a name of its own, is like classes that exist, and cites something, or is like one that does, if it is for drivers',
  check: (context) => {
    const all = context.rules.flatMap((entry) => entry.data.parts.map((data, index) => ({ entry, data, index })))
    const names = new Set(all.map(({ data }) => data.class))
    const named = new Map(all.map(({ data }) => [data.class, data]))
    const cites = (name: string, above: ReadonlySet<string> = new Set()): boolean => {
      const data = named.get(name)
      return data !== undefined && !above.has(name) && (data.evidence.length > 0 || data.like.some((parent) => cites(parent, new Set([...above, name]))))
    }
    const seen = new Set<string>()
    return all.flatMap(({ entry, data, index }): Problem[] => {
      const at = ['parts', index]
      const twice = seen.has(data.class)
      seen.add(data.class)
      return [
        ...(twice
          ? [
              problemAt('part-class', context, entry, [...at, 'class'], {
                message: `there is another class \`${data.class}\`; give this one a name of its own`,
                expected: 'a name that no other class has',
                actual: data.class,
              }),
            ]
          : []),
        ...data.like.flatMap((name, place) =>
          names.has(name)
            ? []
            : [
                problemAt('part-class', context, entry, [...at, 'like', place], {
                  message: `no class \`${name}\`: ${nearest(name, names) ? `did you mean \`${nearest(name, names)}\`?` : 'write it, or drop it from `like`'}`,
                  expected: nearest(name, names) ?? 'the name of a class',
                  actual: name,
                }),
              ],
        ),
        ...(data.driver.length > 0 && !cites(data.class)
          ? [
              problemAt('part-class', context, entry, [...at, 'class'], {
                message: `\`${data.class}\` cites nothing: name what was opened or run`,
                expected: 'at least one citation',
                actual: 'none',
              }),
            ]
          : []),
      ]
    })
  },
}
