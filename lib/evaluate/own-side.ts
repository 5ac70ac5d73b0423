import { type Device, type Knowledge, type Profile, factKey } from '../model/index.ts'
import { derive, spellOut } from './derive.ts'
import { Recent } from './recent.ts'
import { CompleteSide, type Known, LazyKnown, type SideFacts } from './side-facts.ts'

/** What a profile says by itself, with its derivations. */
export interface Own {
  readonly knowledge: Knowledge
  /** A copy: what the caller does with the profile later is not what was asked. */
  readonly profile: Profile
  readonly side: SideFacts
  readonly statesVm: boolean
  readonly statesArch: boolean
  /** What is known of the guest, from either profile. */
  readonly guest: Guest
}

/**
 * One side by itself, with what either profile says of the guest. Of the same profile the last is remembered; a profile is data that its owner may
 * have changed since, so that it is compared with the copy first.
 */
export function ownSide(knowledge: Knowledge, name: 'source' | 'destination', profile: Profile, other: Profile): Own {
  const last = lastOwn[name].get(profile)
  const isSame = last !== undefined && last.knowledge === knowledge && isUnchanged(profile, last.profile)
  if (isSame && last.guest.size === 0 && !statesGuest(other)) return last
  const guest = pooled(name === 'source' ? [profile, other] : [other, profile])
  if (isSame && sameGuest(last.guest, guest)) return last
  const own = rememberedSide(knowledge, name, profile, guest)
  lastOwn[name].set(profile, own)
  return own
}

const lastOwn = { source: new WeakMap<Profile, Own>(), destination: new WeakMap<Profile, Own>() }

/** What either profile says of the guest, and where. */
type Guest = ReadonlyMap<string, { readonly value: string; readonly place: string | undefined }>

function pooled(profiles: readonly Profile[]): Guest {
  const guest = new Map<string, { value: string; place: string | undefined }>()
  for (const { facts, places } of profiles)
    for (const key in facts) if (key.startsWith('guest.') && !guest.has(key)) guest.set(key, { value: facts[key] as string, place: places[key] })
  return guest
}

function sameGuest(a: Guest, b: Guest): boolean {
  if (a.size !== b.size) return false
  for (const [key, { value, place }] of a) {
    const other = b.get(key)
    if (other?.value !== value || other.place !== place) return false
  }
  return true
}

function statesGuest({ facts }: Profile): boolean {
  for (const key in facts) if (key.startsWith('guest.')) return true
  return false
}

/** Most profiles of which the completed facts are remembered, fewer where they are long: a batch, a fleet, a site's visitors ask for the same ones again. */
const MOST_REMEMBERED = 3072
/** Characters of a profile's key that one may have. */
const USUAL_LENGTH = 2048
const remembered = new WeakMap<Knowledge, Recent<string, Own>>()

/** One side by itself, from those that were asked for last where the same was said. */
export function rememberedSide(knowledge: Knowledge, name: 'source' | 'destination', profile: Profile, guest: Guest = new Map()): Own {
  const recent = remembered.get(knowledge) ?? new Recent<string, Own>(MOST_REMEMBERED, ({ length }) => Math.max(1, length / USUAL_LENGTH))
  remembered.set(knowledge, recent)
  const key = keyOf(name, profile, guest)
  const known = recent.get(key)
  if (known && sameTexts(known.profile.places, profile.places)) return known
  const copy = {
    ...profile,
    facts: { ...profile.facts },
    places: { ...profile.places },
    'not-understood': [...profile['not-understood']],
    devices: profile.devices.map(({ kind, driver, properties }) => ({ kind, driver, properties: { ...properties } })),
  }
  const facts = derive(knowledge, spellOut(knowledge, ownFacts(name, copy, guest)))
  const own: Own = {
    knowledge,
    profile: copy,
    side: new CompleteSide(name, facts, copy.devices, copy.devices.length > 0 || copy.complete),
    statesVm: Object.keys(copy.facts).some((fact) => factKey(fact).subject === 'vm'),
    statesArch: facts.has('arch'),
    guest,
  }
  recent.set(key, own)
  return own
}

function ownFacts(name: 'source' | 'destination', profile: Profile, guest: Guest): Map<string, Known> {
  const facts = new Map<string, Known>()
  for (const [key, { value, place }] of guest) facts.set(key, given(key, value, place))
  for (const key in profile.facts) if (!key.startsWith('guest.')) facts.set(key, given(`${name}.${key}`, profile.facts[key] as string, profile.places[key]))
  // What was not understood may still differ, so rules can ask.
  const rest = [...profile['not-understood']].sort().join(' ')
  if (rest !== '') facts.set('not-understood', { value: rest, proof: { kind: 'fact', fact: `${name}.not-understood`, value: rest, origin: 'given' } })
  // What a part needs may stand there (`-readconfig`).
  else if (profile.complete) facts.set('definition', given(`${name}.definition`, 'whole', undefined))
  return facts
}

function given(fact: string, value: string, place: string | undefined): Known {
  return new LazyKnown(value, () => ({ kind: 'fact', fact, value, origin: 'given', place }))
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

function isUnchanged(profile: Profile, copy: Profile): boolean {
  return (
    profile.complete === copy.complete &&
    sameTexts(profile.facts, copy.facts) &&
    sameTexts(profile.places, copy.places) &&
    sameLists(profile['not-understood'], copy['not-understood'], (a, b) => a === b) &&
    sameLists(profile.devices, copy.devices, sameDevice)
  )
}

function sameDevice(a: Device, b: Device): boolean {
  return a.kind === b.kind && a.driver === b.driver && sameTexts(a.properties, b.properties)
}

function sameLists<Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (!same(a[index] as Item, b[index] as Item)) return false
  return true
}

/** Whether two mappings say the same, in the same order or not. */
function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  let count = 0
  for (const key in a) {
    if (a[key] !== b[key]) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}
