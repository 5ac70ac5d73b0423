import { type Device, DERIVED_FACTS, FACT_KEYS, FACT_PREFIXES, InputError, type InputProblem, type Profile, nearest } from '../model/index.ts'
import { derivedFacts } from './derived.ts'
import { shorten } from './limits.ts'
import { type Pairs, propertiesOf, readOptionString } from './qemu/option-string.ts'
import { smpFacts } from './qemu/smp.ts'

/** What a reader has to know beside the text: names of machine options (from the knowledge), and how the input is called. */
export interface ReadOptions {
  /** `knowledge.options`; every other unknown key is an error. Default: only the fixed keys. */
  readonly options?: readonly string[]
  /** How messages call the input. Default: `input`. */
  readonly name?: string
}

/** Problems that are told of one input. */
const MOST_PROBLEMS = 50
/** Facts of the guest that the shorthand has names for. */
const GUEST_KEYS = ['linux', 'type', 'compat', 'running', 'os', 'restart']
/** The plain keys; what a reader did not understand is not for people to give. */
const KEYS = FACT_KEYS.map(({ key }) => key).filter((key) => !DERIVED_FACTS.has(key))
const SO = ['yes', 'on', 'true', '1', 'y']
const NOT_SO = ['no', 'off', 'false', '0', 'n']
/** Is known where what `-smp` says was completed. */
const COMPLETED = 'smp.by-cores'
const FREE = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/

/** The plain keys together with the machine options of a list, which is the same for many texts. */
function keysWith(options: readonly string[]): ReadonlySet<string> {
  const known = keySets.get(options) ?? new Set([...KEYS, ...options])
  keySets.set(options, known)
  return known
}

const keySets = new WeakMap<readonly string[], ReadonlySet<string>>()

/** Collects facts from any reader, each with its place, and every problem on the way. */
export class FactSheet {
  readonly #facts = new Map<string, string>()
  readonly #places = new Map<string, string>()
  readonly #parts: Device[] = []
  readonly #problems: InputProblem[] = []
  readonly #known: ReadonlySet<string>
  /** How messages call the input. */
  readonly name: string

  constructor({ options = [], name = 'input' }: ReadOptions) {
    this.#known = keysWith(options)
    this.name = name
  }

  /** Takes `key=value` as the shorthand has it; lists and prefixes are spread into single facts. */
  take(key: string, value: string, place: string): void {
    if (value === '') return this.fail(key, `\`${shorten(key)}\` has no value; write \`${shorten(key)}=…\``)
    if (key === 'device') return this.device(value, place)
    if (key === 'config') return this.#config('config.', value, place)
    if (key === 'guest.config') return this.#config('guest.config.', value, place)
    if (key === 'guest.uses') return this.#uses(value, place)
    if (key === 'memory') return this.set(key, memoryOf(value), place)
    if (this.#known.has(key)) return this.set(key, value, place)
    const prefix = FACT_PREFIXES.find((one) => key.startsWith(one.key))
    if (prefix && this.#knownUnder(prefix.key, key.slice(prefix.key.length)))
      return isSpelt(key) ? this.#setSpelt(key, value, place) : this.set(key, value, place)
    this.#unknown(key)
  }

  /** Sets what is either so or not (`yes`, `no`) or a kernel option (`y`, `m`, `n`), in whatever way it is spelt. */
  #setSpelt(key: string, value: string, place: string): void {
    const isOption = /^(guest\.)?config\./.test(key)
    const so = SO.includes(value.toLowerCase())
    if (!so && !NOT_SO.includes(value.toLowerCase()) && !(isOption && value === 'm'))
      return this.fail(key, `\`${shorten(`${key}=${value}`)}\` is not known; it takes ${isOption ? 'y, m, n' : 'yes, no'}`)
    const name = isOption ? key.replace(/config\.(?!CONFIG_)/, 'config.CONFIG_') : key
    this.set(name, value === 'm' ? 'm' : isOption ? (so ? 'y' : 'n') : so ? 'yes' : 'no', place)
  }

  /** Sets a fact; a second, different value is a contradiction. */
  set(key: string, value: string, place: string): void {
    const before = this.#facts.get(key)
    if (before !== undefined && before !== value)
      return this.fail(key, `\`${key}\` is given twice, as \`${shorten(before)}\` and \`${shorten(value)}\`; keep one`)
    this.#facts.set(key, value)
    this.#places.set(key, place)
  }

  /** Sets a fact again: of QEMU's options the last counts. */
  replace(key: string, value: string, place: string): void {
    this.#facts.set(key, value)
    this.#places.set(key, place)
  }

  /** Takes `key` back if another fact, `other`, was set to anything but `value`. */
  dropUnless(key: string, other: string, value: string): void {
    const known = this.#facts.get(other)
    if (known !== undefined && known !== value) this.#facts.delete(key)
  }

  /** Whether a fact was set. */
  has(key: string): boolean {
    return this.#facts.has(key)
  }

  /** Adds a device from a `-device` string: `driver,property=value,…`, or the same in JSON. */
  device(text: string, place: string): void {
    const pairs = readOptionString(text, 'driver', this.name)
    const name = pairs.find(([key]) => key === 'driver')?.[1] ?? ''
    if (!this.part('device', name, propertiesOf(pairs.filter(([key]) => key !== 'driver'))))
      this.fail('device', `\`${shorten(text)}\` is not a device; write it as \`driver,property=value\` (${place})`)
  }

  /** Adds a part of the VM. @returns false if `driver` cannot be the name of one */
  part(kind: string, driver: string, properties: Readonly<Record<string, string>>): boolean {
    if (!FREE.test(driver)) return false
    this.#parts.push({ kind, driver, properties: { ...properties } })
    return true
  }

  /** How many parts of a kind there are. */
  count(kind: string): number {
    return this.#parts.filter((one) => one.kind === kind).length
  }

  /** Takes `-smp`; of several the last counts. @returns what is no part of it */
  smp(text: string, pairs: Pairs, place: string): string[] {
    this.replace('smp', text, place)
    const { facts, rest } = smpFacts(pairs)
    // It meant that nothing is said; a later release takes it away.
    if (pairs.some(([, value]) => value === '0')) this.part('option', 'smp-zero', {})
    for (const [key, value] of facts) this.replace(key, value, place)
    return rest.map((one) => `-smp ${one}`)
  }

  /** Takes `-snapshot`: what is written to drives that do not say otherwise goes to files that end with QEMU. Nothing is written to one that is read only. */
  setTemporary(): void {
    for (const { kind, properties } of this.#parts)
      if (kind === 'drive' && properties.media !== 'cdrom' && properties.readonly !== 'on' && properties['read-only'] !== 'on') properties.snapshot ??= 'on'
  }

  /** Sets a property of the part of a kind that has this id. @returns false if there is none */
  setProperty(kind: string, id: string, key: string, value: string): boolean {
    const part = this.#parts.findLast((one) => one.kind === kind && one.properties.id === id)
    if (!part) return false
    part.properties[key] = value
    return true
  }

  /** Notes a problem with the field `path`; beyond `MOST_PROBLEMS` it is one of too many to tell. */
  fail(path: string, message: string): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ path, message })
  }

  /** The profile. @throws InputError with every problem that was noted */
  profile(complete = false, notUnderstood: readonly string[] = []): Profile {
    this.#completeSmp()
    for (const { key, value, of } of derivedFacts(this.#facts, this.#parts)) this.set(key, value, (of && this.#places.get(of)) ?? this.name)
    if (this.#problems.length > 0) throw new InputError(this.#problems)
    return {
      facts: Object.fromEntries(this.#facts),
      places: Object.fromEntries(this.#places),
      devices: this.#parts,
      complete,
      'not-understood': [...notUnderstood],
    }
  }

  /** `smp=4,maxcpus=8` says what `-smp` says, but for what is said of a level by itself (`smp.cores=2`). */
  #completeSmp(): void {
    const text = this.#facts.get('smp')
    if (text === undefined || this.#facts.has(COMPLETED)) return
    const single = [...this.#facts].filter(([key]) => key.startsWith('smp.')).map(([key, value]) => [key.slice('smp.'.length), value] as const)
    const { facts, rest } = smpFacts([...readOptionString(text, 'cpus', this.name), ...single])
    if (rest.length > 0)
      this.fail('smp', `\`smp=${shorten(text)}\` is no number of vCPUs; write \`smp=4\`, or \`smp=4,maxcpus=8,cores=2\` as QEMU's -smp has it`)
    for (const [key, value] of facts) if (!this.#facts.has(key)) this.set(key, value, this.#places.get('smp') ?? this.name)
  }

  #config(prefix: string, value: string, place: string): void {
    for (const part of value.split(',')) {
      const match = /^((?:CONFIG_)?[A-Z0-9_]+)(?:=([ymn]))?$/.exec(part)
      if (!match) this.fail('config', `\`${shorten(part)}\` is not a kernel option; write \`config=CONFIG_ARM_LPAE\` or \`config=CONFIG_ARM_LPAE=n\``)
      else this.set(`${prefix}${(match[1] as string).replace(/^(?!CONFIG_)/, 'CONFIG_')}`, match[2] ?? 'y', place)
    }
  }

  /** `scv,-ail2,none`: used, not used, and nothing that is not named. */
  #uses(value: string, place: string): void {
    for (const part of value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean)) {
      const [, minus, name] = /^(-?)([A-Za-z0-9][A-Za-z0-9._-]*)$/.exec(part) ?? []
      if (name === undefined) this.fail('guest.uses', `\`${shorten(part)}\` is not the name of a use; write \`guest.uses=scv\` or \`guest.uses=-scv\``)
      else if (name === 'none') this.set('guest.uses.*', 'no', place)
      else this.set(`guest.uses.${name}`, minus ? 'no' : 'yes', place)
    }
  }

  #knownUnder(prefix: string, name: string): boolean {
    if (prefix === 'guest.') return GUEST_KEYS.includes(name) || /^(uses|config)\.[A-Za-z0-9*][A-Za-z0-9._-]*$/.test(name)
    return FREE.test(name)
  }

  #unknown(key: string): void {
    // What a key may have been meant for takes a while to find.
    if (this.#problems.length >= MOST_PROBLEMS) return
    const names = [...this.#known, 'device', 'config', 'guest.uses', 'guest.config', ...GUEST_KEYS.map((name) => `guest.${name}`)]
    const near = nearest(key.slice(0, 100), names)
    this.fail(
      key,
      `\`${shorten(key)}\` is not a key of ${this.name}; ${near ? `did you mean \`${near}\`?` : `known are ${KEYS.join(', ')}, machine options, device, config, guest.…`}`,
    )
  }
}

/** Size in MiB as text, from `512`, `2G`, `2048M`; what is no size is left as it is. */
export function memoryOf(text: string): string {
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)(?:iB|B)?$/i.exec(text)
  if (!match) return text
  const scale = { K: 1 / 1024, '': 1, M: 1, G: 1024, T: 1024 * 1024 }[(match[2] ?? '').toUpperCase()] ?? 1
  return String(Number(match[1]) * scale)
}

/** Whether a fact is either so or not, or a kernel option. */
function isSpelt(key: string): boolean {
  return key === 'guest.running' || key === 'guest.restart' || /^(guest\.uses|xenfeat|config|guest\.config)\./.test(key)
}
