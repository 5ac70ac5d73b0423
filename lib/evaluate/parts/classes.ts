import type { Entry, Evidence, Field, Knowledge, Match, PartClass, Property, Rule } from '../../model/index.ts'
import { parseMatch } from '../../model/index.ts'
import { globMatches } from '../glob.ts'

/** Where a statement about a part stands, for proofs. */
export interface Origin {
  readonly entry: Entry<Rule>
  readonly class: string
  readonly inferred: boolean
  readonly evidence: readonly Evidence[]
}

/** A class with all that it has from those it is like. */
export interface CompiledClass {
  readonly data: PartClass
  readonly origin: Origin
  readonly properties: ReadonlyMap<string, { readonly data: Property; readonly origin: Origin }>
  readonly fields: ReadonlyMap<string, { readonly data: Field; readonly origin: Origin }>
  readonly refuses: readonly { readonly data: PartClass['refuses'][number]; readonly origin: Origin }[]
  /** The type of each property that has one. */
  readonly types: ReadonlyMap<string, string>
  /** The class and those it is like, all the way up; `-global` may name any of them. */
  readonly names: ReadonlySet<string>
  /** Properties whose default depends on the side or the class, so that sides may differ where neither gives it. */
  readonly varying: readonly string[]
  /** Properties that tell which part it is: those of its place, and those that its name in the stream is made of. */
  readonly telling: readonly string[]
}

/** The classes of parts that the knowledge's rules define. */
export interface PartClasses {
  /** Those that a driver may be of, the most exact first. */
  readonly of: (kind: string, driver: string) => readonly PartClass[]
  /** One of them with all that it has from those it is like. */
  readonly whole: (data: PartClass) => CompiledClass
  readonly kinds: ReadonlySet<string>
  readonly machineOptions: MachineOptions
}

/** Names of machines' options: those that some class of machines has, and with them those that are features. */
export interface MachineOptions {
  readonly ofClasses: ReadonlySet<string>
  readonly all: ReadonlySet<string>
}

/** Compiles the classes of all rules; done once per knowledge. A class that is like one that does not exist has nothing from it (lint tells). */
export function classesOf(knowledge: Knowledge): PartClasses {
  const known = compiled.get(knowledge)
  if (known) return known
  const classes = compile(knowledge.rules, knowledge.options)
  compiled.set(knowledge, classes)
  return classes
}

/** A match of a record, read once. */
export function matchOf(raw: unknown): Match {
  if (typeof raw !== 'object' || raw === null) {
    const known = plainMatches.get(raw)
    if (known) return known
    const match = parseMatch(raw)
    plainMatches.set(raw, match)
    return match
  }
  const known = objectMatches.get(raw)
  if (known) return known
  const match = parseMatch(raw)
  objectMatches.set(raw, match)
  return match
}

const compiled = new WeakMap<Knowledge, PartClasses>()
const plainMatches = new Map<unknown, Match>()
const objectMatches = new WeakMap<object, Match>()

function compile(rules: readonly Entry<Rule>[], options: readonly string[]): PartClasses {
  const named: Named = new Map(rules.flatMap((entry) => entry.data.parts.map((data) => [data.class, { entry, data }] as const)))
  const byKind = new Map<string, PartClass[]>()
  for (const { data } of named.values()) if (data.driver.length > 0) byKind.set(data.kind, [...(byKind.get(data.kind) ?? []), data])
  const resolved = new Map<string, CompiledClass>()
  const cache = new Map<string, readonly PartClass[]>()
  let machineOptions: MachineOptions | undefined
  return {
    kinds: new Set(byKind.keys()),
    get machineOptions() {
      machineOptions ??= optionsOf([...named.values()].filter(({ data }) => data.kind === 'machine').map(({ data }) => resolve(data.class, named, resolved)))
      return machineOptions
    },
    of: (kind, driver) => {
      const key = `${kind} ${driver}`
      const found = cache.get(key) ?? exactFirst(byKind.get(kind) ?? [], driver)
      if (cache.size < MOST_CACHED) cache.set(key, found)
      return found
    },
    whole: (data) => resolve(data.class, named, resolved),
  }

  function optionsOf(machines: readonly CompiledClass[]): MachineOptions {
    const ofClasses = new Set(machines.flatMap(({ properties }) => [...properties.keys()]))
    return { ofClasses, all: new Set([...ofClasses, ...options]) }
  }
}

type Named = ReadonlyMap<string, { readonly entry: Entry<Rule>; readonly data: PartClass }>

/** Drivers come from questions; what is kept of them is bounded. */
const MOST_CACHED = 10_000

/** @param above those that are being resolved: in a circle of classes none has anything from one that is */
function resolve(name: string, named: Named, resolved: Map<string, CompiledClass>, above: readonly string[] = []): CompiledClass {
  const known = resolved.get(name)
  if (known) return known
  const { entry, data } = named.get(name) as { entry: Entry<Rule>; data: PartClass }
  const parents = data.like
    .filter((parent) => named.has(parent) && !above.includes(parent) && parent !== name)
    .map((parent) => resolve(parent, named, resolved, [...above, name]))
  const evidence = data.evidence.length > 0 ? data.evidence : parents.flatMap((parent) => parent.origin.evidence)
  const origin: Origin = { entry, class: name, inferred: data.inferred, evidence }
  const properties = new Map(parents.flatMap((parent) => [...parent.properties]))
  const fields = new Map(parents.flatMap((parent) => [...parent.fields]))
  for (const [key, property] of Object.entries(data.properties)) properties.set(key, { data: property, origin: ownEvidence(origin, property.evidence) })
  for (const [key, field] of Object.entries(data.fields)) fields.set(key, { data: field, origin: ownEvidence(origin, field.evidence) })
  for (const [key, value] of Object.entries(data.defaults)) {
    const known = properties.get(key)
    if (known) properties.set(key, { ...known, data: { ...known.data, default: value } })
  }
  const inherited = Object.assign({}, ...parents.map((parent) => saidBy(parent.data))) as Partial<PartClass>
  const whole = { ...data, ...pickInherited(data, inherited) }
  const found: CompiledClass = {
    data: whole,
    origin,
    properties,
    fields,
    refuses: [
      ...parents.flatMap((parent) => parent.refuses),
      ...data.refuses.map((refusal) => ({ data: refusal, origin: ownEvidence(origin, refusal.evidence) })),
    ],
    types: new Map([...parents.flatMap((parent) => [...parent.types]), ...typesIn(data)]),
    names: new Set([name, ...parents.flatMap((parent) => [...parent.names])]),
    varying: varyingOf(properties),
    telling: [...namesIn(whole.section ?? ''), ...(whole.place ?? [])],
  }
  // In a circle it hangs on where one began.
  if (![...found.names].some((one) => named.get(one)?.data.like.some((parent) => above.includes(parent)))) resolved.set(name, found)
  return found
}

function typesIn({ takes = {} }: PartClass): [name: string, type: string][] {
  return Object.entries(takes).flatMap(([type, names]) => names.split(/\s+/).map((name): [string, string] => [name, type]))
}

/** What the `{name}`s in a template name. */
function namesIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string)
}

function varyingOf(properties: CompiledClass['properties']): string[] {
  return [...properties].filter(([, { data }]) => Array.isArray(data.default) || data.default?.includes('{')).map(([key]) => key)
}

const INHERITED = ['place', 'bus', 'section', 'lost', 'gained', 'driver_differs', 'words', 'closed', 'known', 'dashes'] as const

function pickInherited(own: PartClass, inherited: Partial<PartClass>): Partial<PartClass> {
  const taken = INHERITED.filter((key) => own[key] === undefined && inherited[key] !== undefined).map((key) => [key, inherited[key]] as const)
  return { ...Object.fromEntries(taken), provides: own.provides.length > 0 ? own.provides : (inherited.provides ?? []) }
}

function saidBy(data: PartClass): Partial<PartClass> {
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => value !== undefined && (key !== 'provides' || data.provides.length > 0)))
}

function ownEvidence(origin: Origin, evidence: readonly Evidence[] | undefined): Origin {
  return evidence ? { ...origin, evidence } : origin
}

function exactFirst(classes: readonly PartClass[], driver: string): PartClass[] {
  const rank = (one: PartClass): number => {
    const patterns = one.driver.filter((pattern) => globMatches(pattern, driver))
    return patterns.includes(driver) ? Number.POSITIVE_INFINITY : Math.max(-1, ...patterns.map((pattern) => pattern.replaceAll('*', '').length))
  }
  return classes
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => b.at - a.at)
    .map(({ one }) => one)
}
