import type { Bus, Knowledge } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import type { Scope } from '../condition.ts'
import type { SidePart, SideParts } from './side-parts.ts'

/**
 * Gives each part the key by which the receiver knows it: what the stream calls it, and its address. A part without an address gets the first
 * free one of its bus, in the order of the definition, as QEMU does.
 */
export function placeParts(knowledge: Knowledge, parts: readonly SidePart[], values: Omit<SideParts, 'parts'>, scope: Scope): void {
  const buses = new Buses(knowledge, scope)
  const counted = new Map<string, number>()
  for (const part of parts) {
    const data = part.class?.data
    const name =
      data?.section === undefined ? `-${part.kind} ${data ? data.class : part.driver}` : filled(data.section, (key) => values.valueOf(part, key) ?? '')
    const place = data && (data.place ?? data.bus) ? placeOf(part, values, buses) : undefined
    const key = place === undefined ? name : `${name}@${place}`
    const count = counted.get(key) ?? 0
    counted.set(key, count + 1)
    part.key = count === 0 ? key : `${key}#${count}`
    for (const { bus, suffix, first } of data?.provides ?? [])
      buses.add({ type: bus, name: `${part.given.get('id') ?? ''}${suffix}`, key: `${place ?? part.key}${suffix}`, first, used: new Set(), owner: part })
  }
}

function placeOf(part: SidePart, values: Omit<SideParts, 'parts'>, buses: Buses): string {
  const { bus: type, place = [] } = (part.class as NonNullable<SidePart['class']>).data
  const bus = type === undefined ? undefined : buses.find(type, part.given.get('bus'))
  part.below = bus?.owner
  let free = bus !== undefined
  const numbers = place
    .filter((name) => name !== 'bus')
    .map((name) => {
      const given = part.given.get(name)
      const known = given === undefined ? undefined : name === 'addr' ? address(part.device?.properties[name] ?? given) : given
      if (known === undefined && free && bus) {
        free = false
        let next = bus.first
        while (bus.used.has(next)) next++
        bus.used.add(next)
        return name === 'addr' ? `${next}.0` : String(next)
      }
      if (known !== undefined && free && bus) {
        free = false
        bus.used.add(Number.parseInt(known, 10))
      }
      return known ?? values.valueOf(part, name) ?? '0'
    })
  return [bus?.key, ...numbers].filter((one) => one !== undefined).join('/')
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
  readonly used: Set<number>
  /** The part that brings it. */
  readonly owner?: SidePart
}

/** The buses of a side: those that the machine has and those that parts bring. */
class Buses {
  readonly #known: Known[] = []

  constructor(knowledge: Knowledge, scope: Scope) {
    const roots: Bus[] = knowledge.rules.flatMap(({ data }) => data.buses).filter((bus) => !bus.if || truthOf(bus.if, scope) === 'yes')
    for (const { bus, name, first, taken } of roots) this.add({ type: bus, name, key: name, first, used: new Set(taken) })
  }

  add(bus: Known): void {
    this.#known.push(bus)
  }

  /** The bus of a name, else the first of a type; one that nobody brings is taken to be there. */
  find(type: string, name: string | undefined): Known {
    const found = this.#known.find((bus) => bus.type === type && (name === undefined || bus.name === name))
    if (found) return found
    const made: Known = { type, name: name ?? type, key: name ?? type, first: 0, used: new Set() }
    this.#known.push(made)
    return made
  }
}

function filled(template: string, value: (name: string) => string): string {
  return template.includes('{') ? template.replace(/\{([^{}]+)\}/g, (_, name: string) => value(name)) : template
}
