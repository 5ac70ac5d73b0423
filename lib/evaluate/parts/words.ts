import { truthOf } from '../compile.ts'
import type { Scope } from '../condition.ts'
import type { SidePart, SideParts } from './side-parts.ts'

/** The words that a part gives the guest: those of its driver, with what its properties put in and take out, within the limits of the side; undefined where they are not known. */
export function wordsOf(part: SidePart, values: Pick<SideParts, 'caseOf'>, scope: Scope): ReadonlySet<string> | undefined {
  return givenWords(part, values, scope)?.within
}

/** The words that a part asks for and that the side's limits take out; undefined where they are not known. */
export function unavailableWords(part: SidePart, values: Pick<SideParts, 'caseOf'>, scope: Scope): readonly string[] | undefined {
  return givenWords(part, values, scope)?.beyond
}

interface GivenWords {
  readonly within: ReadonlySet<string>
  readonly beyond: readonly string[]
}

/** Words of a part, which stays with its side. */
const known = new WeakMap<SidePart, GivenWords | undefined>()

function givenWords(part: SidePart, values: Pick<SideParts, 'caseOf'>, scope: Scope): GivenWords | undefined {
  if (!known.has(part)) known.set(part, computeWords(part, values, scope))
  return known.get(part)
}

function computeWords(part: SidePart, { caseOf }: Pick<SideParts, 'caseOf'>, scope: Scope): GivenWords | undefined {
  const own = part.class?.data.words
  if (!part.class || !own) return { within: new Set(), beyond: [] }
  const base = caseOf(part, own.cases)
  if (base === undefined) return undefined
  const words = new Set(split(base))
  for (const [name, value] of part.given) {
    const word = wordOf(part, name)
    if (word === undefined) continue
    if (value === 'on') words.add(word)
    if (value === 'off') words.delete(word)
  }
  const beyond: string[] = []
  for (const limit of own.limits) {
    const truth = limit.if ? truthOf(limit.if, { knowledge: scope.knowledge, valueOf: scope.valueOf, side: part.side }) : 'yes'
    if (truth === 'no') continue
    if (truth === 'unknown') return undefined
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
