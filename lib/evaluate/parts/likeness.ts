import type { Scope } from '../condition.ts'
import type { SidePart, SideParts } from './side-part.ts'
import { wordsOf } from './words.ts'

/**
 * All by which a part is compared with the one of the other side, as one text: two parts of one class with the same text differ in nothing. Made once per
 * part. Undefined where backends refer to each other in a circle.
 */
export function likenessOf(part: SidePart, side: SideParts, scope: Scope): string | undefined {
  if (known.has(part)) return known.get(part)
  // Who comes round to it while it is made is in a circle.
  known.set(part, undefined)
  const likeness = make(part, side, scope)
  known.set(part, likeness)
  return likeness
}

/** A part stays with its side. */
const known = new WeakMap<SidePart, string | undefined>()

function make(part: SidePart, side: SideParts, scope: Scope): string | undefined {
  const said: unknown[] = [part.driver, [...part.given]]
  for (const name of part.class?.varying ?? []) said.push(toldText(part, name, side))
  for (const [name, { data }] of part.class?.fields ?? []) if (data.differs !== 'none') said.push(toldText(part, name, side))
  for (const [name, id] of part.given) {
    if (!part.class?.properties.get(name)?.data.refers) continue
    const other = side.named(id)
    if (!other) continue
    const likeness = likenessOf(other, side, scope)
    if (likeness === undefined) return undefined
    said.push(other.class?.origin.class, likeness)
  }
  if (part.class?.data.words) {
    const words = wordsOf(part, side, scope)
    said.push('hangs' in words ? words.hangs : [...words.within])
  }
  return JSON.stringify(said)
}

function toldText(part: SidePart, name: string, side: SideParts): string {
  const { value, hangs } = side.tell(part, name)
  return value === undefined ? `? ${hangs}` : `= ${value}`
}
