import type { Truth } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import type { MissingFact } from '../truth.ts'
import type { SidePart, Unknown, Values } from './side-part.ts'

/** The words that a part gives the guest, and those that it asks for and the side's limits take out. */
export interface GivenWords {
  readonly within: ReadonlySet<string>
  readonly beyond: readonly string[]
}

/** The words of a part: those of its driver, with what its properties put in and take out, within the limits of the side; else what keeps them from being known. */
export function wordsOf(part: SidePart, values: Pick<Values, 'firstCase'>, scope: Scope): GivenWords | Unknown {
  const before = known.get(part)
  if (before) return before
  const words = computeWords(part, values, scope)
  known.set(part, words)
  return words
}

/** Words of a part, which stays with its side. */
const known = new WeakMap<SidePart, GivenWords | Unknown>()

function computeWords(part: SidePart, { firstCase }: Pick<Values, 'firstCase'>, scope: Scope): GivenWords | Unknown {
  const own = part.class?.data.words
  if (!part.class || !own) return { within: new Set(), beyond: [] }
  const base = firstCase(part, own.cases)
  const here = { knowledge: scope.knowledge, valueOf: scope.valueOf, side: part.side }
  const truths = own.limits.map((limit) => (limit.if ? truthOf(limit.if, here) : 'yes'))
  if (base.value === undefined) {
    // Where the driver's words hang on the same on two sides, what is put in and taken out may still differ.
    const rest = openLimits(own.limits, truths, [...part.given].map((one) => one.join('=')).sort(), here)
    return { missing: [...base.missing, ...rest.missing], hangs: `${base.hangs} ${rest.hangs}` }
  }
  const words = new Set(split(base.value))
  for (const [name, value] of part.given) {
    const word = wordOf(part, name)
    if (word === undefined) continue
    if (value === 'on') words.add(word)
    if (value === 'off') words.delete(word)
  }
  if (truths.includes('unknown')) return openLimits(own.limits, truths, [...words], here)
  const beyond: string[] = []
  for (const [index, limit] of own.limits.entries()) {
    if (truths[index] === 'no') continue
    const only = limit.only === undefined ? undefined : new Set(split(limit.only))
    const without = new Set(split(limit.without ?? ''))
    for (const word of words) {
      if (!without.has(word) && (!only || only.has(word))) continue
      words.delete(word)
      beyond.push(word)
    }
  }
  return { within: words, beyond }
}

/** Limits of which it is not known whether they hold. */
function openLimits(limits: Words['limits'], truths: readonly Truth[], words: readonly string[], here: Scope): Unknown {
  const missing: MissingFact[] = []
  const hangs = limits.map((limit, index) => {
    if (truths[index] !== 'unknown' || !limit.if) return truths[index]
    const inputs = new Map<string, string>()
    missing.push(...judge(limit.if, { ...here, inputs }).missing)
    return [...inputs]
  })
  return { missing, hangs: JSON.stringify([words, hangs]) }
}

type Words = NonNullable<NonNullable<SidePart['class']>['data']['words']>

/** The word that a property of this name puts in or takes out; none if the class knows it as a property. */
export function wordOf(part: SidePart, name: string): string | undefined {
  const own = part.class?.data.words
  const value = part.given.get(name)
  if (!own || part.class?.properties.has(name) || (value !== 'on' && value !== 'off')) return undefined
  return own.aliases[name] ?? name
}

function split(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}
