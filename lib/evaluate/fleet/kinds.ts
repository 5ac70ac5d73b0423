import type { Fleet, Profile } from '../../model/index.ts'

/** Hosts with equal profiles; `hosts` are places in `fleet.hosts`. */
export interface Kind {
  readonly name: string
  readonly profile: Profile
  readonly hosts: readonly number[]
}

export interface Kinds {
  readonly kinds: readonly Kind[]
  /** The kind of each host now, and after the upgrade; the latter is undefined for a host that stays. */
  readonly now: readonly number[]
  readonly next: readonly (number | undefined)[]
  /** The kind of a profile: one on which a guest was started may be none of the hosts'. */
  readonly of: (profile: Profile) => number
}

/** Collapses the hosts, what they become, and the profiles on which guests were started to the kinds that differ. */
export function kindsOf(fleet: Fleet): Kinds {
  const found = new Map<string, { profile: Profile; hosts: number[]; index: number }>()
  const indexOf = (profile: Profile, host?: number): number => {
    const key = keyOf(profile)
    const known = found.get(key) ?? { profile, hosts: [], index: found.size }
    if (known.index === found.size) found.set(key, known)
    if (host !== undefined) known.hosts.push(host)
    return known.index
  }
  const now = fleet.hosts.map(({ profile }, index) => indexOf(profile, index))
  const next = fleet.hosts.map(({ name }, index) => {
    const target = fleet.upgrade.get(name)
    const kind = target && indexOf(target)
    return kind === now[index] ? undefined : kind
  })
  for (const { boot } of fleet.vms) if (boot) indexOf(boot)
  return {
    kinds: [...found.values()].map(({ profile, hosts, index }) => ({ name: nameOf(index), profile, hosts })),
    now,
    next,
    of: (profile) => found.get(keyOf(profile))?.index ?? 0,
  }
}

/** A profile's facts as one text; equal texts are equal profiles. */
export function keyOf(profile: Profile): string {
  const known = keys.get(profile)
  if (known) return known
  const { facts, devices, complete } = profile
  const sorted = Object.keys(facts).sort()
  const key = JSON.stringify([sorted.map((name) => [name, facts[name]]), devices, complete, profile['not-understood']])
  keys.set(profile, key)
  return key
}

const keys = new WeakMap<Profile, string>()

/** `A` to `Z`, then `AA`, `AB` and on. */
function nameOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : `${nameOf(Math.floor(index / 26) - 1)}${last}`
}
