import { locationOf } from '../../content/ids.ts'
import { nearest } from '../../model/nearest.ts'
import type { DataPath } from '../../content/positions.ts'
import type { Entry, Problem } from '../../model/index.ts'
import { conditionParts } from '../conditions.ts'
import type { Context } from '../context.ts'
import { knownFacts } from '../facts.ts'
import { type LintRule, problemAt } from '../rule.ts'
import { placeholders } from '../summaries.ts'
import { walk } from '../walk.ts'

/** Facts that no question can give. */
export const unknownFact: LintRule = {
  id: 'unknown-fact',
  describe: "conditions, remedies and summaries name facts that a profile can hold: fixed keys, features' options, facts with a vocabulary",
  check: (context) => {
    const facts = knownFacts(context)
    return context.entries.flatMap((entry) =>
      factsIn(entry)
        .filter(({ name }) => !facts.has(name) && !mayCome(name, context))
        .map(({ path, name, what }): Problem => {
          const near = nearest(name, facts.names)
          return problemAt(
            'unknown-fact',
            context,
            entry,
            path,
            {
              message: `no profile has the fact \`${name}\`: ${near ? `did you mean \`${near}\`?` : 'give it a vocabulary in a rule, or a feature whose option it is'}`,
              expected: near ?? 'a fact of a profile',
              actual: name,
            },
            what,
          )
        }),
    )
  },
}

/** Whether a record that cannot be read speaks of the fact, and so may bring it. */
function mayCome(name: string, { broken, loaded }: Context): boolean {
  const word = name.replace(/^guest\.uses\./, '')
  return loaded.files.some(({ path, text }) => broken.has(locationOf(path)?.id ?? '') && text.includes(word))
}

function factsIn(entry: Entry): { path: DataPath; name: string; what: 'key' | 'value' }[] {
  const settings: { path: DataPath; name: string; what: 'key' }[] = []
  walk(entry.data, (value, path) => {
    if (path.at(-1) === 'set' && path.at(-3) === 'remedies')
      for (const name of Object.keys(value as object)) settings.push({ path: [...path, name], name, what: 'key' })
  })
  return [
    ...conditionParts(entry)
      .filter(({ kind, name }) => kind === 'fact' || (kind === 'differs' && name !== 'device' && !name.includes('/')))
      .map(({ path, name, kind }) => ({ path, name, what: kind === 'differs' ? ('value' as const) : ('key' as const) })),
    ...placeholders(entry)
      .filter(({ name }) => !name.includes('/'))
      .map(({ path, name }) => ({ path, name, what: 'value' as const })),
    ...settings,
  ]
}
