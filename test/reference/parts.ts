import { type Bus, type Case, type Device, FACT_KEYS, type RawCondition } from '../../lib/model/index.ts'
import { type Whole, allClasses, classFor } from './classes.ts'
import { type Judged, type Side, type World, all, holds, matches } from './condition.ts'
import { numberIn, placed } from './places.ts'

/** A part of the VM on one side. */
export interface Part {
  readonly kind: string
  readonly driver: string
  readonly given: Readonly<Record<string, string>>
  readonly class: Whole | undefined
  /** As it was listed. */
  readonly listed: Device | undefined
}

/** What is known of a value: itself, or what is missing and what it hangs on; neither: it is not set. */
export interface Told {
  readonly value?: string
  readonly missing: readonly string[]
  readonly hangs: string
}

/** The words of a part, and those that were asked for and cannot be given. */
export interface Words {
  readonly within: readonly string[]
  readonly beyond: readonly string[]
}

const NOT_SET: Told = { missing: [], hangs: '' }

/** The parts of one side. */
export class Parts {
  readonly classes: readonly Whole[]
  readonly world: World
  readonly side: Side
  readonly parts: readonly Part[]

  constructor(world: World) {
    this.world = world
    this.side = world.side
    this.classes = allClasses(world.knowledge)
    const globals = this.side.devices.filter(({ kind }) => kind === 'global')
    const listed = this.side.devices
      .filter(({ kind }) => kind !== 'global')
      .map((device): Part => {
        const bare = this.#make(device.kind, device.driver, plain(device.properties), device)
        const meant = globals.filter((one) => means(one, bare))
        return { ...bare, given: { ...Object.assign({}, ...meant.map(({ properties }) => plain(properties))), ...bare.given } }
      })
    const unused = globals.filter((one) => !listed.some((part) => means(one, part)))
    const settings = [...new Set(unused.map(({ driver }) => driver))].map((driver) => {
      const properties = Object.assign({}, ...unused.filter((one) => one.driver === driver).map((one) => one.properties)) as Device['properties']
      return this.#make('global', driver, plain(properties), { kind: 'global', driver, properties })
    })
    this.parts = [...this.#machine(), ...this.#cpu(), ...listed, ...settings]
  }

  #make(kind: string, driver: string, given: Part['given'], listed?: Device): Part {
    return { kind, driver, given, class: classFor(this.classes, kind, driver, this.world), listed }
  }

  #machine(): Part[] {
    const { machine, ...facts } = this.side.facts
    const part = machine === undefined ? undefined : this.#make('machine', machine, {})
    if (!part?.class) return []
    const everywhere = this.classes.filter(({ own }) => own.kind === 'machine').flatMap(({ properties }) => Object.keys(properties))
    // Options that are features count where the class says all that can be set.
    const others = part.class.said.closed ? [...everywhere, ...this.world.knowledge.options] : everywhere
    const names = [...Object.keys(part.class.properties), ...others.filter((name) => FACT_KEYS.every(({ key }) => key !== name))]
    return [{ ...part, given: plain(Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)))) }]
  }

  #cpu(): Part[] {
    if (!this.classes.some(({ own }) => own.kind === 'cpu' && own.driver.length > 0)) return []
    const [driver = '(default)', ...words] = this.side.facts.vcpu?.split(',') ?? []
    const part = this.#make('cpu', driver, {})
    const property = (word: string): string => {
      const alias = part.class?.said.words?.aliases[word]
      return alias !== undefined && alias in (part.class?.properties ?? {}) ? alias : word
    }
    const given = words.filter(Boolean).map((word) => {
      if (word.startsWith('+')) return [property(word.slice(1)), 'on']
      if (word.startsWith('-')) return [property(word.slice(1)), 'off']
      const [name = '', ...value] = word.split('=')
      return [part.class?.said.dashes ? name.split('_').join('-') : name, value.length > 0 ? value.join('=') : 'on']
    })
    return part.class || 'vcpu' in this.side.facts ? [{ ...part, given: plain(Object.fromEntries(given)) }] : []
  }

  /** What was given, else what a field or a property's default says. */
  tell(part: Part, name: string): Told {
    if (name === 'driver') return known(part.driver)
    const own = part.given[name]
    if (own !== undefined) return known(own)
    if (name === 'referred') return known(this.parts.some((one) => this.#refersTo(one, part)) ? 'yes' : 'no')
    if (name.startsWith('has.')) return known(this.#hasBus(part, name.replace('has.', '')) ? 'yes' : 'no')
    if (name.startsWith('count.')) {
      const before = this.parts.slice(0, this.parts.indexOf(part) + 1)
      return known(String(before.filter((one) => one.class?.names.includes(name.replace('count.', ''))).length))
    }
    if (name.startsWith('same.')) {
      const names = name.replace('same.', '').split('+')
      const own = names.map((each) => (part.class && each in part.class.properties ? this.tell(part, each).value : undefined))
      const before = this.parts.slice(0, this.parts.indexOf(part) + 1)
      const alike = before.filter(
        (one) => one.kind === part.kind && names.every((each, index) => one.class && each in one.class.properties && this.tell(one, each).value === own[index]),
      )
      return known(String(own.includes(undefined) ? 0 : alike.length))
    }
    if (name === 'place' || name === 'place.taken' || name.startsWith('slot.')) return this.#toldOfPlace(part, name)
    if (name === 'place.bus') {
      const type = part.class?.said.bus
      return type === undefined || part.given.bus === undefined ? NOT_SET : known(this.#hasBus(part, type, part.given.bus) ? 'yes' : 'no')
    }
    if (name === 'unavailable' || name.startsWith('word.')) {
      const { words, ...told } = this.wordsOf(part)
      if (!words) return told
      return known(name === 'unavailable' ? words.beyond.join(' ') : words.within.includes(name.replace('word.', '')) ? 'on' : 'off')
    }
    if (name.startsWith('bus.')) {
      const at = this.parts.indexOf(part)
      const before = at < 0 ? this.parts : this.parts.slice(0, at)
      const bridge = before.find((one) => one.kind === 'device' && one.class?.provides.some(({ suffix }) => `${one.given.id}${suffix}` === part.given.bus))
      return bridge ? this.tell(bridge, name.replace('bus.', '')) : NOT_SET
    }
    const [property = '', ...rest] = name.split('.')
    if (rest.length > 0 && part.class?.properties[property]?.of.refers) {
      const other = this.named(part.given[property])
      return other ? this.tell(other, rest.join('.')) : NOT_SET
    }
    const said = part.class?.fields[name]?.of.cases ?? part.class?.properties[name]?.of.default
    if (said === undefined) return NOT_SET
    const told = typeof said === 'string' ? this.#told(part, said) : this.firstCase(part, said)
    return told.value === undefined ? told : known(onePlain(told.value))
  }

  /** A backend by its name: the last of it. */
  named(id: string | undefined): Part | undefined {
    return id === undefined
      ? undefined
      : this.parts.findLast(({ kind, listed }) => kind !== 'device' && (listed?.properties.id === id || listed?.properties['node-name'] === id))
  }

  /** A bus is the machine's, a setting's, or an earlier device's; one that no class knows may bring any, and one without a name one of any name. */
  #hasBus(part: Part, type: string, name?: string): boolean {
    const machines = this.world.knowledge.rules.flatMap(({ data }) => data.buses)
    const called = (bus: Bus): boolean => name === undefined || bus.name === name || inRow(bus, name)
    if (machines.some((bus) => bus.bus === type && called(bus) && (!bus.if || holds(bus.if, this.world).truth !== 'no'))) return true
    const before = this.parts.filter((one, index) => one.kind !== 'device' || index < this.parts.indexOf(part))
    return before.some(
      ({ kind, class: of, given }) =>
        (kind === 'device' && !of) ||
        of?.provides.some(({ bus, suffix }) => bus === type && (name === undefined || given.id === undefined || `${given.id}${suffix}` === name)),
    )
  }

  /** Where a part is, whether another is there, or what the one at function 0 of its slot has. */
  #toldOfPlace(part: Part, name: string): Told {
    const all = placed(this)
    const here = all.find((one) => one.part === part)
    if (name === 'place.taken') return known(here?.taken ?? 'no')
    if (here?.place === undefined) return NOT_SET
    if (name === 'place') return known(here.place)
    const zero = here.place.replace(/\.[^./]*$/, '.0')
    const head = zero.endsWith('.0') ? all.findLast((one) => one.place === zero && one.given) : undefined
    return head ? this.tell(head.part, name.replace('slot.', '')) : NOT_SET
  }

  #refersTo(one: Part, other: Part): boolean {
    return Object.entries(one.class?.properties ?? {}).some(([name, { of }]) => of.refers !== undefined && this.named(one.given[name]) === other)
  }

  /** The first case that holds; not known from the first on that may hold. */
  firstCase(part: Part, cases: readonly Case[]): Told {
    const hangs: unknown[] = []
    const missing: string[] = []
    for (const [index, one] of cases.entries()) {
      const looked: string[] = []
      const { truth, missing: open } = this.fits(part, one, looked)
      if (truth === 'no') continue
      const value = this.#told(part, one.value)
      if (truth === 'yes' && hangs.length === 0) return value
      hangs.push([index, truth, truth === 'unknown' ? looked : '', value])
      missing.push(...open, ...value.missing)
      if (truth === 'yes') break
    }
    return hangs.length === 0 ? NOT_SET : { missing, hangs: JSON.stringify(hangs) }
  }

  /** Whether a part, and the side, are as a case says. */
  fits(part: Part, one: Pick<Case, 'with' | 'if'>, looked: string[] = []): Judged {
    const withs = Object.entries(one.with ?? {}).map(
      ([name, match]) =>
        () =>
          this.#fitsValue(part, name, match, looked),
    )
    const ofSide = (): Judged => (one.if ? this.#holds(one.if, looked) : { truth: 'yes', missing: [] })
    return all([...withs, ofSide])
  }

  /** Judges a condition about the side; where that is not known, `looked` hears of what was looked at. */
  #holds(condition: RawCondition, looked: string[]): Judged {
    const seen: string[] = []
    const judged = holds(condition, { ...this.world, saw: (name, what) => seen.push(`${name} ${what}`) })
    if (judged.truth === 'unknown') looked.push(...seen)
    return judged
  }

  #fitsValue(part: Part, name: string, match: unknown, looked: string[]): Judged {
    if (isGiven(match) && !name.includes('.')) return so(match.given === name in part.given)
    const told = this.tell(part, name)
    if (told.value === undefined) looked.push(`${name} ${told.hangs}`)
    return matchesTold(match, told, this.world)
  }

  /** A text in which names stand for properties and facts: not known where one of them is not. */
  #told(part: Part, text: string): Told {
    const all = [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) =>
      name.startsWith('fact:') ? this.#fact(name.replace('fact:', '')) : this.tell(part, name),
    )
    const missing = all.flatMap((one) => one.missing)
    return missing.length > 0 ? { missing, hangs: JSON.stringify(all) } : known(this.filled(part, text))
  }

  #fact(name: string): Told {
    const value = this.side.facts[name]
    if (value !== undefined) return known(value)
    const looked: string[] = []
    const { missing } = this.#holds({ [name]: '' }, looked)
    return { missing, hangs: JSON.stringify(looked) }
  }

  /** `{name}` is a property, `{fact:name}` a fact; what is not known is left out. */
  filled(part: Part, text: string): string {
    return text.replace(/\{([^{}]+)\}/g, (_, name: string) =>
      name.startsWith('fact:') ? (this.side.facts[name.replace('fact:', '')] ?? '') : (this.tell(part, name).value ?? ''),
    )
  }

  /** The words of the driver, with what properties put in and take out, within the limits of the side. */
  wordsOf(part: Part): Told & { readonly words?: Words } {
    const said = part.class?.said.words
    if (!said) return { ...NOT_SET, words: { within: [], beyond: [] } }
    const base = this.firstCase(part, said.cases)
    const puts = Object.entries(part.given).flatMap(([name, value]) =>
      wordOf(part, name) === undefined ? [] : [{ word: wordOf(part, name) as string, value }],
    )
    let within = split(base.value ?? '')
    for (const { word, value } of puts)
      within = [...within.filter((one) => one !== word || value === 'on'), ...(value === 'on' && !within.includes(word) ? [word] : [])]
    const beyond: string[] = []
    const hangs: unknown[] = base.value === undefined ? [base.hangs, Object.entries(part.given).sort()] : [within]
    const missing = [...base.missing]
    for (const { if: condition, only, without } of said.limits) {
      const looked: string[] = []
      const limit: Judged = condition ? this.#holds(condition, looked) : { truth: 'yes', missing: [] }
      if (limit.truth === 'unknown') {
        hangs.push(looked)
        missing.push(...limit.missing)
      } else hangs.push(limit.truth)
      if (limit.truth !== 'yes') continue
      const out = within.filter((word) => split(without ?? '').includes(word) || (only !== undefined && !split(only).includes(word)))
      beyond.push(...out)
      within = within.filter((word) => !out.includes(word))
    }
    return base.value === undefined || missing.length > 0 ? { missing, hangs: JSON.stringify(hangs) } : { ...NOT_SET, words: { within, beyond } }
  }
}

/** What a match says of a value that may not be known, or not be set. */
export function matchesTold(match: unknown, { value, missing }: Told, world: World): Judged {
  if (value === undefined && missing.length > 0) return { truth: 'unknown', missing }
  if (isGiven(match)) return so(match.given === (value !== undefined))
  return so(value !== undefined && matches(match, value, 'part.value', world.knowledge) === true)
}

/** The word that a property of this name puts in or takes out. */
export function wordOf({ class: of, given }: Part, name: string): string | undefined {
  const words = of?.said.words
  if (!words || name in (of?.properties ?? {}) || !['on', 'off'].includes(given[name] ?? '')) return undefined
  return words.aliases[name] ?? name
}

/** Whether a bus is one of a machine's row. */
function inRow({ name: row, first, last, step }: Bus, name: string): boolean {
  const number = numberIn(row, name, 10)
  return number !== undefined && (step < 0 ? number <= first : last === undefined || number <= last)
}

function means(global: Device, part: Part): boolean {
  return global.driver === part.driver || (part.class?.names.includes(global.driver) ?? false)
}

function isGiven(match: unknown): match is { given: boolean } {
  return typeof match === 'object' && match !== null && 'given' in match
}

function known(value: string): Told {
  return { value, missing: [], hangs: '' }
}

function so(truth: boolean): Judged {
  return { truth: truth ? 'yes' : 'no', missing: [] }
}

function split(text: string): string[] {
  return text.split(/\s+/).filter(Boolean)
}

function plain(properties: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, onePlain(value)]))
}

/** One spelling for what QEMU takes for the same. */
function onePlain(text: string): string {
  if (/^(true|yes)$/i.test(text)) return 'on'
  if (/^(false|no)$/i.test(text)) return 'off'
  if (/^0x[0-9a-f]+$/i.test(text)) return String(Number.parseInt(text, 16))
  const [, digits, unit] = /^(\d+)([kmgt])$/i.exec(text) ?? []
  return unit ? String(Number(digits) * { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }[unit.toLowerCase() as 'k']) : text
}
