import { compareRanks, type Problem } from '../../model/index.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Release lines out of order. */
export const releaseOrder: LintRule = {
  id: 'release-order',
  describe: 'branches and their releases ascend, each once; a release belongs to its branch and is not older than the one before',
  check: (context) =>
    context.lines.flatMap((entry) =>
      entry.data.branches.flatMap((branch, index, branches): Problem[] => {
        const problems: Problem[] = []
        const report = (path: readonly (string | number)[], message: string, expected: string, actual: string) =>
          problems.push(problemAt('release-order', context, entry, ['branches', index, ...path], { message, expected, actual }))
        const before = branches[index - 1]
        if (before && compareRanks(numbers(before.name), numbers(branch.name)) >= 0)
          report(['name'], `branch \`${branch.name}\` stands after \`${before.name}\`: put the older first, each once`, `above ${before.name}`, branch.name)
        for (const [place, release] of branch.releases.entries()) {
          const { version, date } = release
          const earlier = branch.releases[place - 1]
          if (version !== branch.name && !version.startsWith(`${branch.name}.`))
            report(['releases', place, 'version'], `\`${version}\` is no release of branch \`${branch.name}\``, `${branch.name}.…`, version)
          else if (earlier && compareRanks(numbers(earlier.version), numbers(version)) >= 0)
            report(
              ['releases', place, 'version'],
              `\`${version}\` stands after \`${earlier.version}\`: put the older first, each once`,
              `above ${earlier.version}`,
              version,
            )
          if (date !== undefined && earlier?.date !== undefined && date < earlier.date)
            report(
              ['releases', place, 'date'],
              `\`${version}\` is dated before \`${earlier.version}\`: correct one of the dates`,
              `at least ${earlier.date}`,
              date,
            )
        }
        return problems
      }),
    ),
}

function numbers(version: string): number[] {
  return version.split('.').map(Number)
}
