import { type Device, type Knowledge, type Profile, factKey } from '../model/index.ts'
import { derive } from './derive.ts'
import { type Own, ownSide, rememberedSide } from './own-side.ts'
import { CompleteSide, type Known, LazyKnown, type SideFacts } from './side-facts.ts'

/** The two sides of a migration, and the one on which the guest was started. */
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
  const from = ownSide(knowledge, 'source', source, destination)
  const to = ownSide(knowledge, 'destination', destination, source)
  const assumptions: string[] = []
  const sourceSide = wholeSide(knowledge, source, from, to, destination, assumptions)
  return {
    source: sourceSide,
    destination: wholeSide(knowledge, destination, to, from, source, assumptions),
    boot: boot ?? sourceSide,
    assumptions,
  }
}

/** A side's own facts with those of the VM (and the guest's architecture) that only the other side gives. */
function wholeSide(knowledge: Knowledge, profile: Profile, own: Own, other: Own, otherProfile: Profile, assumptions: string[]): SideFacts {
  // The rule for most questions, as told by `takesOver`: a whole definition takes nothing over but the architecture.
  if (profile.complete && own.statesArch) return own.side
  const { name } = own.side
  let facts: Map<string, Known> | undefined
  for (const [key, known] of other.side.facts) {
    if (own.side.facts.has(key) || !takesOver(own, otherProfile, key)) continue
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
  const meant = rememberedSide(knowledge, 'source', other).side.facts
  const own = { profile, statesVm: Object.keys(profile.facts).some((key) => factKey(key).subject === 'vm') }
  const accelerated = 'accel' in profile.facts || rememberedSide(knowledge, 'destination', profile).side.facts.has('accel')
  const taken = [...meant]
    .map(([key, { value }]) => [key, value] as const)
    .filter(([key]) => !(key in profile.facts) && !(key === 'accel' && accelerated) && takesOver(own, other, key))
  return { ...profile, facts: { ...profile.facts, ...Object.fromEntries(taken) }, devices: [...devicesOf(profile, other)] }
}

/**
 * Whether a side that does not name `key` has the other side's: the machine always, whether it has default devices where it has the other's devices, the rest if
 * it says nothing of the VM itself. The accelerator is a
 * host's, but where a whole definition names it (`-accel kvm`, `<domain type='kvm'>`), that is what the VM is started with.
 */
function takesOver({ profile, statesVm }: Pick<Own, 'profile' | 'statesVm'>, other: Profile, key: string): boolean {
  if (key === 'arch') return true
  if (key === 'accel') return !profile.complete && other.complete && 'accel' in other.facts
  if (profile.complete || factKey(key).subject !== 'vm') return false
  return key === 'machine' || (key === 'nodefaults' && profile.devices.length === 0) || !statesVm
}

function devicesOf(profile: Profile, other: Profile): readonly Device[] {
  return profile.devices.length > 0 || profile.complete ? profile.devices : other.devices
}
