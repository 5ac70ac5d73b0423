import { type Device, type Knowledge, type Profile, type Proof, type Side, factKey, placeOf } from '../model/index.ts'
import { judge, type Scope } from './condition.ts'
import { Recent } from './recent.ts'
import { planOf } from './plan.ts'

/** A fact that holds on a side, and how it is known. */
export interface Known {
  readonly value: string
  readonly proof: Proof
}

/** One side with all that is known of it: given, derived by rules, or taken over from the same VM's other side. */
export interface SideFacts {
  readonly name: Side
  readonly facts: ReadonlyMap<string, Known>
  readonly devices: readonly Device[]
  /** Places of the devices in the question, as proof. */
  readonly deviceProof: Proof
}

export interface Sides {
  readonly boot: SideFacts
  readonly source: SideFacts
  readonly destination: SideFacts
  readonly assumptions: readonly string[]
}

/**
 * Completes the two sides of a migration. What is known of the guest is pooled; the VM's definition given on one side only is
 * taken to be the same on the other (and said so) unless that side's definition is whole. A side that takes nothing over is the same
 * object for the same profile as long as it is remembered, so that what is found out about it can be kept with it.
 * @param boot the side on which the guest was started; the source itself unless this is a later hop of a chain
 */
export function completeSides(knowledge: Knowledge, source: Profile, destination: Profile, boot?: SideFacts): Sides {
  const guest = pooled(source, destination)
  const from = ownSide(knowledge, 'source', source, guest)
  const to = ownSide(knowledge, 'destination', destination, guest)
  const assumptions: string[] = []
  const sourceSide = wholeSide(knowledge, source, from, to, destination, assumptions)
  return {
    source: sourceSide,
    destination: wholeSide(knowledge, destination, to, from, source, assumptions),
    boot: boot ?? sourceSide,
    assumptions,
  }
}

/** What either profile says of the guest, and where. */
type Guest = ReadonlyMap<string, { readonly value: string; readonly place: string | undefined }>

const NOTHING: Guest = new Map()

function pooled(source: Profile, destination: Profile): Guest {
  let guest: Map<string, { value: string; place: string | undefined }> | undefined
  for (const { facts, places } of [source, destination]) {
    for (const key in facts) {
      if (!key.startsWith('guest.') || guest?.has(key)) continue
      guest ??= new Map()
      guest.set(key, { value: facts[key] as string, place: places[key] })
    }
  }
  return guest ?? NOTHING
}

/** What a profile says by itself, with its derivations. */
interface Own {
  readonly profile: Profile
  readonly side: SideFacts
  readonly statesVm: boolean
}

/** Most profiles of which the completed facts are remembered. */
const MOST_REMEMBERED = 1024
const remembered = new WeakMap<Knowledge, Recent<string, Own>>()

function ownSide(knowledge: Knowledge, name: 'source' | 'destination', profile: Profile, guest: Guest): Own {
  const recent = remembered.get(knowledge) ?? new Recent<string, Own>(MOST_REMEMBERED)
  remembered.set(knowledge, recent)
  const last = guest === NOTHING ? lastOwn[name].get(profile) : undefined
  if (last && last.knowledge === knowledge && isUnchanged(profile, last.own.profile)) return last.own
  const own = rememberedSide(knowledge, recent, name, profile, guest)
  if (guest === NOTHING) lastOwn[name].set(profile, { knowledge, own })
  return own
}

/** What the same profile gave before; a profile is data that its owner may have changed since, so that it is compared first. */
const lastOwn = {
  source: new WeakMap<Profile, { readonly knowledge: Knowledge; readonly own: Own }>(),
  destination: new WeakMap<Profile, { readonly knowledge: Knowledge; readonly own: Own }>(),
}

function isUnchanged(profile: Profile, copy: Profile): boolean {
  return (
    profile.complete === copy.complete &&
    sameTexts(profile.facts, copy.facts) &&
    sameTexts(profile.places, copy.places) &&
    profile['not-understood'].length === copy['not-understood'].length &&
    profile['not-understood'].every((one, index) => one === copy['not-understood'][index]) &&
    profile.devices.length === copy.devices.length &&
    profile.devices.every((one, index) => {
      const other = copy.devices[index] as Device
      return one.kind === other.kind && one.driver === other.driver && sameTexts(one.properties, other.properties)
    })
  )
}

function rememberedSide(knowledge: Knowledge, recent: Recent<string, Own>, name: 'source' | 'destination', profile: Profile, guest: Guest): Own {
  const key = keyOf(name, profile, guest)
  const known = recent.get(key)
  if (known && sameTexts(known.profile.places, profile.places)) return known
  // A copy: what the caller does with the profile later is not what was asked.
  const copy = {
    ...profile,
    facts: { ...profile.facts },
    places: { ...profile.places },
    'not-understood': [...profile['not-understood']],
    devices: structuredClone(profile.devices),
  }
  const facts = derive(knowledge, spellOut(knowledge, ownFacts(name, copy, guest)))
  const own: Own = {
    profile: copy,
    side: new CompleteSide(name, facts, copy.devices, copy.devices.length > 0 || copy.complete),
    statesVm: Object.keys(copy.facts).some((fact) => factKey(fact).subject === 'vm'),
  }
  recent.set(key, own)
  return own
}

/** All that a side's own facts depend on, but for the places, as one text. */
function keyOf(name: string, { facts, devices, complete, 'not-understood': rest }: Profile, guest: Guest): string {
  let key = `${name} ${complete}`
  // Lengths, since a value may hold any character.
  for (const fact in facts) key += ` ${fact.length} ${fact} ${facts[fact]?.length} ${facts[fact]}`
  for (const [fact, { value, place = '' }] of guest) key += ` guest ${fact.length} ${fact} ${value.length} ${value} ${place.length} ${place}`
  if (rest.length > 0) key += ` rest ${JSON.stringify(rest)}`
  return devices.length > 0 ? `${key} devices ${JSON.stringify(devices)}` : key
}

/** Whether two mappings say the same, in the same order or not. */
function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  if (a === b) return true
  let count = 0
  for (const key in a) {
    if (a[key] !== b[key]) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}

/** A side's own facts with those of the VM (and the guest's architecture) that only the other side gives. */
function wholeSide(knowledge: Knowledge, profile: Profile, own: Own, other: Own, otherProfile: Profile, assumptions: string[]): SideFacts {
  // The rule for most questions, as told by `takesOver`: a whole definition takes nothing over but the architecture.
  if (profile.complete && own.side.facts.has('arch')) return own.side
  const { name } = own.side
  let facts: Map<string, Known> | undefined
  for (const [key, known] of other.side.facts) {
    if (own.side.facts.has(key) || !takesOver(own, key)) continue
    const text =
      key === 'arch'
        ? `the guest's architecture is ${known.value} on both sides`
        : `the ${name} starts the VM with the ${other.side.name}'s ${key} (${known.value})`
    if (!assumptions.includes(text)) assumptions.push(text)
    facts ??= new Map(own.side.facts)
    facts.set(
      key,
      new LazyKnown(known.value, () => ({
        kind: 'step',
        text,
        because: [{ kind: 'assumed', text: 'the VM has the same definition on both sides', fact: `${other.side.name}.${key}` }, known.proof],
      })),
    )
  }
  const takesDevices = profile.devices.length === 0 && !profile.complete && otherProfile.devices.length > 0
  if (!facts && !takesDevices) return own.side
  const whole = facts ? derive(knowledge, facts) : own.side.facts
  return takesDevices
    ? new CompleteSide(name, whole, other.profile.devices, true)
    : new CompleteSide(name, whole, own.profile.devices, profile.devices.length > 0 || profile.complete)
}

/** A profile with what it takes over from the other side of the same VM written out, so that a change to one side stays there. */
export function withDefinition(knowledge: Knowledge, profile: Profile, other: Profile): Profile {
  // Spelled out as the other side means it: a short word may stand for something else here.
  const meant = ownSide(knowledge, 'source', other, new Map()).side.facts
  const own = { profile, statesVm: statesVm(profile) }
  const taken = [...meant].map(([key, { value }]) => [key, value] as const).filter(([key]) => !(key in profile.facts) && takesOver(own, key))
  return { ...profile, facts: { ...profile.facts, ...Object.fromEntries(taken) }, devices: [...devicesOf(profile, other)] }
}

/** The facts of one side that follow by the rules' derivations, until nothing new follows. Adds to `facts`. */
export function derive(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  const side: SideFacts = new CompleteSide('source', facts, [], false)
  const scope: Scope = { knowledge, side, valueOf: () => undefined }
  for (let round = 0; round < 4; round++) {
    let grew = false
    for (const { entry, of, index, test, sets } of planOf(knowledge).derivations) {
      if (sets.every(([key]) => facts.has(key)) || test(scope, side) !== 'yes') continue
      const { because } = judge(of.when, scope)
      for (const [key, template] of sets) {
        if (facts.has(key)) continue
        const value = derivedValue(template, facts)
        const text = `${key} is ${value}`
        const statement: Proof = {
          kind: 'statement',
          record: entry.data.id,
          revision: entry.revision,
          statement: `derive.${index}`,
          text,
          inferred: of.inferred,
          cites: of.evidence,
        }
        facts.set(key, { value, proof: { kind: 'step', text, because: [...because, statement] } })
        grew = true
      }
    }
    if (!grew) break
  }
  return facts
}

/** Replaces other spellings and words that are short for another (`-M pseries`) by what they mean on this side; one that cannot be told is dropped. */
function spellOut(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  for (const { entry, index, of, byName } of planOf(knowledge).vocabularies) {
    const known = facts.get(of.fact)
    const word = known && byName.get(known.value)
    if (!known || !word || (word.when && judge(word.when, onFacts(knowledge, facts)).truth === 'no')) continue
    const short = word['stands-for']
    const version = of.component ? facts.get(of.component) : undefined
    const branch = version && of.component ? placeOf(version.value, knowledge.lines.get(of.component))?.branch : undefined
    const meant = short ? short.find((one) => one.version === branch)?.name : word.name
    if (meant === known.value) continue
    if (meant === undefined) {
      facts.delete(of.fact)
      continue
    }
    const text = `${known.value} means ${meant}${short ? ` in ${of.component} ${branch}` : ''}`
    const statement: Proof = {
      kind: 'statement',
      record: entry.data.id,
      revision: entry.revision,
      statement: `vocabulary.${index}.${word.name}`,
      text,
      inferred: false,
      cites: of.evidence,
    }
    facts.set(of.fact, { value: meant, proof: { kind: 'step', text, because: [known.proof, ...(short && version ? [version.proof] : []), statement] } })
  }
  return facts
}

/** Where a condition is judged on bare facts, before devices and features are known. */
function onFacts(knowledge: Knowledge, facts: ReadonlyMap<string, Known>): Scope {
  return { knowledge, side: new CompleteSide('source', facts, [], false), valueOf: () => undefined }
}

/** What a derivation sets: a text in which `{linux}` stands for that fact of the same side. */
export function derivedValue(template: string, facts: ReadonlyMap<string, Known>): string {
  if (!template.includes('{')) return template
  return template.replace(/\{([^{}]+)\}/g, (_, key: string) => facts.get(key)?.value ?? '')
}

function ownFacts(name: 'source' | 'destination', profile: Profile, guest: Guest): Map<string, Known> {
  const facts = new Map<string, Known>()
  for (const [key, { value, place }] of guest) facts.set(key, given(key, value, place))
  for (const key in profile.facts) if (!key.startsWith('guest.')) facts.set(key, given(`${name}.${key}`, profile.facts[key] as string, profile.places[key]))
  // What was not understood may still differ, so rules can ask.
  const rest = [...profile['not-understood']].sort().join(' ')
  if (rest !== '') facts.set('not-understood', { value: rest, proof: { kind: 'fact', fact: `${name}.not-understood`, value: rest, origin: 'given' } })
  return facts
}

function given(fact: string, value: string, place: string | undefined): Known {
  return new LazyKnown(value, () => ({ kind: 'fact', fact, value, origin: 'given', place }))
}

/** Whether a side that does not name `key` has the other side's: the machine always, the rest if it says nothing of the VM itself. */
function takesOver({ profile, statesVm: states }: Pick<Own, 'profile' | 'statesVm'>, key: string): boolean {
  if (key === 'arch') return true
  return !profile.complete && factKey(key).subject === 'vm' && (key === 'machine' || !states)
}

function statesVm({ facts }: Profile): boolean {
  return Object.keys(facts).some((key) => factKey(key).subject === 'vm')
}

function devicesOf(profile: Profile, other: Profile): readonly Device[] {
  return profile.devices.length > 0 || profile.complete ? profile.devices : other.devices
}

/** A fact whose proof is made when somebody asks. */
class LazyKnown implements Known {
  readonly value: string
  #proof: Proof | undefined
  readonly #make: () => Proof

  constructor(value: string, make: () => Proof) {
    this.value = value
    this.#make = make
  }

  get proof(): Proof {
    this.#proof ??= this.#make()
    return this.#proof
  }
}

class CompleteSide implements SideFacts {
  readonly name: Side
  readonly facts: ReadonlyMap<string, Known>
  readonly devices: readonly Device[]
  readonly #given: boolean
  #proof: Proof | undefined

  /** @param known whether the question lists the devices, be it with none */
  constructor(name: Side, facts: ReadonlyMap<string, Known>, devices: readonly Device[], known: boolean) {
    this.name = name
    this.facts = facts
    this.devices = devices
    this.#given = known
  }

  get deviceProof(): Proof {
    this.#proof ??= this.#given
      ? { kind: 'fact', fact: `${this.name}.device`, value: this.devices.map(deviceText).join(' ') || 'none', origin: 'given' }
      : { kind: 'assumed', text: 'the VM has no devices but those that are named', fact: `${this.name}.device` }
    return this.#proof
  }
}

function deviceText({ driver, properties }: Device): string {
  return [driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(',')
}
