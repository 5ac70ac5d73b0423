import { type Case, type Device, FACT_KEYS, type Knowledge, type Proof } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import { matchText } from '../match.ts'
import type { SideFacts } from '../sides.ts'
import type { MissingFact } from '../truth.ts'
import { type CompiledClass, classesOf, matchOf } from './classes.ts'
import { placeParts } from './places.ts'
import { plainValue } from './plain.ts'
import { unavailableWords, wordsOf } from './words.ts'

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
  /** The facts that would tell it, where it is not known. */
  readonly missingOf: (part: SidePart, name: string) => readonly MissingFact[]
  /** The first case that holds for a part. */
  readonly caseOf: (part: SidePart, cases: readonly Case[]) => string | undefined
}

/** What a class says of a part, with the facts that are missing where it cannot be told. */
interface Told {
  readonly value: string | undefined
  readonly missing: readonly MissingFact[]
}

const UNTOLD: Told = { value: undefined, missing: [] }

/** All parts of a side: the machine, the CPU model, and what the definition lists. */
export function sideParts(knowledge: Knowledge, side: SideFacts, scope: Scope): SideParts {
  const classes = classesOf(knowledge)
  const here: Scope = { ...scope, side }
  const make = (kind: string, driver: string, given: ReadonlyMap<string, string>, device: Device | undefined, proof: Proof): SidePart => {
    const found = classes.of(kind, driver).find(({ data }) => !data.if || truthOf(data.if, here) !== 'no')
    return { kind, driver, given, class: found, device, side, proof, key: '', referred: false }
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
      return { ...bare, given: new Map([...meant.flatMap((one) => [...plain(one)]), ...bare.given]) }
    })
  const rest = byDriver(globals.filter((one) => !used.has(one))).map((device) => make('global', device.driver, plain(device), device, shown(side, device)))
  const parts = [...machineOf(side, classes.machineOptions, make), ...cpuOf(side, classes.kinds, make), ...listed, ...rest]
  const values = valuesOf(parts, here)
  placeParts(knowledge, parts, values, here)
  return { parts, ...values }
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
  const names = new Set([...bare.class.properties.keys(), ...[...options].filter((name) => !FIXED.has(name))])
  const given = [...names].flatMap((key) => {
    const fact = side.facts.get(key)
    return fact ? [[key, plainValue(fact.value)] as const] : []
  })
  return [{ ...bare, given: new Map(given) }]
}

const FIXED: ReadonlySet<string> = new Set(FACT_KEYS.map(({ key }) => key))

/** The CPU model and its properties: `model,+feature,-feature,property=value`; without one, the driver is `(default)`. */
function cpuOf(side: SideFacts, kinds: ReadonlySet<string>, make: Make): SidePart[] {
  if (!kinds.has('cpu')) return []
  const known = side.facts.get('vcpu')
  const [model = '(default)', ...rest] = known?.value.split(',') ?? []
  const given = rest.filter(Boolean).map((part): [string, string] => {
    if (part.startsWith('+')) return [part.slice(1), 'on']
    if (part.startsWith('-')) return [part.slice(1), 'off']
    const at = part.indexOf('=')
    return at < 0 ? [part, 'on'] : [part.slice(0, at), plainValue(part.slice(at + 1))]
  })
  const proof: Proof = known?.proof ?? { kind: 'assumed', text: `the CPU model is the default on the ${side.name}`, fact: `${side.name}.vcpu` }
  const part = make('cpu', model, new Map(given), undefined, proof)
  return part.class || known ? [part] : []
}

function valuesOf(parts: readonly SidePart[], scope: Scope): Omit<SideParts, 'parts'> {
  const byId = new Map<string, SidePart>()
  for (const part of parts) {
    const id = part.device?.properties.id ?? part.device?.properties['node-name']
    if (id !== undefined && part.kind !== 'device') byId.set(id, part)
  }
  const told = new Map<SidePart, Map<string, Told>>()
  const valueOf = (part: SidePart, name: string): string | undefined => part.given.get(name) ?? lookUp(part, name).value
  const lookUp = (part: SidePart, name: string): Told => {
    const own = part.given.get(name)
    if (own !== undefined) return { value: own, missing: [] }
    const known = told.get(part) ?? (told.set(part, new Map()).get(part) as Map<string, Told>)
    const before = known.get(name)
    if (before) return before
    // What is asked for while it is looked up is not known.
    known.set(name, UNTOLD)
    const found = tell(part, name)
    known.set(name, found)
    return found
  }
  const tell = (part: SidePart, name: string): Told => {
    if (name === 'driver') return { value: part.driver, missing: [] }
    if (name === 'unavailable') return { value: unavailableWords(part, { caseOf }, scope)?.join(' '), missing: [] }
    if (name.startsWith('word.')) {
      const words = wordsOf(part, { caseOf }, scope)
      return { value: words && (words.has(name.slice('word.'.length)) ? 'on' : 'off'), missing: [] }
    }
    if (name === 'referred') return { value: part.referred ? 'yes' : 'no', missing: [] }
    if (name.startsWith('bus.')) {
      const bridge = busOf(part)
      return bridge ? lookUp(bridge, name.slice('bus.'.length)) : UNTOLD
    }
    const dot = name.indexOf('.')
    if (dot > 0 && part.class?.properties.get(name.slice(0, dot))?.data.refers) {
      const other = byId.get(part.given.get(name.slice(0, dot)) ?? '')
      return other ? lookUp(other, name.slice(dot + 1)) : UNTOLD
    }
    const { value, missing } = defaultOf(part, name)
    return value === undefined ? { value, missing } : { value: plainValue(value), missing: [] }
  }
  /** The part that brings the bus which a part names. */
  const busOf = (part: SidePart): SidePart | undefined => {
    const bus = part.given.get('bus')
    return bus === undefined
      ? undefined
      : parts.find((one) => one.kind === 'device' && one.class?.data.provides.some(({ suffix }) => `${one.given.get('id')}${suffix}` === bus))
  }
  const defaultOf = (part: SidePart, name: string): Told => {
    const cases = part.class?.fields.get(name)?.data.cases ?? part.class?.properties.get(name)?.data.default
    if (cases === undefined) return UNTOLD
    return typeof cases === 'string' ? { value: fill(part, cases), missing: [] } : firstCase(part, cases)
  }
  const firstCase = (part: SidePart, cases: readonly Case[]): Told => {
    for (const one of cases) {
      const fits = fitsWith(part, one)
      if (fits === false) continue
      if (fits !== true) return { value: undefined, missing: fits }
      const truth = one.if ? truthOf(one.if, scope) : 'yes'
      if (truth === 'yes') return { value: fill(part, one.value), missing: [] }
      if (truth === 'unknown') return { value: undefined, missing: judge(one.if as NonNullable<Case['if']>, scope).missing }
    }
    return UNTOLD
  }
  /** Whether the part is as `with` says, or the facts that would tell. */
  const fitsWith = (part: SidePart, one: Pick<Case, 'with'>): boolean | readonly MissingFact[] => {
    for (const name in one.with) {
      const match = matchOf(one.with[name])
      if (match.kind === 'given' && !name.includes('.')) {
        // About the definition: a default is not given.
        if (match.given !== part.given.has(name)) return false
        continue
      }
      const { value, missing } = lookUp(part, name)
      if (value === undefined && missing.length > 0) return missing
      if (match.kind === 'given') {
        if (match.given !== (value !== undefined)) return false
      } else if (value === undefined || matchText(match, value, `part.${name}`, scope.knowledge) !== true) return false
    }
    return true
  }
  const caseOf: SideParts['caseOf'] = (part, cases) => firstCase(part, cases).value
  const fill = (part: SidePart, template: string): string =>
    template.includes('{')
      ? template.replace(/\{([^{}]+)\}/g, (_, name: string) =>
          name.startsWith('fact:') ? (part.side.facts.get(name.slice('fact:'.length))?.value ?? '') : (valueOf(part, name) ?? ''),
        )
      : template
  for (const part of parts) {
    for (const [name, { data }] of part.class?.properties ?? []) {
      const other = data.refers ? byId.get(part.given.get(name) ?? '') : undefined
      if (other) other.referred = true
    }
  }
  return { valueOf, missingOf: (part, name) => lookUp(part, name).missing, caseOf }
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
