import type { Bus, Knowledge } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import type { Scope } from '../condition.ts'
import type { SidePart, Values } from './side-part.ts'

/**
 * Gives each part the key by which the receiver knows it: what the stream calls it, and its address. A part without an address gets the first
 * free one of its bus, in the order of the definition, as QEMU does.
 */
export function placeParts(knowledge: Knowledge, parts: readonly SidePart[], values: Values, scope: Scope): void {
  const buses = new Buses(knowledge, scope)
  seekBuses(parts, buses)
  const counted = new Map<string, number>()
  for (const part of parts) {
    const data = part.class?.data
    const name =
      data?.section === undefined ? `-${part.kind} ${data ? data.class : part.driver}` : filled(data.section, (key) => values.valueOf(part, key) ?? '')
    const place = data && (data.place ?? data.bus) ? placeOf(part, values, buses) : undefined
    if (place !== undefined) part.place = place
    const key = place === undefined ? name : `${name}@${place}`
    const count = counted.get(key) ?? 0
    counted.set(key, count + 1)
    part.key = count === 0 ? key : `${key}#${count}`
    for (const { bus, suffix, first, last } of data?.provides ?? [])
      buses.add({ type: bus, name: `${part.given.get('id') ?? ''}${suffix}`, key: `${place ?? part.key}${suffix}`, first, last, used: new Set(), owner: part })
  }
  findHeads(parts)
}

/** Finds the part at function 0 of the slot that each part is at. */
function findHeads(parts: readonly SidePart[]): void {
  const heads = new Map<string, SidePart>()
  for (const part of parts) if (part.place?.endsWith('.0') && isGiven(part)) heads.set(part.place, part)
  for (const part of parts) if (part.place) part.head = heads.get(part.place.replace(/\.[^./]*$/, '.0'))
}

/**
 * Finds out which buses there are for each part; of what no record speaks it may bring any, and what has no name brings one of any name. Devices are
 * made last, each after those before it.
 */
function seekBuses(parts: readonly SidePart[], buses: Buses): void {
  const since = new Map<string, number>()
  const first = (bus: string, at: number): void => {
    if (!since.has(bus)) since.set(bus, at)
  }
  const bring = ({ class: of, given }: SidePart, at: number): void => {
    for (const { bus, suffix } of of?.data.provides ?? []) {
      first(bus, at)
      first(`${bus} ${given.has('id') ? `${given.get('id')}${suffix}` : ''}`, at)
    }
  }
  for (const { bus } of buses.possible) first(bus, -1)
  for (const part of parts) if (part.kind !== 'device') bring(part, -1)
  let any = Number.POSITIVE_INFINITY
  for (const [at, part] of parts.entries()) {
    const before = (bus: string): boolean => (since.get(bus) ?? Number.POSITIVE_INFINITY) < at
    part.hasBus = (bus, name) => at > any || (name === undefined ? before(bus) : before(`${bus} ${name}`) || before(`${bus} `) || buses.mayHave(bus, name))
    if (part.kind !== 'device') continue
    bring(part, at)
    if (!part.class) any = Math.min(any, at)
  }
}

function placeOf(part: SidePart, values: Values, buses: Buses): string {
  const { bus: type, place = [] } = (part.class as NonNullable<SidePart['class']>).data
  const named = part.given.get('bus')
  const bus = type === undefined ? undefined : buses.find(type, named)
  part.below = bus?.owner
  const at = (address: readonly string[], given: boolean): string => {
    const whole = [...(bus ? [bus.key] : []), ...address].join('/')
    if (bus?.last !== undefined && isBeyond(bus)) part.taken = 'full'
    else if (bus && given && buses.occupy(whole)) part.taken = 'yes'
    return whole
  }
  if (bus?.row !== undefined) return at([String(take(bus, named === undefined ? undefined : numberIn(bus.row, named, 10)))], named !== undefined)
  let free = bus !== undefined
  const numbers = place
    .filter((name) => name !== 'bus')
    .map((name) => {
      const given = part.given.get(name)
      const known = given === undefined ? undefined : name === 'addr' ? address(part.device?.properties[name] ?? given) : given
      if (!free || !bus) return known ?? values.valueOf(part, name) ?? '0'
      free = false
      if (known === undefined) {
        const usual = Number(part.class?.properties.get(name)?.data.default ?? Number.NaN)
        const taken = take(bus, bus.used.has(usual) || Number.isNaN(usual) ? undefined : usual)
        return name === 'addr' ? `${taken}.0` : String(taken)
      }
      const number = bus.form === undefined ? Number.parseInt(known, 10) : numberIn(bus.form, known, 16)
      bus.used.add(number)
      return bus.form === undefined || Number.isNaN(number) ? known : String(number)
    })
  return at(numbers, isGiven(part))
}

/** Whether the definition says all of the address. */
function isGiven({ class: of, given }: SidePart): boolean {
  const place = of?.data.place ?? []
  return place.length > 0 && place.every((name) => given.has(name))
}

/** Whether a bus has given out an address that it has not. */
function isBeyond({ last, step = 1, used }: Known): boolean {
  return last !== undefined && [...used].some((number) => (step > 0 ? number > last : number < last))
}

/** Takes an address, or the first that is free. */
function take(bus: Known, wanted: number | undefined): number {
  let next = wanted ?? bus.first
  while (wanted === undefined && bus.used.has(next)) next += bus.step ?? 1
  bus.used.add(next)
  return next
}

/** The number that stands in a text where the form has `*`. */
function numberIn(form: string, text: string, radix: 10 | 16): number {
  const [before = '', after = ''] = form.split('*')
  return text.startsWith(before) && text.endsWith(after) ? Number.parseInt(text.slice(before.length, text.length - after.length), radix) : Number.NaN
}

/** A PCI address as `slot.function` in decimal; QEMU reads `addr=` as hexadecimal, with or without `0x`. */
function address(text: string): string {
  const [slot = '0', fn = '0'] = text.split(':').at(-1)?.split('.') ?? []
  return `${Number.parseInt(slot, 16)}.${Number.parseInt(fn, 16)}`
}

interface Known {
  readonly type: string
  readonly name: string
  readonly key: string
  readonly first: number
  readonly last?: number | undefined
  readonly used: Set<number>
  readonly step?: number
  readonly form?: string | undefined
  /** The name of a row of buses, with `*` for the number. */
  readonly row?: string
  /** The part that brings it. */
  readonly owner?: SidePart
}

/** The buses that machines have, of all rules. */
function busesOf(knowledge: Knowledge): readonly Bus[] {
  const known = buses.get(knowledge) ?? knowledge.rules.flatMap(({ data }) => data.buses)
  buses.set(knowledge, known)
  return known
}

const buses = new WeakMap<Knowledge, readonly Bus[]>()

/** The buses of a side: those that the machine has and those that parts bring. */
class Buses {
  readonly #known: Known[] = []
  readonly #taken = new Set<string>()
  /** Those that the machine has, or may have. */
  readonly possible: Bus[] = []

  constructor(knowledge: Knowledge, scope: Scope) {
    for (const one of busesOf(knowledge)) {
      const { if: condition, bus, name, first, last, step, form, taken } = one
      const truth = condition ? truthOf(condition, scope) : 'yes'
      if (truth !== 'no') this.possible.push(one)
      if (truth !== 'yes') continue
      for (const number of taken) for (const address of [number, `${number}.0`]) this.#taken.add(`${name}/${address}`)
      this.add({ type: bus, name, key: name, first, last, step, form, used: new Set(taken), ...(name.includes('*') ? { row: name } : {}) })
    }
  }

  /** Takes an address that was given; tells whether the machine or an earlier part has it, which was given it too. */
  occupy(address: string): boolean {
    const taken = this.#taken.has(address)
    this.#taken.add(address)
    return taken
  }

  /** Whether the machine may have a bus of a type and a name. */
  mayHave(type: string, name: string): boolean {
    return this.possible.some((bus) => bus.bus === type && (bus.name === name || inRow(bus, name)))
  }

  add(bus: Known): void {
    this.#known.push(bus)
  }

  /** The bus of a name, else the first of a type; one that nobody brings is taken to be there. */
  find(type: string, name: string | undefined): Known {
    const found = this.#known.find((bus) => bus.type === type && (name === undefined || bus.name === name || isIn(bus, name)))
    if (found) return found
    const made: Known = { type, name: name ?? type, key: name ?? type, first: 0, used: new Set() }
    this.#known.push(made)
    return made
  }
}

function isIn({ row }: Known, name: string): boolean {
  return row !== undefined && !Number.isNaN(numberIn(row, name, 10))
}

function inRow({ name: row, first, last = Number.POSITIVE_INFINITY, step }: Bus, name: string): boolean {
  const number = row.includes('*') ? numberIn(row, name, 10) : Number.NaN
  return step < 0 ? number <= first : number <= last
}

function filled(template: string, value: (name: string) => string): string {
  return template.includes('{') ? template.replace(/\{([^{}]+)\}/g, (_, name: string) => value(name)) : template
}
