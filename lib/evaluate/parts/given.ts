import { type Device, FACT_KEYS, type Proof } from '../../model/index.ts'
import type { SideFacts } from '../side-facts.ts'
import type { CompiledClass, PartClasses } from './classes.ts'
import { plainValue } from './plain.ts'
import type { SidePart } from './side-part.ts'

/** What several `-global` say of one driver, together. */
export function byDriver(globals: readonly Device[]): Device[] {
  const together = new Map<string, Device>()
  for (const one of globals) together.set(one.driver, { ...one, properties: { ...together.get(one.driver)?.properties, ...one.properties } })
  return [...together.values()]
}

/** Makes a part, of the class that its kind and driver have here. */
export type Make = (kind: string, driver: string, given: ReadonlyMap<string, string>, device: Device | undefined, proof: Proof) => SidePart

/** The machine, with what was said of its options; none where no record speaks of it. */
export function machineOf(side: SideFacts, classes: PartClasses, make: Make): SidePart[] {
  const known = side.facts.get('machine')
  if (!known) return []
  const bare = make('machine', known.value, new Map(), undefined, known.proof)
  if (!bare.class) return []
  // Options of other machines are looked at too: this one does not have them. What every machine has is not theirs. Those that are features are looked
  // at by themselves, but where all that the machine has is recorded.
  const places = optionPlaces(bare.class, bare.class.data.closed ? classes.machineOptions.all : classes.machineOptions.ofClasses)
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
export function cpuOf(side: SideFacts, kinds: ReadonlySet<string>, make: Make): SidePart[] {
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

/** What a part was given, in plain form. */
export function plain(device: Device): Map<string, string> {
  return new Map(Object.entries(device.properties).map(([name, value]) => [name, plainValue(value)]))
}

/** A part as QEMU's option has it. */
export function partText({ driver, properties }: Device): string {
  return [driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(',')
}

/** That the definition lists a part. */
export function shown(side: SideFacts, device: Device): Proof {
  return { kind: 'fact', fact: `${side.name}.${device.kind}`, value: partText(device), origin: 'given' }
}
