import type { DataPath } from '../../content/positions.ts'
import { type Entry, isReleased, type Match, placeOf, type Problem, type ReleaseLine } from '../../model/index.ts'
import { conditionParts } from '../conditions.ts'
import type { Context } from '../context.ts'
import { eventLists } from '../events.ts'
import { type LintRule, problemAt } from '../rule.ts'

/** Versions in events and in conditions that were never released, as far as the release lines go. */
export const versionNotOnLine: LintRule = {
  id: 'version-not-on-line',
  describe: 'every version that a record speaks of is a release of its component',
  check: (context) =>
    context.entries.flatMap((entry) => [...inEvents(context, entry), ...inWords(context, entry), ...inConditions(context, entry), ...inShips(context, entry)]),
}

function inEvents(context: Context, entry: Entry): Problem[] {
  const told = new Set<string>()
  return eventLists(entry).flatMap(({ path, component, events }) => {
    if (component === undefined)
      return [
        problemAt(versionNotOnLine.id, context, entry, path, { message: 'versions of what? add `component`', expected: 'a component', actual: 'nothing' }),
      ]
    const line = context.lineOf.get(component)
    if (line) return events.flatMap(({ version }, index) => unreleased(context, entry, [...path, index, 'version'], version, line))
    if (context.broken.has(`releases/${component}`) || told.has(component)) return []
    told.add(component)
    return [
      problemAt(versionNotOnLine.id, context, entry, path, {
        message: `\`${component}\` has no release line: add \`releases/${component}.yaml\`, or drop the versions`,
        expected: [...context.lineOf.keys()].join(', '),
        actual: component,
      }),
    ]
  })
}

/** What distributions ship. */
function inShips(context: Context, entry: Entry): Problem[] {
  const { data } = entry
  if (data.kind !== 'distribution') return []
  return data.releases.flatMap(({ ships }, index) =>
    Object.entries(ships).flatMap(([component, versions]) => {
      const path = ['releases', index, 'ships', component]
      const line = context.lineOf.get(component)
      if (line) return versions.flatMap((version, place) => unreleased(context, entry, [...path, place], version, line))
      if (context.broken.has(`releases/${component}`)) return []
      return [
        problemAt(versionNotOnLine.id, context, entry, path, {
          message: `\`${component}\` has no release line: add \`releases/${component}.yaml\`, or leave it out`,
          expected: [...context.lineOf.keys()].join(', '),
          actual: component,
        }),
      ]
    }),
  )
}

/** Versions from which a short word stands for another. */
function inWords(context: Context, entry: Entry): Problem[] {
  const { data } = entry
  if (data.kind !== 'rule') return []
  return data.vocabulary.flatMap(({ component, values }, index) => {
    const line = context.lineOf.get(component ?? '')
    return values.flatMap((value, place) =>
      (value['stands-for'] ?? []).flatMap(({ version }, short) =>
        line ? unreleased(context, entry, ['vocabulary', index, 'values', place, 'stands-for', short, 'version'], version, line) : [],
      ),
    )
  })
}

function inConditions(context: Context, entry: Entry): Problem[] {
  return conditionParts(entry).flatMap(({ kind, name, match, path }) => {
    const line = kind === 'fact' && match ? context.lineOf.get(name.replace(/^guest\./, '')) : undefined
    return line && match ? versionsIn(match, line).flatMap((version) => unreleased(context, entry, path, version, line)) : []
  })
}

/** Versions that a match names; a vendor's build is on no line. */
function versionsIn(match: Match, line: ReleaseLine): string[] {
  switch (match.kind) {
    case 'constraint':
      return match.terms.map(({ version }) => version)
    case 'equals':
      return placeOf(String(match.value)) ? [String(match.value)] : []
    case 'oneOf':
      return match.of.flatMap((part) => versionsIn(part, line))
    case 'not':
      return versionsIn(match.match, line)
    default:
      return []
  }
}

function unreleased(context: Context, entry: Entry, path: DataPath, version: string, line: ReleaseLine): Problem[] {
  if (isReleased(version, line)) return []
  const branch = line.branches.find(({ name }) => name === placeOf(version, line)?.branch)
  const [first, last] = branch ? [branch.releases[0]?.version, branch.releases.at(-1)?.version] : [line.branches[0]?.name, line.branches.at(-1)?.name]
  return [
    problemAt(versionNotOnLine.id, context, entry, path, {
      message: `${line.component} has no release \`${version}\`: known ${branch ? `in ${branch.name} ` : 'branches '}are ${first} to ${last}; correct it, or add it to \`${line.id}\``,
      expected: `${first} to ${last}`,
      actual: version,
    }),
  ]
}
