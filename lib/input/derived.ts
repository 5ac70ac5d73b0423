import type { Device } from '../model/index.ts'
import { shorten } from './limits.ts'
import { bytesOf } from './qemu/size.ts'

/** A fact that follows from others. */
export interface Derived {
  readonly key: string
  readonly value: string
  /** The fact whose place in the input is named for it; none for the input as a whole. */
  readonly of?: string
}

/** What follows from a definition as a whole, which conditions cannot reckon or look for. */
export function derivedFacts(facts: ReadonlyMap<string, string>, parts: readonly Device[]): readonly Derived[] {
  // QEMU rounds up to 8 KiB.
  const size = Math.ceil(Number(facts.get('memory')) * 128) / 128
  return [...(size ? [...sizes(facts, size), ...shares(facts, parts, size)] : []), ...twins(parts), ...drives(parts)]
}

function sizes(facts: ReadonlyMap<string, string>, size: number): Derived[] {
  const most = Number(facts.get('memory.maxmem'))
  return [
    ...(size % 256 === 0 ? [] : [{ key: 'memory.multiple', value: String(Number.isInteger(size) ? size & -size : 0), of: 'memory' }]),
    ...(most <= size ? [{ key: 'memory.room', value: most < size ? 'short' : 'none', of: 'memory.maxmem' }] : []),
  ]
}

/** The RAM of all NUMA nodes, and that of the machine's backend, where they are not the RAM size. */
function shares(facts: ReadonlyMap<string, string>, parts: readonly Device[], size: number): Derived[] {
  const backends = new Map(parts.filter(({ kind }) => kind === 'object').map(({ properties }) => [properties.id, properties.size]))
  const sizeOf = (id: string): number => (bytesOf(backends.get(id) ?? '') ?? Number.NaN) / 1024 ** 2
  const whole = facts.get('memory-backend')
  const nodes = parts.filter(({ kind, driver }) => kind === 'numa' && driver === 'node').map(({ properties }) => properties)
  const shared = nodes.filter(({ mem, memdev }) => mem !== undefined || memdev !== undefined)
  const inNodes = shared.reduce(
    (sum, { mem, memdev }) => sum + (memdev === undefined ? (bytesOf(mem ?? '', 'M') ?? Number.NaN) / 1024 ** 2 : sizeOf(memdev)),
    0,
  )
  return [
    ...(shared.length > 0 && differs(inNodes, size) ? [{ key: 'memory.nodes', value: String(inNodes), of: 'memory' }] : []),
    ...(whole !== undefined && differs(sizeOf(whole), size) ? [{ key: 'memory.backing', value: String(sizeOf(whole)), of: 'memory-backend' }] : []),
  ]
}

/** Not where a size is not known. */
function differs(one: number, other: number): boolean {
  return one < other || one > other
}

/** Names that two devices have, or two others of one kind. */
function twins(parts: readonly Device[]): Derived[] {
  const seen = new Set<string>()
  const found = new Set<string>()
  for (const { kind, properties } of parts) {
    if (kind === 'global') continue
    for (const name of new Set([properties.id, properties['node-name']].filter((one) => one !== undefined))) {
      // A drive is a node, too.
      const whole = `${kind === 'drive' ? 'blockdev' : kind} ${name}`
      if (seen.has(whole)) found.add(whole)
      seen.add(whole)
    }
  }
  return found.size > 0 ? [{ key: 'definition.twins', value: [...found].map(shorten).join(', ') }] : []
}

/**
 * Places of drives that an earlier one has; what gives none takes the first that is free. Drives that give bus and unit are left out: how many units a
 * bus has is the machine's.
 * Source: blockdev.c, drive_new
 */
function drives(parts: readonly Device[]): Derived[] {
  const taken = new Map<string, { readonly places: Set<number>; free: number }>()
  const found = new Set<string>()
  for (const { kind, driver, properties } of parts) {
    if (kind !== 'drive' || properties.bus !== undefined || properties.unit !== undefined || !/^\d*$/.test(properties.index ?? '')) continue
    const of = taken.get(driver) ?? { places: new Set(), free: 0 }
    taken.set(driver, of)
    const place = properties.index === undefined ? of.free : Number(properties.index)
    if (of.places.has(place)) found.add(`index=${place}${driver === 'default' ? '' : ` of if=${driver}`}`)
    of.places.add(place)
    while (of.places.has(of.free)) of.free++
  }
  return found.size > 0 ? [{ key: 'definition.drives', value: [...found].map(shorten).join(', ') }] : []
}
