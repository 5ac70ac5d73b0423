import { comparePlaces, type Match, parseCondition, placeOf, type RawCondition, type ReleaseLine } from '../model/index.ts'
import { globs } from './globs.ts'

/**
 * Whether two conditions surely can hold together: one speaks of no more than the other does, and no fact that both speak of
 * keeps them apart. Where that cannot be seen from the texts, false.
 */
export function canMeet(a: RawCondition | undefined, b: RawCondition | undefined, line?: ReleaseLine): boolean {
  const [few, many] = Object.keys(a ?? {}).length <= Object.keys(b ?? {}).length ? [a ?? {}, b ?? {}] : [b ?? {}, a ?? {}]
  return Object.entries(few).every(
    ([key, value]) =>
      key in many &&
      (JSON.stringify(value) === JSON.stringify(many[key]) || (!GROUPS.has(key) && matchesMeet(matchOf(key, value), matchOf(key, many[key]), line))),
  )
}

const GROUPS: ReadonlySet<string> = new Set(['all', 'any', 'not', 'differs', 'departs', 'older', 'device'])

function matchOf(key: string, value: unknown): Match | undefined {
  const condition = parseCondition({ [key]: value })
  return condition.kind === 'fact' || condition.kind === 'feature' ? condition.match : undefined
}

function matchesMeet(a: Match | undefined, b: Match | undefined, line: ReleaseLine | undefined): boolean {
  if (!a || !b) return false
  if (a.kind === 'oneOf') return a.of.some((part) => matchesMeet(part, b, line))
  if (b.kind === 'oneOf') return matchesMeet(b, a, line)
  if (a.kind === 'equals' && b.kind === 'equals') return String(a.value) === String(b.value)
  if (a.kind === 'equals' && b.kind === 'glob') return globs(b.pattern, String(a.value))
  if (a.kind === 'glob' && b.kind === 'equals') return matchesMeet(b, a, line)
  if (a.kind === 'equals' && b.kind === 'not') return b.match.kind === 'equals' && String(b.match.value) !== String(a.value)
  if (a.kind === 'not' && b.kind === 'equals') return matchesMeet(b, a, line)
  if (a.kind === 'given') return a.given ? b.kind !== 'given' || b.given : b.kind === 'given' && !b.given
  if (b.kind === 'given') return b.given
  if (a.kind === 'constraint' && b.kind === 'constraint') return termsMeet([...a.terms, ...b.terms], line)
  return false
}

type Terms = (Match & { kind: 'constraint' })['terms']

/** Whether some version satisfies all terms: one of those that they name, or one beside it. */
function termsMeet(terms: Terms, line: ReleaseLine | undefined): boolean {
  const lows = terms.filter(({ op }) => op !== '<' && op !== '<=')
  const highs = terms.filter(({ op }) => op !== '>' && op !== '>=')
  return lows.every((low) =>
    highs.every((high) => {
      const [from, to] = [placeOf(low.version, line) ?? placeOf(low.version), placeOf(high.version, line) ?? placeOf(high.version)]
      if (!from || !to) return false
      const order = comparePlaces(from, to)
      return order < 0 || (order === 0 && low.op !== '>' && high.op !== '<')
    }),
  )
}
