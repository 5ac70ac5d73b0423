import { type Case, type Device, FACT_KEYS, type Knowledge, type Proof, factKey } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import { matchText } from '../match.ts'
import type { SideFacts } from '../side-facts.ts'
import { type MissingFact, missingOnce } from '../truth.ts'
import { type CompiledClass, classesOf, matchOf } from './classes.ts'
import { Hangs } from './hangs.ts'
import { placeParts } from './places.ts'
import { plainValue } from './plain.ts'
import { wordsOf } from './words.ts'

/** A part of the VM on one side, with the class that speaks of it and the key by which the other side's is found. */
export interface SidePart {
  readonly kind: string
  readonly driver: string
  /** What was given, in plain form, with what `-global` adds. */
  readonly given: ReadonlyMap<string, string>
  readonly class: CompiledClass | undefined
  /** As the question gave it; none for the machine and the CPU, which are facts. */
  readonly device: Device | undefined
  readonly side: SideFacts
  readonly proof: Proof
  /** Set by `placeParts`, as is the part that brings the bus which this one is on. */
  key: string
  below?: SidePart | undefined
  /** Bus and address, as `placeParts` has them; whether the machine or an earlier part has that address, or none is left; the part at function 0 of its slot. */
  place?: string
  taken?: 'yes' | 'full'
  head?: SidePart | undefined
  /** Whether the machine or a part before it has a bus of a type, and of a name; set by `placeParts`. */
  hasBus: (type: string, name?: string) => boolean
  /** Whether another part refers to it, so that it is compared there. */
  referred: boolean
}

/** The parts of a side and how their values are found. */
export interface SideParts {
  readonly parts: readonly SidePart[]
  /**
   * A property or field of a part, in plain form: what was given, else what the class says; undefined where that is not known. Of parts with words
   * `word.<word>` is `on` or `off`, and `unavailable` lists those that were asked for and cannot be given.
   */
  readonly valueOf: (part: SidePart, name: string) => string | undefined
  /** The same, with what is missing where it is not known. */
  readonly tell: (part: SidePart, name: string) => Told
  /** A backend by its name; of several the last. */
  readonly named: (id: string | undefined) => SidePart | undefined
  /** What the first case that holds for a part says. */
  readonly firstCase: (part: SidePart, cases: readonly Case[]) => Told
  /** Whether a part is as `with` says. */
  readonly fits: (part: SidePart, one: Pick<Case, 'with'>) => boolean | Unknown
  /** What a value rests on beside the part itself, also where it is not known. */
  readonly reasonsOf: (part: SidePart, name: string, explained: Scope) => readonly Proof[]
  /** What it rests on that a part is, or is not, as `with` says. */
  readonly reasonsOfWith: (part: SidePart, one: Pick<Case, 'with'>, explained: Scope) => readonly Proof[]
  /** What the words of a part rest on. */
  readonly reasonsOfWords: (part: SidePart, explained: Scope) => readonly Proof[]
  /** What it rests on which classes the parts are of, and where they are. */
  readonly placeReasons: (explained: Scope) => readonly Proof[]
  /** Names of the classes that the parts are of, and of those that these are like. */
  readonly classes: ReadonlySet<string>
}

/** What keeps something from being known, and what it hangs on: where that is alike on two sides, so is what is not known. */
export interface Unknown {
  readonly missing: readonly MissingFact[]
  readonly hangs: string
}

/** A value; where it is undefined and facts are missing it is not known, else it is not set. */
export interface Told extends Unknown {
  readonly value: string | undefined
}

const UNTOLD: Told = { value: undefined, missing: [], hangs: '' }

/** How the values of a side's parts are found. */
export type Values = Omit<SideParts, 'parts' | 'placeReasons' | 'classes'>

/** All parts of a side: the machine, the CPU model, and what the definition lists. */
export function sideParts(knowledge: Knowledge, side: SideFacts, scope: Scope): SideParts {
  const classes = classesOf(knowledge)
  const here: Scope = { ...scope, side }
  const asked: (readonly [kind: string, driver: string, found: CompiledClass | undefined])[] = []
  const make = (kind: string, driver: string, given: ReadonlyMap<string, string>, device: Device | undefined, proof: Proof): SidePart => {
    const found = classes.of(kind, driver).find(({ data }) => !data.if || truthOf(data.if, here) !== 'no')
    asked.push([kind, driver, found])
    return { kind, driver, given, class: found, device, side, proof, key: '', hasBus: () => true, referred: false }
  }
  const globals = side.devices.filter(({ kind }) => kind === 'global')
  const used = new Set<Device>()
  const listed = side.devices
    .filter(({ kind }) => kind !== 'global')
    .map((device) => {
      const bare = make(device.kind, device.driver, plain(device), device, shown(side, device))
      const meant = globals.filter(({ driver }) => driver === device.driver || bare.class?.names.has(driver))
      if (meant.length === 0) return bare
      for (const one of meant) used.add(one)
      const proof: Proof = { kind: 'step', text: `${device.driver} with what -global sets`, because: [bare.proof, ...meant.map((one) => shown(side, one))] }
      return { ...bare, proof, given: new Map([...meant.flatMap((one) => [...plain(one)]), ...bare.given]) }
    })
  const rest = byDriver(globals.filter((one) => !used.has(one))).map((device) => make('global', device.driver, plain(device), device, shown(side, device)))
  const parts = [...machineOf(side, classes.machineOptions, make), ...cpuOf(side, classes.kinds, make), ...listed, ...rest]
  /** Conditions of classes that were asked for, down to the one that was found, and of buses. */
  const busReasons = (explained: Scope): readonly Proof[] => {
    // Parts of one driver are of one class for the same reasons.
    const ofDrivers = new Map(asked.map((one) => [`${one[0]} ${one[1]}`, one])).values()
    const ofClasses = [...ofDrivers].flatMap(([kind, driver, found]) => {
      const all = classes.of(kind, driver)
      return all.slice(0, found ? all.indexOf(found) + 1 : all.length).flatMap(({ data }) => (data.if ? judge(data.if, explained).because : []))
    })
    const ofBuses = knowledge.rules.flatMap(({ data }) => data.buses).flatMap((bus) => (bus.if ? judge(bus.if, explained).because : []))
    return eachOnce([...ofClasses, ...ofBuses])
  }
  const values = valuesOf(parts, here, busReasons)
  placeParts(knowledge, parts, values, here)
  /** The same, and what names and addresses were made of. */
  const placeReasons = (explained: Scope): readonly Proof[] => {
    const ofPlaces = parts.flatMap((part) =>
      (part.class?.telling ?? []).filter((name) => !part.given.has(name)).flatMap((name) => values.reasonsOf(part, name, explained)),
    )
    return eachOnce([...busReasons(explained), ...ofPlaces])
  }
  let known: readonly Proof[] | undefined
  return {
    parts,
    ...values,
    placeReasons(explained) {
      known ??= placeReasons(explained)
      return known
    },
    get classes() {
      return new Set(asked.flatMap(([, , found]) => [...(found?.names ?? [])]))
    },
  }
}

/** What is missing is made anew each time that it is asked for; the rest is the same object. */
function eachOnce(proofs: readonly Proof[]): readonly Proof[] {
  return [...new Map(proofs.map((proof) => [proof.kind === 'missing' ? `${proof.fact} ${proof.why}` : proof, proof])).values()]
}

/** What several `-global` say of one driver, together. */
function byDriver(globals: readonly Device[]): Device[] {
  const together = new Map<string, Device>()
  for (const one of globals) together.set(one.driver, { ...one, properties: { ...together.get(one.driver)?.properties, ...one.properties } })
  return [...together.values()]
}

type Make = (kind: string, driver: string, given: ReadonlyMap<string, string>, device: Device | undefined, proof: Proof) => SidePart

function machineOf(side: SideFacts, options: ReadonlySet<string>, make: Make): SidePart[] {
  const known = side.facts.get('machine')
  if (!known) return []
  const bare = make('machine', known.value, new Map(), undefined, known.proof)
  if (!bare.class) return []
  // Options of other machines are looked at too: this one does not have them. What every machine has is not theirs.
  const places = optionPlaces(bare.class, options)
  const given = [...side.facts.keys()].filter((key) => places.has(key)).sort((a, b) => (places.get(a) as number) - (places.get(b) as number))
  return [{ ...bare, given: new Map(given.map((key) => [key, plainValue(side.facts.get(key)?.value as string)])) }]
}

/** The place of each option of a class of machines, its own first, in what is given for one. */
function optionPlaces(of: CompiledClass, options: ReadonlySet<string>): ReadonlyMap<string, number> {
  const known = places.get(of)
  if (known) return known
  const names = new Set([...of.properties.keys(), ...[...options].filter((name) => !FIXED.has(name))])
  const made = new Map([...names].map((name, index) => [name, index]))
  places.set(of, made)
  return made
}

const places = new WeakMap<CompiledClass, ReadonlyMap<string, number>>()

const FIXED: ReadonlySet<string> = new Set(FACT_KEYS.map(({ key }) => key))

/** The CPU model and its properties: `model,+feature,-feature,property=value`; without one, the driver is `(default)`. */
function cpuOf(side: SideFacts, kinds: ReadonlySet<string>, make: Make): SidePart[] {
  if (!kinds.has('cpu')) return []
  const known = side.facts.get('vcpu')
  const [model = '(default)', ...rest] = known?.value.split(',') ?? []
  const proof: Proof = known?.proof ?? { kind: 'assumed', text: `the CPU model is the default on the ${side.name}`, fact: `${side.name}.vcpu` }
  const part = make('cpu', model, new Map(), undefined, proof)
  const name = (spelt: string): string => (part.class?.data.dashes ? spelt.replaceAll('_', '-') : spelt)
  /** Another spelling of a word may be one of a property. */
  const unaliased = (spelt: string): string => {
    const meant = part.class?.data.words?.aliases[spelt]
    return meant !== undefined && part.class?.properties.has(meant) ? meant : spelt
  }
  const given = rest.filter(Boolean).map((one): [string, string] => {
    if (one.startsWith('+')) return [unaliased(one.slice(1)), 'on']
    if (one.startsWith('-')) return [unaliased(one.slice(1)), 'off']
    const at = one.indexOf('=')
    return at < 0 ? [name(one), 'on'] : [name(one.slice(0, at)), plainValue(one.slice(at + 1))]
  })
  return part.class || known ? [{ ...part, given: new Map(given) }] : []
}

function valuesOf(parts: readonly SidePart[], scope: Scope, busReasons: (explained: Scope) => readonly Proof[]): Values {
  const byId = new Map<string, SidePart>()
  for (const part of parts) {
    if (part.kind === 'device') continue
    // A drive may have both.
    for (const id of [part.device?.properties.id, part.device?.properties['node-name']]) if (id !== undefined) byId.set(id, part)
  }
  const told = new Map<SidePart, Map<string, Told>>()
  const valueOf = (part: SidePart, name: string): string | undefined => part.given.get(name) ?? tell(part, name).value
  const tell = (part: SidePart, name: string): Told => {
    const own = part.given.get(name)
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
    if (name === 'driver') return toldOf(part.driver)
    if (name === 'unavailable' || name.startsWith('word.')) {
      const words = wordsOf(part, { firstCase }, scope)
      if ('hangs' in words) return { ...words, value: undefined }
      return toldOf(name === 'unavailable' ? words.beyond.join(' ') : words.within.has(name.slice('word.'.length)) ? 'on' : 'off')
    }
    if (name === 'referred') return toldOf(part.referred ? 'yes' : 'no')
    if (name.startsWith(HAS)) return toldOf(part.hasBus(name.slice(HAS.length)) ? 'yes' : 'no')
    if (name.startsWith(COUNT)) return toldOf(String(countOf(parts, part, name.slice(COUNT.length))))
    if (name.startsWith(SAME)) return toldOf(String(countAlike(part, name.slice(SAME.length).split('+'))))
    const ofPlace = PLACE.get(name)
    if (ofPlace) return ofPlace(part)
    if (name.startsWith(SLOT)) return part.head ? tell(part.head, name.slice(SLOT.length)) : UNTOLD
    if (name.startsWith('bus.')) {
      const bridge = busOf(part)
      return bridge ? tell(bridge, name.slice('bus.'.length)) : UNTOLD
    }
    const dot = name.indexOf('.')
    if (refers(part, name)) {
      const other = byId.get(part.given.get(name.slice(0, dot)) ?? '')
      return other ? tell(other, name.slice(dot + 1)) : UNTOLD
    }
    const told = defaultOf(part, name)
    return told.value === undefined ? told : toldOf(plainValue(told.value))
  }
  const refers = (part: SidePart, name: string): boolean => {
    const dot = name.indexOf('.')
    return dot > 0 && part.class?.properties.get(name.slice(0, dot))?.data.refers !== undefined
  }
  /** The part that brings the bus which a part names: one before it, as QEMU makes devices in order. */
  const busOf = (part: SidePart): SidePart | undefined => {
    const bus = part.given.get('bus')
    if (bus === undefined) return undefined
    const found = parts.find(
      (one) => one === part || (one.kind === 'device' && one.class?.data.provides.some(({ suffix }) => `${one.given.get('id')}${suffix}` === bus)),
    )
    return found === part ? undefined : found
  }
  /** How many parts have the same values of some properties, down to the part itself; 0 where it has none. */
  const countAlike = (part: SidePart, names: readonly string[]): number => {
    const values = names.map((name) => tell(part, name).value)
    if (values.includes(undefined)) return 0
    const before = parts.slice(0, parts.indexOf(part) + 1).filter((one) => one.kind === part.kind)
    return before.filter((one) => names.every((name, index) => one.class?.properties.has(name) && tell(one, name).value === values[index])).length
  }
  const saidOf = (part: SidePart, name: string): string | readonly Case[] | undefined =>
    part.class?.fields.get(name)?.data.cases ?? part.class?.properties.get(name)?.data.default
  const defaultOf = (part: SidePart, name: string): Told => {
    const said = saidOf(part, name)
    return said === undefined ? UNTOLD : typeof said === 'string' ? fill(part, said) : firstCase(part, said)
  }
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
      const one = name.startsWith('fact:') ? factOf(part, name.slice('fact:'.length)) : tell(part, name)
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
  for (const part of parts) {
    for (const [name, { data }] of part.class?.properties ?? []) {
      const other = data.refers ? byId.get(part.given.get(name) ?? '') : undefined
      if (other) other.referred = true
    }
  }
  type Above = ReadonlySet<string>
  const reasonsOf = (part: SidePart, name: string, explained: Scope, above: Above = NOTHING_ABOVE): readonly Proof[] => {
    const here = `${parts.indexOf(part)} ${name}`
    if (above.has(here)) return []
    const next: Above = new Set([...above, here])
    if (part.given.has(name)) return [(part.kind === 'machine' && part.side.facts.get(name)?.proof) || part.proof]
    if (name === 'referred') return [part.side.deviceProof]
    if (name.startsWith(SAME)) {
      const names = name.slice(SAME.length).split('+')
      const before = parts.slice(0, parts.indexOf(part) + 1).filter((one) => one.kind === part.kind)
      return [
        part.side.deviceProof,
        ...busReasons(explained),
        ...before.flatMap((one) => names.filter((each) => one.class?.properties.has(each)).flatMap((each) => reasonsOf(one, each, explained, next))),
      ]
    }
    if (name.startsWith(SLOT))
      return [part.side.deviceProof, ...busReasons(explained), ...(part.head ? reasonsOf(part.head, name.slice(SLOT.length), explained, next) : [])]
    if (PLACE.has(name) || name.startsWith(HAS) || name.startsWith(COUNT)) return [part.side.deviceProof, ...busReasons(explained)]
    if (name === 'unavailable' || name.startsWith('word.')) return reasonsOfWords(part, explained, next)
    if (name.startsWith('bus.')) {
      const bridge = busOf(part)
      return [part.side.deviceProof, ...(bridge ? reasonsOf(bridge, name.slice('bus.'.length), explained, next) : [])]
    }
    const dot = name.indexOf('.')
    if (refers(part, name)) {
      const other = byId.get(part.given.get(name.slice(0, dot)) ?? '')
      return [part.side.deviceProof, ...(other ? reasonsOf(other, name.slice(dot + 1), explained, next) : [])]
    }
    const said = saidOf(part, name)
    return said === undefined
      ? [part.proof]
      : typeof said === 'string'
        ? reasonsOfText(part, said, explained, next)
        : reasonsOfCases(part, said, explained, next)
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
      if (!name.startsWith('fact:')) return reasonsOf(part, name, explained, above)
      const proof = part.side.facts.get(name.slice('fact:'.length))?.proof
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
  const named = (id: string | undefined): SidePart | undefined => (id === undefined ? undefined : byId.get(id))
  return { valueOf, named, tell, firstCase, fits, reasonsOf, reasonsOfWith, reasonsOfWords }
}

const NOTHING_ABOVE: ReadonlySet<string> = new Set()
/** Before the type of a bus: whether there is one for the part. */
const HAS = 'has.'
/** Before the name of a class: how many parts there are of it, or of one that is like it, down to the part itself. */
const COUNT = 'count.'
/** Before names of properties, with `+` between them: how many parts of the kind have the same values, down to the part itself. */
const SAME = 'same.'
/** Before the name of a property of the part at function 0 of the same slot, where both addresses were given. */
const SLOT = 'slot.'
/** Bus and address; whether another has this address, where both were given, or the bus is full; whether the bus is there that the part names. */
const PLACE: ReadonlyMap<string, (part: SidePart) => Told> = new Map([
  ['place', ({ place }) => (place === undefined ? UNTOLD : toldOf(place))],
  ['place.taken', ({ taken }) => toldOf(taken ?? 'no')],
  [
    'place.bus',
    ({ given, class: of, hasBus }) => {
      const [bus, type] = [given.get('bus'), of?.data.bus]
      return bus === undefined || type === undefined ? UNTOLD : toldOf(hasBus(type, bus) ? 'yes' : 'no')
    },
  ],
])
const TEMPLATE = /\{([^{}]+)\}/g

function countOf(parts: readonly SidePart[], last: SidePart, name: string): number {
  return parts.slice(0, parts.indexOf(last) + 1).filter((one) => one.class?.names.has(name)).length
}

function toldOf(value: string): Told {
  return { value, missing: [], hangs: '' }
}

function plain(device: Device): Map<string, string> {
  return new Map(Object.entries(device.properties).map(([name, value]) => [name, plainValue(value)]))
}

/** A part as QEMU's option has it. */
export function partText({ driver, properties }: Device): string {
  return [driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(',')
}

function shown(side: SideFacts, device: Device): Proof {
  return { kind: 'fact', fact: `${side.name}.${device.kind}`, value: partText(device), origin: 'given' }
}
