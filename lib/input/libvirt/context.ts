import type { FactSheet } from '../facts.ts'
import type { Element } from './xml.ts'

/** What the readers of a domain's elements share. */
export interface Context {
  readonly sheet: FactSheet
  /** Names of machine options that are facts. */
  readonly known: ReadonlySet<string>
  readonly arch: string
  /** The machine type as the domain names it; empty if it does not. */
  readonly machine: string
  readonly accel: string
  /** The root bus is PCI Express. */
  readonly express: boolean
  /** The number of a controller. */
  readonly indexOf: (controller: Element) => number
  /** The model of the PCI controller with this index. */
  readonly busses: ReadonlyMap<number, string | undefined>
  /** The model of the SCSI controller with this index. */
  readonly scsi: ReadonlyMap<number, string | undefined>
  /** Adds to the CPU's words: `hv-time=on`. */
  readonly cpuWords: string[]
  /** The number of the first <audio>, which sound devices use that name none. */
  readonly audio: string | undefined
  /** Kinds of devices to boot from that none was found for yet, with their place in the order. */
  readonly boot: Map<string, number>
  /** Numbers given to devices that have no alias, by kind. */
  readonly counts: Map<string, number>
  /** What an element says in QEMU's own words that no fact was taken from. */
  readonly notUnderstood: string[]
  /** What libvirt adds that the domain does not name, and that cannot be told from it. */
  readonly unnamed: string[]
}

/** Properties of a part; what is undefined is left out. */
export type Properties = Readonly<Record<string, string | undefined>>

/** Adds a part. */
export function addPart({ sheet }: Context, kind: string, driver: string, properties: Properties): void {
  sheet.part(kind, driver, Object.fromEntries(Object.entries(properties).filter((pair): pair is [string, string] => pair[1] !== undefined)))
}

/** Sets an option of the machine if a record knows it; otherwise the element is left unread. */
export function setOption({ sheet, known }: Context, key: string, value: string, path: string): boolean {
  if (!known.has(key)) return false
  sheet.replace(key, value, place(sheet.name, path))
  return true
}

/** Takes an attribute as a machine option if that is known; it stays unread, and so is listed, if not. */
export function takeOption(context: Context, element: Element, attribute: string, key: string, path: string): void {
  if (!context.known.has(key)) return
  const value = element.attribute(attribute)
  if (value !== undefined) setOption(context, key, value, path)
}

/** Where a fact comes from, for messages. */
export function place(name: string, path: string): string {
  return `${name}, <${path}>`
}

/** libvirt's words for a switch as QEMU has them. */
export function switchOf(value: string | undefined): string | undefined {
  return value === 'yes' ? 'on' : value === 'no' ? 'off' : value
}

/** The device's id: its alias, or the one that libvirt would give it. */
export function idOf(context: Context, device: Element, stem: string): string {
  const count = context.counts.get(stem) ?? 0
  context.counts.set(stem, count + 1)
  return device.of('alias', 'name') ?? `${stem}${count}`
}

/** What s390x boots from a device is an option of its machine. */
export function takeLoadparm(context: Context, device: Element): void {
  const boot = device.child('boot')
  if (boot) takeOption(context, boot, 'loadparm', 'loadparm', `devices/${device.name}/boot`)
}

/** A device's place in the boot order: its own, or that of the first device of a kind that the domain boots from. */
export function bootIndex(context: Context, device: Element, kind?: string): string | undefined {
  const own = device.of('boot', 'order')
  const place = kind === undefined ? undefined : context.boot.get(kind)
  if (own !== undefined || kind === undefined || place === undefined) return own
  context.boot.delete(kind)
  return String(place)
}
