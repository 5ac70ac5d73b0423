import type { Bus } from '../../lib/model/index.ts'
import { holds } from './condition.ts'
import type { Part, Parts } from './parts.ts'

/** Where a part is: what the receiver calls it, and the part that brings the bus that it is on. */
export interface Placed {
  readonly part: Part
  readonly key: string
  readonly below: Placed | undefined
  readonly place: string | undefined
  /** Whether the machine or an earlier part has the same address, where both were given, or the bus has no more. */
  readonly taken: 'yes' | 'full' | 'no'
  /** Whether all of the address was given. */
  readonly given: boolean
}

interface Known {
  readonly type: string
  readonly name: string
  readonly key: string
  readonly first: number
  readonly last?: number | undefined
  readonly step: number
  readonly form?: string | undefined
  readonly taken: number[]
  readonly machines: readonly number[]
  owner?: Placed
}

/** Parts in the order of the definition, each with its section and address; parts that are called alike are counted. */
export function placed(parts: Parts): Placed[] {
  const roots = parts.world.knowledge.rules.flatMap(({ data }) => data.buses).filter((bus) => !bus.if || holds(bus.if, parts.world).truth === 'yes')
  const buses = roots.map(
    ({ bus, name, first, last, step, form, taken }: Bus): Known => ({
      type: bus,
      name,
      key: name,
      first,
      last,
      step,
      form,
      taken: [...taken],
      machines: roots.filter((one) => one.name === name).flatMap((one) => one.taken),
    }),
  )
  const done: Placed[] = []
  const taking: string[] = []
  const counted: string[] = []
  for (const part of parts.parts) {
    const said = part.class?.said
    const section = said?.section
    const name = section === undefined ? `-${part.kind} ${part.class?.name ?? part.driver}` : parts.filled(part, section)
    const bus = said?.bus === undefined ? undefined : busOf(buses, said.bus, part.given.bus)
    const address = bus || said?.place ? addressOf(part, parts, bus) : undefined
    const bare = address === undefined ? name : `${name}@${address}`
    const count = counted.filter((one) => one === bare).length
    counted.push(bare)
    const given = isGiven(part, bus)
    const full = bus?.taken.some((number) => isAfter(bus, number)) ?? false
    const taken = full ? 'full' : given && bus && address !== undefined && (isMachines(bus, address) || taking.includes(address)) ? 'yes' : 'no'
    if (given && bus && address !== undefined && !full) taking.push(address)
    const here: Placed = { part, key: count === 0 ? bare : `${bare}#${count}`, below: bus?.owner, place: address, taken, given: isGiven(part) }
    done.push(here)
    for (const { bus: type, suffix, first, last } of part.class?.provides ?? [])
      buses.push({
        type,
        name: `${part.given.id ?? ''}${suffix}`,
        key: `${address ?? here.key}${suffix}`,
        first,
        last,
        step: 1,
        taken: [],
        machines: [],
        owner: here,
      })
  }
  return done
}

/** Whether all of an address is in the definition; in a row of buses, the bus is the address. */
function isGiven({ class: of, given }: Part, bus?: Known): boolean {
  const place = bus?.name.includes('*') ? ['bus'] : (of?.said.place ?? [])
  return place.length > 0 && place.every((name) => name in given)
}

/** Whether a number is beyond the last of a bus. */
function isAfter({ last, step }: Known, number: number): boolean {
  return last !== undefined && (step > 0 ? number > last : number < last)
}

function isMachines({ key, machines }: Known, address: string): boolean {
  return machines.some((number) => [`${key}/${number}`, `${key}/${number}.0`].includes(address))
}

/** The bus of a name, or of a row with a `*` for its number, else the first of the type; one that nobody brings is taken to be there. */
function busOf(buses: Known[], type: string, name: string | undefined): Known {
  const found = buses.find((bus) => bus.type === type && (name === undefined || bus.name === name || numberIn(bus.name, name, 10) !== undefined))
  if (found) return found
  const made = { type, name: name ?? type, key: name ?? type, first: 0, step: 1, taken: [], machines: [] }
  buses.push(made)
  return made
}

function addressOf(part: Part, parts: Parts, bus: Known | undefined): string {
  if (bus?.name.includes('*')) {
    const number = part.given.bus === undefined ? free(bus) : (numberIn(bus.name, part.given.bus, 10) as number)
    bus.taken.push(number)
    return `${bus.key}/${number}`
  }
  const names = (part.class?.said.place ?? []).filter((name) => name !== 'bus')
  const numbers = names.map((name, index) => {
    const given = name === 'addr' && part.given.addr !== undefined ? slotAndFunction(part.listed?.properties.addr ?? part.given.addr) : part.given[name]
    // Only the first tells where on the bus it is.
    if (!bus || index > 0) return given ?? parts.tell(part, name).value ?? '0'
    if (given !== undefined) {
      const number = bus.form === undefined ? Number.parseInt(given, 10) : numberIn(bus.form, given, 16)
      if (number !== undefined) bus.taken.push(number)
      return bus.form === undefined || number === undefined ? given : String(number)
    }
    const usual = Number(part.class?.properties[name]?.of.default ?? Number.NaN)
    const number = Number.isNaN(usual) || bus.taken.includes(usual) ? free(bus) : usual
    bus.taken.push(number)
    return name === 'addr' ? `${number}.0` : String(number)
  })
  return [...(bus ? [bus.key] : []), ...numbers].join('/')
}

function free({ first, step, taken }: Known): number {
  let number = first
  while (taken.includes(number)) number += step
  return number
}

/** The number that a text has where the form has `*`. */
export function numberIn(form: string, text: string, radix: number): number | undefined {
  const [before = '', after] = form.split('*')
  if (after === undefined || !text.startsWith(before) || !text.endsWith(after)) return undefined
  const number = Number.parseInt(text.slice(before.length, text.length - after.length), radix)
  return Number.isNaN(number) ? undefined : number
}

/** `addr=` is hexadecimal: slot and function. */
function slotAndFunction(text: string): string {
  const [slot = '', fn = '0'] = (text.split(':').at(-1) ?? '').split('.')
  return `${Number.parseInt(slot, 16)}.${Number.parseInt(fn, 16)}`
}
