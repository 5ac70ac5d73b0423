import type { Case } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import { matchText } from '../match.ts'
import { factKey } from '../../model/index.ts'
import { type MissingFact, missingOnce } from '../truth.ts'
import { matchOf } from './classes.ts'
import { countedOf } from './counted.ts'
import { Hangs } from './hangs.ts'
import { plainValue } from './plain.ts'
import { type SidePart, type Told, type Unknown, UNTOLD, type Values, toldOf } from './side-part.ts'
import { sourcesOf } from './sources.ts'
import { wordsOf } from './words.ts'

/** How the values of a side's parts are found; each is looked up once. */
export function valuesOver(parts: readonly SidePart[], scope: Scope): Values {
  const byId = backendsOf(parts)
  const named = (id: string | undefined): SidePart | undefined => (id === undefined ? undefined : byId.get(id))
  const sourceOf = sourcesOf(parts, named)
  const told = new Map<SidePart, Map<string, Told>>()
  const valueOf = (part: SidePart, name: string): string | undefined => tell(part, name).value
  const tell = (part: SidePart, name: string): Told => {
    // A drive has a property of that name as well, the format of what is behind it; records ask of the interface.
    const own = name === 'driver' ? part.driver : part.given.get(name)
    if (own !== undefined) return toldOf(own)
    const known = told.get(part) ?? (told.set(part, new Map()).get(part) as Map<string, Told>)
    const before = known.get(name)
    if (before) return before
    // What is asked for while it is looked up is not known.
    known.set(name, UNTOLD)
    const found = lookUp(part, name)
    known.set(name, found)
    return found
  }
  const lookUp = (part: SidePart, name: string): Told => {
    const source = sourceOf(part, name)
    switch (source.kind) {
      case 'words': {
        const words = wordsOf(part, { firstCase }, scope)
        if ('hangs' in words) return { ...words, value: undefined }
        return toldOf(name === 'unavailable' ? words.beyond.join(' ') : words.within.has(name.slice('word.'.length)) ? 'on' : 'off')
      }
      case 'referred':
        return toldOf(part.referred ? 'yes' : 'no')
      case 'place': {
        const text = source.of(part)
        return text === undefined ? UNTOLD : toldOf(text)
      }
      case 'has':
        return toldOf(part.hasBus(source.bus) ? 'yes' : 'no')
      case 'count':
        return toldOf(String(counted.ofClass(part, source.class)))
      case 'same':
        return toldOf(String(counted.alike(part, source.names)))
      case 'slot':
      case 'bus':
      case 'refers':
        return source.part ? tell(source.part, source.name) : UNTOLD
      case 'none':
        return UNTOLD
      case 'text':
        return spelt(fill(part, source.text))
      case 'cases':
        return spelt(firstCase(part, source.cases))
    }
  }
  const counted = countedOf(parts, (part, name) => tell(part, name).value)
  const firstCase = (part: SidePart, cases: readonly Case[]): Told => {
    let open: { missing: MissingFact[]; hangs: Hangs } | undefined
    for (let index = 0; index < cases.length; index++) {
      const one = cases[index] as Case
      const withs = fits(part, one)
      if (withs === false) continue
      const truth = one.if ? truthOf(one.if, scope) : 'yes'
      if (truth === 'no') continue
      const holds = withs === true && truth === 'yes'
      const value = fill(part, one.value)
      if (holds && !open) return value
      open ??= { missing: [], hangs: new Hangs() }
      const unsure = truth === 'unknown' ? lookedAt(one.if as NonNullable<Case['if']>) : undefined
      open.missing.push(...(withs === true ? [] : withs.missing), ...(unsure?.missing ?? []), ...value.missing)
      open.hangs.add(index, withs === true ? '' : withs.hangs, unsure?.hangs ?? '', value.value === undefined ? '?' : '=', value.value ?? value.hangs)
      if (holds) break
    }
    return open ? { value: undefined, missing: missingOnce(open.missing), hangs: open.hangs.text() } : UNTOLD
  }
  const lookedAt = (condition: NonNullable<Case['if']>): Unknown => {
    const inputs = new Map<string, string>()
    const { missing } = judge(condition, { ...scope, inputs })
    return { missing, hangs: JSON.stringify([...inputs]) }
  }
  const fits = (part: SidePart, one: Pick<Case, 'with'>): boolean | Unknown => {
    let open: { missing: MissingFact[]; hangs: string } | undefined
    for (const name in one.with) {
      const match = matchOf(one.with[name])
      if (match.kind === 'given' && !name.includes('.')) {
        // About the definition: a default is not given.
        if (match.given !== part.given.has(name)) return false
        continue
      }
      const { value, missing, hangs } = tell(part, name)
      if (value === undefined && missing.length > 0) {
        open ??= { missing: [], hangs: '' }
        open.missing.push(...missing)
        open.hangs += `${name} ${hangs} `
      } else if (match.kind === 'given') {
        if (match.given !== (value !== undefined)) return false
      } else if (value === undefined || matchText(match, value, `part.${name}`, scope.knowledge) !== true) return false
    }
    return open ? { ...open, missing: missingOnce(open.missing) } : true
  }
  /** A text with what its names stand for; not known where one of them is not, and what is not set is left out. */
  const fill = (part: SidePart, template: string): Told => {
    if (!template.includes('{')) return toldOf(template)
    const missing: MissingFact[] = []
    let hangs = ''
    const value = template.replace(TEMPLATE, (_, name: string) => {
      const one = name.startsWith(FACT) ? factOf(part, name.slice(FACT.length)) : tell(part, name)
      missing.push(...one.missing)
      hangs += one.value ?? `{${one.hangs}}`
      return one.value ?? ''
    })
    return missing.length > 0 ? { value: undefined, missing: missingOnce(missing), hangs } : toldOf(value)
  }
  const factOf = ({ side }: SidePart, name: string): Told => {
    const known = side.facts.get(name)
    return known ? toldOf(known.value) : factKey(name).absent === 'default' ? UNTOLD : { value: undefined, ...lookedAt({ [name]: '' }) }
  }
  return { valueOf, named, tell, firstCase, fits, sourceOf }
}

/** Names of values in a text of a record. */
export const TEMPLATE = /\{([^{}]+)\}/g
/** Before the key of a fact there. */
export const FACT = 'fact:'

/** Parts that others refer to, by their names, and each of them marked that is. A drive may have two names. */
function backendsOf(parts: readonly SidePart[]): ReadonlyMap<string, SidePart> {
  const byId = new Map<string, SidePart>()
  for (const part of parts) {
    if (part.kind === 'device') continue
    for (const id of [part.device?.properties.id, part.device?.properties['node-name']]) if (id !== undefined) byId.set(id, part)
  }
  for (const part of parts) {
    for (const [name, { data }] of part.class?.properties ?? []) {
      const other = data.refers ? byId.get(part.given.get(name) ?? '') : undefined
      if (other) other.referred = true
    }
  }
  return byId
}

/** A default in the one spelling that values have. */
function spelt(told: Told): Told {
  return told.value === undefined ? told : toldOf(plainValue(told.value))
}
