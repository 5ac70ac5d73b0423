import type { Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Names that are looked for in mail, and would never be found or contradict themselves. */
export const aliasInMail: LintRule = {
  id: 'alias-in-mail',
  describe: 'an alias that says how it counts in mail can be found, and does not say two things',
  check: (context) =>
    context.entries.flatMap((entry) =>
      entry.data.aliases.flatMap((alias, index): Problem[] => {
        if (typeof alias === 'string') return []
        const { name, alone, with: words = [] } = alias
        const short = [name, ...words].find((word) => !/^\w.{2}/.test(word.trim()))
        const said =
          short !== undefined
            ? { message: `\`${short}\` is not looked for in mail: a name has three characters or more and begins with a letter or digit`, actual: short }
            : alone === true && words.length > 0
              ? { message: `\`${name}\` counts alone and has words beside which it counts: drop \`alone\` or \`with\``, actual: name }
              : undefined
        return said ? [problemAt('alias-in-mail', context, entry, ['aliases', index], { ...said, expected: 'a name that mail can be looked through for' })] : []
      }),
    ),
}
