import { partOption } from '../evaluate/index.ts'
import { NOT_SET } from '../model/index.ts'

/**
 * Changes a part of the VM in a question's text, a command line or shorthand.
 * @param set `<kind>.<id or driver>.<property>` (a driver may end in `*`), `add.<kind>`, or `remove.<kind>`
 * @param to the property's value, or the part as QEMU's option has it (`driver,property=value`)
 * @returns undefined where the text names no such part, or cannot hold it
 */
export function editPart(text: string, set: string, to: string): string | undefined {
  const [, verb, other] = /^(add|remove)\.([a-z]+)$/.exec(set) ?? []
  if (verb === 'add') return added(text, other as string, to)
  if (verb === 'remove') return removed(text, other as string, to)
  const [, kind, name, property] = /^([a-z]+)\.(.+)\.([^.]+)$/.exec(set) ?? []
  return kind && name && property ? withProperty(text, kind, name, property, to) : undefined
}

/** Whether a change is of a part rather than of a fact. */
export function isPartChange(set: string): boolean {
  return /^(add|remove)\.[a-z]+$/.test(set) || (/^[a-z]+\..+\.[^.]+$/.test(set) && !/^(guest|config|xenfeat)\./.test(set))
}

function withProperty(text: string, kind: string, name: string, property: string, to: string): string | undefined {
  let found = false
  const changed = eachPart(text, kind, (before, driver, rest, end) => {
    const properties = rest.split(',').filter((part) => part !== '')
    const isMeant = name.endsWith('*') ? driver.startsWith(name.slice(0, -1)) : driver === name
    if (!isMeant && !properties.some((part) => part === `id=${name}` || part === `node-name=${name}`)) return undefined
    found = true
    const others = properties.filter((part) => part !== property && part !== `no${property}` && !part.startsWith(`${property}=`))
    return `${before}${[driver, ...others, ...(to === NOT_SET ? [] : [`${property}=${to}`])].join(',')}${end}`
  })
  return found ? changed : undefined
}

function added(text: string, kind: string, to: string): string | undefined {
  if (isCommandLine(text)) return `${text.trimEnd()} ${partOption(kind, to)}`
  return kind === 'device' ? `${text.trimEnd()} device=${to}` : undefined
}

function removed(text: string, kind: string, part: string): string | undefined {
  let found = false
  const [, option = ''] = /^-\S+ (.*)$/.exec(partOption(kind, part)) ?? []
  const changed = eachPart(text, kind, (_before, driver, rest) => {
    if (found || sorted(`${driver}${rest}`) !== sorted(option)) return undefined
    found = true
    return ''
  })
  return found ? changed.replace(/ {2,}/g, ' ').trim() : undefined
}

/** Words of an option without their order and without the name of what stands first: QEMU takes `driver=e1000` for `e1000`. */
function sorted(option: string): string {
  return option
    .replace(/(^|,)(driver|qom-type|backend|fsdriver|type)=/, '$1')
    .split(',')
    .sort()
    .join(',')
}

/** Calls `change` for every part of a kind: what stands before its driver, the driver, the rest with its commas, and a quote that closes it. */
function eachPart(text: string, kind: string, change: (before: string, driver: string, rest: string, end: string) => string | undefined): string {
  return text.replace(
    new RegExp(`((?:--?${kind}(?:\\s+|=)|(?<![\\w.-])${kind}=)["']?)([^\\s,"']+)((?:,[^\\s"']*)?)(["']?)`, 'g'),
    (whole, before: string, driver: string, rest: string, end: string) => change(before, driver, rest, end) ?? whole,
  )
}

function isCommandLine(text: string): boolean {
  return /(^|[\s/])(qemu-system-\S+|qemu-kvm|kvm)(\s|$)/.test(text.slice(0, 2000)) && !/^\s*[<{]/.test(text)
}
