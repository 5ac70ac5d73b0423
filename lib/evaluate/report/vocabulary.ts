import type { Rule } from '../../model/index.ts'
import { conditionInWords } from './condition.ts'
import { rangeInWords } from './range.ts'

type Word = Rule['vocabulary'][number]['values'][number]

/** A word that a fact can be, with other spellings, the releases that have it, and what is noted of it. */
export function wordInWords({ name, aliases, versions, note, 'stands-for': short }: Word): string {
  const more = [
    ...(aliases.length > 0 ? [`also ${aliases.join(', ')}`] : []),
    ...(versions ? [rangeInWords(versions)] : []),
    ...(short ? ['stands for another word in each release'] : []),
    ...(note ? [note] : []),
  ]
  return `${name}${more.length > 0 ? ` (${more.join('; ')})` : ''}`
}

/** What a rule derives from a side's facts: `if cpu power*: arch=ppc64`. */
export function derivationInWords({ when, set, inferred }: Rule['derive'][number]): string {
  const facts = Object.entries(set).map(([key, value]) => `${key}=${value}`)
  return `if ${conditionInWords(when)}: ${facts.join(' ')}${inferred ? ' (inferred)' : ''}`
}
