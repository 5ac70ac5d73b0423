import type { Case } from '../../model/index.ts'
import type { SidePart } from './side-part.ts'

/** Where the value of a name comes from that a record asks of a part, and that was not given for it. */
export type Source =
  | { readonly kind: 'words' | 'referred' | 'none' }
  /** Where the part is, as a text. */
  | { readonly kind: 'place'; readonly of: (part: SidePart) => string | undefined }
  | { readonly kind: 'has'; readonly bus: string }
  | { readonly kind: 'count'; readonly class: string }
  | { readonly kind: 'same'; readonly names: readonly string[] }
  /** The same of another part, if there is one: that of the slot's function 0, that which brings the bus, one that a property names. */
  | { readonly kind: 'slot' | 'bus' | 'refers'; readonly part: SidePart | undefined; readonly name: string }
  /** What the class says. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cases'; readonly cases: readonly Case[] }

/** Finds out where values come from. @param named a backend by its name */
export function sourcesOf(parts: readonly SidePart[], named: (id: string | undefined) => SidePart | undefined): (part: SidePart, name: string) => Source {
  let bringers: ReadonlyMap<string, SidePart> | undefined
  /** The part that brings the bus which a part names: one before it, as QEMU makes devices in order. */
  const busOf = ({ given, index }: SidePart): SidePart | undefined => {
    const bus = given.get('bus')
    if (bus === undefined) return undefined
    bringers ??= bringersOf(parts)
    const found = bringers.get(bus)
    return found && found.index < index ? found : undefined
  }
  return (part, name) => {
    const plain = PLAIN.get(name)
    if (plain) return plain
    const dot = name.indexOf('.')
    const [before, rest] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)]
    if (before === 'word') return WORDS
    if (before === 'has') return { kind: 'has', bus: rest }
    if (before === 'count') return { kind: 'count', class: rest }
    if (before === 'same') return { kind: 'same', names: rest.split('+') }
    if (before === 'slot') return { kind: 'slot', part: part.head, name: rest }
    if (before === 'bus') return { kind: 'bus', part: busOf(part), name: rest }
    if (before !== '' && part.class?.properties.get(before)?.data.refers !== undefined) {
      return { kind: 'refers', part: named(part.given.get(before) ?? ''), name: rest }
    }
    const said = part.class?.fields.get(name)?.data.cases ?? part.class?.properties.get(name)?.data.default
    return said === undefined ? NONE : typeof said === 'string' ? { kind: 'text', text: said } : { kind: 'cases', cases: said }
  }
}

const NONE: Source = { kind: 'none' }
const WORDS: Source = { kind: 'words' }

/**
 * `place` is bus and address; `place.taken` whether another has this address, where both were given, or the bus is full; `place.bus` whether the bus
 * is there that the part names.
 */
const PLAIN: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['unavailable', WORDS],
  ['referred', { kind: 'referred' }],
  ['place', { kind: 'place', of: ({ place }) => place }],
  ['place.taken', { kind: 'place', of: ({ taken }) => taken ?? 'no' }],
  [
    'place.bus',
    {
      kind: 'place',
      of: ({ given, class: of, hasBus }) => {
        const [bus, type] = [given.get('bus'), of?.data.bus]
        return bus === undefined || type === undefined ? undefined : hasBus(type, bus) ? 'yes' : 'no'
      },
    },
  ],
])

/** The first device that brings a bus, by the bus's name. */
function bringersOf(parts: readonly SidePart[]): ReadonlyMap<string, SidePart> {
  const bringers = new Map<string, SidePart>()
  for (const part of parts) {
    if (part.kind !== 'device') continue
    for (const { suffix } of part.class?.data.provides ?? []) {
      const name = `${part.given.get('id')}${suffix}`
      if (!bringers.has(name)) bringers.set(name, part)
    }
  }
  return bringers
}
