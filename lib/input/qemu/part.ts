import type { FactSheet } from '../facts.ts'
import { type Pairs, propertiesOf, readOptionString } from './option-string.ts'
import type { PartOption } from './part-options.ts'

/**
 * Takes an option that makes a part of the VM.
 * @returns whether it was understood
 */
export function readPart(
  option: string,
  { key, driver, implied = key, whole, lists, properties = {}, ...rest }: PartOption,
  text: string,
  sheet: FactSheet,
): boolean {
  const kind = rest.kind ?? option.slice(1)
  if (whole) return sheet.part(kind, driver ?? kind, { [whole]: text, ...properties })
  const pairs: Pairs = readOptionString(text, implied || undefined, sheet.name)
  const word = pairs.find(([name]) => name === key)?.[1] ?? driver
  if (word === undefined) return false
  return sheet.part(
    kind,
    word,
    propertiesOf(
      pairs.filter(([name]) => name !== key),
      lists,
    ),
  )
}

/** Takes `-global driver.property=value`, or the same with a key each. */
export function readGlobal(text: string, sheet: FactSheet): boolean {
  const [, driver, property, value] = /^([^.=,]+)\.([^=]+)=(.*)$/s.exec(text) ?? []
  if (driver && property) return sheet.part('global', driver, { [property]: value ?? '' })
  const long = propertiesOf(readOptionString(text, undefined, sheet.name))
  return long.driver !== undefined && long.property !== undefined && sheet.part('global', long.driver, { [long.property]: long.value ?? '' })
}

/** Takes `-virtfs local,path=…,mount_tag=…`: a file system and the device that shows it. */
export function readVirtfs(text: string, sheet: FactSheet): boolean {
  const { fsdriver, mount_tag, ...properties } = propertiesOf(readOptionString(text, 'fsdriver', sheet.name))
  if (!fsdriver || !mount_tag) return false
  const id = properties.id ?? mount_tag
  return sheet.part('fsdev', fsdriver, { ...properties, id }) && sheet.part('device', 'virtio-9p-pci', { fsdev: id, mount_tag })
}

/** Takes `-serial unix:/path`, `-vga std`: the word in front is the driver. */
export function readWord(kind: string, text: string, sheet: FactSheet): boolean {
  if (text.startsWith('/')) return sheet.part(kind, 'serial', { to: text })
  const [, driver = '', rest] = /^([^:,]+)[:,]?(.*)$/s.exec(text) ?? []
  return driver !== '' && sheet.part(kind, driver, rest ? { to: rest } : {})
}
