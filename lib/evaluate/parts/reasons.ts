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
  const reasonsOf = (part: SidePart, name: string, explained: Scope, told: Told = new Set()): readonly Proof[] => {
    const here = `${part.index} ${name}`
    if (told.has(here)) return []
    told.add(here)
    if (part.given.has(name)) return [(part.kind === 'machine' && part.side.facts.get(name)?.proof) || part.proof]
    const source = sourceOf(part, name)
    const ofOther = (other: SidePart | undefined, name: string): readonly Proof[] => (other ? reasonsOf(other, name, explained, told) : [])
    const listed = part.side.deviceProof
    switch (source.kind) {
      case 'none':
        return [part.proof]
      case 'words':
        return reasonsOfWords(part, explained, told)
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
        return reasonsOfText(part, source.text, explained, told)
      case 'cases':
        return reasonsOfCases(part, source.cases, explained, told)
    }
  }
  const reasonsOfWith = (part: SidePart, one: Pick<Case, 'with'>, explained: Scope, told: Told = new Set()): readonly Proof[] =>
    Object.keys(one.with ?? {}).flatMap((name) => reasonsOf(part, name, explained, told))
  const reasonsOfCases = (part: SidePart, cases: readonly Case[], explained: Scope, told: Told): readonly Proof[] => {
    const because: Proof[] = []
    for (const one of cases) {
      const withs = fits(part, one)
      const judged = one.if ? judge(one.if, explained) : undefined
      because.push(...reasonsOfWith(part, one, explained, told), ...(judged?.because ?? []))
      if (withs === false || judged?.truth === 'no') continue
      because.push(...reasonsOfText(part, one.value, explained, told))
      if (withs === true && judged?.truth !== 'unknown') break
    }
    return because
  }
  const reasonsOfText = (part: SidePart, text: string, explained: Scope, told: Told): readonly Proof[] =>
    [...text.matchAll(TEMPLATE)].flatMap(([, name = '']) => {
      if (!name.startsWith(FACT)) return reasonsOf(part, name, explained, told)
      const proof = part.side.facts.get(name.slice(FACT.length))?.proof
      return proof ? [proof] : []
    })
  const reasonsOfWords = (part: SidePart, explained: Scope, told: Told = new Set()): readonly Proof[] => {
    const words = part.class?.data.words
    const here = `${part.index} (words)`
    if (!words || told.has(here)) return []
    told.add(here)
    return [
      part.proof,
      ...reasonsOfCases(part, words.cases, explained, told),
      ...words.limits.flatMap((limit) => (limit.if ? judge(limit.if, explained).because : [])),
    ]
  }
  return { reasonsOf, reasonsOfWith, reasonsOfWords }
}

/** What is explained already, once for whoever asked: `<index of the part> <name>`; values that many others rest on would be explained with each of them. */
type Told = Set<string>
