import { EMPTY_PROFILE, type Fleet, type FleetHost, type FleetVm, InputError, type InputProblem, type Profile, factKey, nearest } from '../model/index.ts'
import { isMapping, parseTree } from './document.ts'
import type { ReadOptions } from './facts.ts'
import { checkInput, problem, shorten } from './limits.ts'
import { parseShorthand } from './shorthand.ts'
import { parseSide } from './side.ts'
import { withHost } from './with-host.ts'

/** Largest file of a fleet in characters, most hosts, and most VMs. */
export interface FleetLimits {
  readonly characters: number
  readonly hosts: number
  readonly vms: number
}

/** For a file that its owner reads. */
const OWN: FleetLimits = { characters: 64 * 1024 * 1024, hosts: 200_000, vms: 1_000_000 }

/**
 * Reads a fleet in YAML or JSON:
 * `hosts`: names with facts, or with `{profile, count | names, room}`;
 * `vms`: names with `{definition, guest, host | hosts, count, boot}`;
 * `upgrade`: names of hosts or groups with the facts that change;
 * `accept`: `yes` (default) or `conditional`.
 * @throws InputError with every problem
 */
export function parseFleet(text: string, options: ReadOptions & { limits?: FleetLimits } = {}): Fleet {
  const { limits = OWN, name = 'fleet' } = options
  checkInput(text, name, limits.characters)
  return fleetOf(text.trimStart().startsWith('{') ? parseJson(text, name) : parseTree(text, name), options)
}

/** The same for a value that was parsed already. */
export function fleetOf(value: unknown, options: ReadOptions & { limits?: FleetLimits } = {}): Fleet {
  const { limits = OWN, name = 'fleet' } = options
  if (!isMapping(value)) throw problem(name, `\`${name}\` is not a mapping; write \`hosts:\`, \`vms:\` and, if you like, \`upgrade:\``)
  const reader = new Reader(options, limits)
  const fleet = reader.read(value)
  if (reader.problems.length > 0) throw new InputError(reader.problems)
  return fleet
}

/** A host's facts merged over those it had. */
type Named = ReadonlyMap<string, readonly string[]>

class Reader {
  readonly problems: InputProblem[] = []
  readonly #options: ReadOptions
  readonly #limits: FleetLimits
  readonly #cache = new Map<string, Profile>()
  readonly #definitions = new Map<string, Profile>()

  constructor(options: ReadOptions, limits: FleetLimits) {
    this.#options = options
    this.#limits = limits
  }

  read(value: Record<string, unknown>): Fleet {
    for (const key of Object.keys(value)) this.#known(key, ['hosts', 'vms', 'upgrade', 'accept'], '')
    const groups = new Map<string, readonly string[]>()
    const hosts = this.#entries(value.hosts, 'hosts').flatMap(([name, entry]) => this.#hosts(name, entry, groups))
    if (hosts.length === 0) this.#fail('hosts', '`hosts` is empty; write names of hosts with facts, such as `a1: "qemu=7.2 linux=5.15 kvm=hv cpu=power9"`')
    if (hosts.length > this.#limits.hosts) this.#fail('hosts', `${hosts.length} hosts; at most ${this.#limits.hosts} are taken`)
    const byName = new Map<string, FleetHost>()
    for (const host of hosts) {
      if (byName.has(host.name)) this.#fail(`hosts.${host.name}`, `the host \`${shorten(host.name)}\` is there twice; give each a name of its own`)
      byName.set(host.name, host)
    }
    const vms = this.#entries(value.vms, 'vms').flatMap(([name, entry]) => this.#vms(name, entry, byName, groups))
    if (vms.length > this.#limits.vms) this.#fail('vms', `${vms.length} VMs; at most ${this.#limits.vms} are taken`)
    this.#fits(vms, byName)
    const accept = value.accept ?? 'yes'
    if (accept !== 'yes' && accept !== 'conditional') this.#fail('accept', `\`accept\` is \`${shorten(String(accept))}\`; it takes yes, conditional`)
    return { hosts, vms, upgrade: this.#upgrade(value.upgrade, byName, groups), accept: accept === 'conditional' ? 'conditional' : 'yes' }
  }

  #hosts(name: string, entry: unknown, groups: Map<string, readonly string[]>): FleetHost[] {
    const path = `hosts.${name}`
    const isLong = isMapping(entry) && ('profile' in entry || 'count' in entry || 'names' in entry || 'room' in entry)
    if (!isLong) return [{ name, profile: this.#host(entry, path) }]
    const { profile, count, names, room, name: _name, ...rest } = entry
    for (const key of Object.keys(rest)) this.#known(key, ['profile', 'count', 'names', 'room'], path)
    const own = this.#host(profile, `${path}.profile`)
    const limit = room === undefined ? undefined : this.#number(room, `${path}.room`, 0)
    const list = this.#names(name, count, names, path, this.#limits.hosts)
    if (count !== undefined || names !== undefined) groups.set(name, list)
    return list.map((one) => ({ name: one, profile: own, ...(limit === undefined ? {} : { room: limit }) }))
  }

  #vms(name: string, entry: unknown, hosts: ReadonlyMap<string, FleetHost>, groups: Named): FleetVm[] {
    const path = `vms.${name}`
    if (!isMapping(entry)) {
      this.#fail(path, `\`${shorten(path)}\` is not a mapping; write \`{definition: "machine=…", host: …}\``)
      return []
    }
    const { definition, cmdline, guest, host, hosts: list, count, boot, name: _name, ...rest } = entry
    for (const key of Object.keys(rest)) this.#known(key, ['definition', 'cmdline', 'guest', 'host', 'hosts', 'count', 'boot'], path)
    const profile = this.#definition(definition ?? (cmdline === undefined ? undefined : { cmdline }), guest, path)
    const on = [host, ...(Array.isArray(list) ? list : [list])]
      .filter((one) => one !== undefined)
      .flatMap((one) => this.#named(one, hosts, groups, `${path}.host`))
    const started = boot === undefined ? undefined : this.#boot(boot, hosts, `${path}.boot`)
    const many = count === undefined ? Math.max(1, on.length) : this.#number(count, `${path}.count`, 1)
    if (many > this.#limits.vms) {
      this.#fail(`${path}.count`, `${many} VMs; at most ${this.#limits.vms} are taken`)
      return []
    }
    return Array.from({ length: many }, (_, index) => {
      const at = on[index % Math.max(1, on.length)]
      return { name: many === 1 ? name : `${name}-${index + 1}`, profile, ...(at === undefined ? {} : { host: at }), ...(started ? { boot: started } : {}) }
    })
  }

  #upgrade(value: unknown, hosts: ReadonlyMap<string, FleetHost>, groups: Named): Map<string, Profile> {
    const upgrade = new Map<string, Profile>()
    if (value === undefined || value === null) return upgrade
    const merged = new Map<Profile, Profile>()
    for (const [name, entry] of this.#entries(value, 'upgrade')) {
      const change = this.#host(isMapping(entry) && 'profile' in entry ? entry.profile : entry, `upgrade.${name}`)
      merged.clear()
      for (const host of name === '*' ? hosts.keys() : this.#named(name, hosts, groups, `upgrade.${name}`)) {
        const before = hosts.get(host)?.profile ?? EMPTY_PROFILE
        const after = merged.get(before) ?? withHost(before, change)
        merged.set(before, after)
        upgrade.set(host, after)
      }
    }
    return upgrade
  }

  /** A host's facts; what is of a VM does not belong there. */
  #host(value: unknown, path: string): Profile {
    const profile = this.#profile(value, path)
    const stray = Object.keys(profile.facts).find((key) => factKey(key).subject !== 'host')
    if (stray) this.#fail(`${path}.${stray}`, `\`${shorten(stray)}\` is not of a host; give it to the VM, below \`vms\``)
    return profile
  }

  /** Equal definitions are one profile. */
  #definition(value: unknown, guest: unknown, path: string): Profile {
    const key = JSON.stringify([value, guest])
    const known = this.#definitions.get(key)
    if (known) return known
    const profile = value === undefined ? EMPTY_PROFILE : this.#profile(value, `${path}.definition`)
    if (value === undefined)
      this.#fail(`${path}.definition`, `\`${shorten(path)}\` has no \`definition\`; give facts such as "machine=pc-q35-7.2", or a QEMU command line`)
    const facts = (): Profile => parseShorthand(String(guest), { ...this.#options, name: `${path}.guest`, prefix: 'guest.' })
    const whole = withHost(profile, guest === undefined ? undefined : this.#try(`${path}.guest`, facts))
    this.#definitions.set(key, whole)
    return whole
  }

  #boot(value: unknown, hosts: ReadonlyMap<string, FleetHost>, path: string): Profile {
    const known = typeof value === 'string' ? hosts.get(value) : undefined
    return known?.profile ?? this.#host(value, path)
  }

  /** Equal texts are read once. */
  #profile(value: unknown, path: string): Profile {
    const key = typeof value === 'string' ? value : JSON.stringify(value)
    const known = this.#cache.get(key)
    if (known) return known
    const profile = this.#try(path, () => parseSide(value, { ...this.#options, name: path }))
    this.#cache.set(key, profile)
    return profile
  }

  #try(path: string, read: () => Profile): Profile {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      this.problems.push(...error.problems.map((one) => ({ path: one.path.startsWith(path) ? one.path : `${path}.${one.path}`, message: one.message })))
      return EMPTY_PROFILE
    }
  }

  #names(name: string, count: unknown, names: unknown, path: string, most: number): readonly string[] {
    if (names !== undefined) {
      if (Array.isArray(names) && names.every((one) => typeof one === 'string' || typeof one === 'number')) return names.map(String)
      this.#fail(`${path}.names`, `\`${shorten(path)}.names\` is not a list of names`)
      return []
    }
    if (count === undefined) return [name]
    const many = this.#number(count, `${path}.count`, 1)
    if (many > most) {
      this.#fail(`${path}.count`, `${many} hosts; at most ${most} are taken`)
      return []
    }
    return Array.from({ length: many }, (_, index) => `${name}-${index + 1}`)
  }

  #named(value: unknown, hosts: ReadonlyMap<string, FleetHost>, groups: Named, path: string): readonly string[] {
    const name = String(value)
    const found = groups.get(name) ?? (hosts.has(name) ? [name] : undefined)
    if (found) return found
    const near = nearest(name.slice(0, 100), [...groups.keys(), ...hosts.keys()])
    this.#fail(path, `no host \`${shorten(name)}\`${near ? `; did you mean \`${near}\`?` : '; name one of `hosts`'}`)
    return []
  }

  /** A host that begins with more VMs than it takes. */
  #fits(vms: readonly FleetVm[], hosts: ReadonlyMap<string, FleetHost>): void {
    const load = new Map<string, number>()
    for (const { host } of vms) if (host !== undefined) load.set(host, (load.get(host) ?? 0) + 1)
    for (const [name, count] of load) {
      const room = hosts.get(name)?.room
      if (room !== undefined && count > room) this.#fail(`hosts.${name}.room`, `\`${shorten(name)}\` has room for ${room} VMs and begins with ${count}`)
    }
  }

  /** A mapping of names, or a list of mappings with `name`. */
  #entries(value: unknown, path: string): [string, unknown][] {
    if (value === undefined || value === null) return []
    if (isMapping(value)) return Object.entries(value)
    if (Array.isArray(value) && value.every((one): one is { name: unknown } => isMapping(one) && 'name' in one))
      return value.map((one) => [String(one.name), one])
    this.#fail(path, `\`${path}\` is neither a mapping of names nor a list of mappings with \`name\``)
    return []
  }

  #number(value: unknown, path: string, least: number): number {
    const number = Number(value)
    if (Number.isInteger(number) && number >= least) return number
    this.#fail(path, `\`${shorten(path)}\` is \`${shorten(String(value))}\`; it takes a whole number from ${least} up`)
    return least
  }

  #known(key: string, keys: readonly string[], path: string): void {
    if (keys.includes(key)) return
    const near = nearest(key.slice(0, 100), keys)
    this.#fail(
      path === '' ? key : `${path}.${key}`,
      `\`${shorten(key)}\` is not a key of ${path === '' ? 'a fleet' : `\`${shorten(path)}\``}; ${near ? `did you mean \`${near}\`?` : `known are ${keys.join(', ')}`}`,
    )
  }

  #fail(path: string, message: string): void {
    this.problems.push({ path, message })
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // YAML's flow style begins alike.
    return parseTree(text, name)
  }
}
