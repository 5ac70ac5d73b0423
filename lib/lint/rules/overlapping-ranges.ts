import { valueText } from '../../content/issues.ts'
import { stateAt } from '../../model/ranges.ts'
import { type Domain, type Event, placeOf, type Problem, type ReleaseLine, type Support, type Value } from '../../model/index.ts'
import { canMeet } from '../meet.ts'
import { type LintRule, problemAt } from '../rule.ts'

/**
 * Statements of one component that hold at once and say different things. The parts of a set join, so there only a statement that
 * narrows another one, and so says nothing, is wrong.
 */
export const overlappingRanges: LintRule = {
  id: 'overlapping-ranges',
  describe: 'statements of one component whose conditions can hold together do not give different values for the same versions',
  check: (context) =>
    context.features.flatMap((entry) => {
      const { support, values } = entry.data
      return support.flatMap((later, index): Problem[] =>
        support.slice(0, index).flatMap((earlier, before) => {
          const version = earlier.component === later.component ? overlap(earlier, later, values, context.lineOf.get(later.component)) : undefined
          if (version === undefined) return []
          return [
            problemAt('overlapping-ranges', context, entry, ['support', index], {
              message: `statements ${before + 1} and ${index + 1} about ${later.component} both hold${version === '' ? '' : ` at ${version}`}, with ${valueText(earlier.value)} and ${valueText(later.value)}: end one where the other begins, or tell them apart in \`when\``,
              expected: `one value${version === '' ? '' : ` at ${version}`}`,
              actual: `${valueText(earlier.value)} and ${valueText(later.value)}`,
            }),
          ]
        }),
      )
    }),
}

/** A version at which both hold with different values; empty if they hold at every version. */
function overlap(a: Support, b: Support, domain: Domain, line: ReleaseLine | undefined): string | undefined {
  if (a.value === undefined || b.value === undefined || JSON.stringify(a.value) === JSON.stringify(b.value) || !canMeet(a.when, b.when, line)) return undefined
  if (domain.type === 'set') {
    const narrow = within(a.value, b.value) ? a : within(b.value, a.value) ? b : undefined
    const wide = narrow === a ? b : a
    if (!narrow || keys(wide).some((key) => !keys(narrow).includes(key))) return undefined
    return firstTogether(narrow, wide, line, starts(narrow.versions, line))
  }
  return firstTogether(a, b, line, [...starts(a.versions, line), ...starts(b.versions, line)])
}

function firstTogether(a: Support, b: Support, line: ReleaseLine | undefined, candidates: readonly string[]): string | undefined {
  if (!a.versions && !b.versions) return ''
  return candidates.find((version) => holds(a.versions, version, line) && holds(b.versions, version, line))
}

function holds(events: readonly Event[] | undefined, version: string, line: ReleaseLine | undefined): boolean {
  return events === undefined || stateAt(events, version, line) === 'present'
}

/** Versions at which a range can begin to hold: the line's first, each event's, and the first of each branch that an event lies in. */
function starts(events: readonly Event[] | undefined, line: ReleaseLine | undefined): string[] {
  const first = `${line?.branches[0]?.name ?? '0.1'}.0`
  return [
    first,
    ...(events ?? []).flatMap(({ version }) => {
      const place = placeOf(version, line)
      return place ? [`${place.branch}.0`, `${place.branch}.${place.point ?? 0}`] : []
    }),
  ]
}

function within(part: Value, whole: Value): boolean {
  return Array.isArray(part) && Array.isArray(whole) && part.every((member) => whole.includes(member))
}

function keys({ when }: Support): string[] {
  return Object.keys(when ?? {})
}
