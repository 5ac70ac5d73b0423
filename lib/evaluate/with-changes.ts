import { type Change, type Device, NOT_SET, type Profile } from '../model/index.ts'
import { globMatches } from './glob.ts'
import { partText } from './parts/given.ts'

/**
 * A profile with changes made. `device.<id or driver>.<property>` changes that property of every such part (also `netdev.`, `blockdev.`, …);
 * `add.device` and `remove.device` take one in and out.
 */
export function withChanges(profile: Profile, changes: readonly Change[], side: 'source' | 'destination'): Profile {
  let { facts, devices } = profile
  for (const { side: on, set, to } of changes) {
    if (on !== side) continue
    const [, verb, kind] = /^(add|remove)\.([a-z]+)$/.exec(set) ?? []
    const [, of, name, property] = /^([a-z]+)\.(.+)\.([^.]+)$/.exec(set) ?? []
    if (verb === 'add') devices = [...devices, readPart(kind as string, to)]
    else if (verb === 'remove') devices = devices.filter((one) => one.kind !== kind || partText(one) !== to)
    else if (of && devices.some((one) => one.kind === of && isMeant(one, name as string)))
      devices = devices.map(
        (one): Device => (one.kind === of && isMeant(one, name as string) ? { ...one, properties: changed(one.properties, property as string, to) } : one),
      )
    else facts = changed(facts, set, to)
  }
  return { ...profile, facts, devices }
}

function changed(values: Readonly<Record<string, string>>, name: string, to: string): Record<string, string> {
  const { [name]: _before, ...others } = values
  return to === NOT_SET ? others : { ...values, [name]: to }
}

/** A part by its id, its driver, or the beginning of its driver (`vhost-*`). */
function isMeant({ driver, properties }: Device, name: string): boolean {
  return properties.id === name || properties['node-name'] === name || globMatches(name, driver)
}

/** A part as `partText` writes it. */
function readPart(kind: string, text: string): Device {
  const [driver = '', ...rest] = text.split(',')
  return { kind, driver, properties: Object.fromEntries(rest.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)])) }
}
