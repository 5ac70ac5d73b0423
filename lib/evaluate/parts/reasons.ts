import type { Case, Proof } from '../../model/index.ts'
import { type Scope, judge } from '../condition.ts'
import type { Reasons, SidePart, Values } from './side-part.ts'
import { FACT, TEMPLATE } from './values.ts'

/** What the values of a side's parts rest on. @param busReasons what it rests on which classes and buses there are */
export function reasonsOver(
  parts: readonly SidePart[],
  { sourceOf, fits }: Pick<Values, 'sourceOf' | 'fits'>,
  busReasons: (explained: Scope) => readonly Proof[],
): Reasons {
  const reasonsOf = (part: SidePart, name: string, explained: Scope, above: Above = NOTHING_ABOVE): readonly Proof[] => {
    const here = `${part.index} ${name}`
    if (above.has(here)) return []
    const next: Above = new Set([...above, here])
    if (part.given.has(name)) return [(part.kind === 'machine' && part.side.facts.get(name)?.proof) || part.proof]
    const source = sourceOf(part, name)
    const ofOther = (other: SidePart | undefined, name: string): readonly Proof[] => (other ? reasonsOf(other, name, explained, next) : [])
    const listed = part.side.deviceProof
    switch (source.kind) {
      case 'none':
        return [part.proof]
      case 'words':
        return reasonsOfWords(part, explained, next)
      case 'referred':
        return [listed]
      case 'place':
      case 'has':
      case 'count':
        return [listed, ...busReasons(explained)]
      case 'same': {
        const before = parts.slice(0, part.index + 1).filter(({ kind }) => kind === part.kind)
        const others = before.flatMap((one) => source.names.filter((each) => one.class?.properties.has(each)).flatMap((each) => ofOther(one, each)))
        return [listed, ...busReasons(explained), ...others]
      }
      case 'slot':
        return [listed, ...busReasons(explained), ...ofOther(source.part, source.name)]
      case 'bus':
      case 'refers':
        return [listed, ...ofOther(source.part, source.name)]
      case 'text':
        return reasonsOfText(part, source.text, explained, next)
      case 'cases':
        return reasonsOfCases(part, source.cases, explained, next)
    }
  }
  const reasonsOfWith = (part: SidePart, one: Pick<Case, 'with'>, explained: Scope, above: Above = NOTHING_ABOVE): readonly Proof[] =>
    Object.keys(one.with ?? {}).flatMap((name) => reasonsOf(part, name, explained, above))
  const reasonsOfCases = (part: SidePart, cases: readonly Case[], explained: Scope, above: Above): readonly Proof[] => {
    const because: Proof[] = []
    for (const one of cases) {
      const withs = fits(part, one)
      const judged = one.if ? judge(one.if, explained) : undefined
      because.push(...reasonsOfWith(part, one, explained, above), ...(judged?.because ?? []))
      if (withs === false || judged?.truth === 'no') continue
      because.push(...reasonsOfText(part, one.value, explained, above))
      if (withs === true && judged?.truth !== 'unknown') break
    }
    return because
  }
  const reasonsOfText = (part: SidePart, text: string, explained: Scope, above: Above): readonly Proof[] =>
    [...text.matchAll(TEMPLATE)].flatMap(([, name = '']) => {
      if (!name.startsWith(FACT)) return reasonsOf(part, name, explained, above)
      const proof = part.side.facts.get(name.slice(FACT.length))?.proof
      return proof ? [proof] : []
    })
  const reasonsOfWords = (part: SidePart, explained: Scope, above: Above = NOTHING_ABOVE): readonly Proof[] => {
    const words = part.class?.data.words
    if (!words) return []
    return [
      part.proof,
      ...reasonsOfCases(part, words.cases, explained, above),
      ...words.limits.flatMap((limit) => (limit.if ? judge(limit.if, explained).because : [])),
    ]
  }
  return { reasonsOf, reasonsOfWith, reasonsOfWords }
}

/** What is being explained already, `<index of the part> <name>`. */
type Above = ReadonlySet<string>

const NOTHING_ABOVE: Above = new Set()
