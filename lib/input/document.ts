import { parseDocument as parseYamlDocument, visit } from 'yaml'
import type { Profile } from '../model/index.ts'
import { FactSheet, type ReadOptions } from './facts.ts'
import { isQmp, readQmp } from './qmp/qmp.ts'
import { checkDepth, checkInput, problem, shorten } from './limits.ts'

/**
 * Reads a profile file in JSON or YAML: a mapping with the keys of the shorthand; `device` a list of `-device` strings or of
 * mappings with `driver`; `config` a list or a mapping; `guest` a mapping (`uses` a list). A `Profile` as this library makes it is taken too, and
 * a dump of QMP.
 * @throws InputError with every problem
 */
export function parseDocument(text: string, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'input'
  checkInput(text, name)
  checkDepth(text, name)
  const values = /^\s*[{[]/.test(text) ? jsonValues(text) : []
  const dump = values.length === 1 ? values[0] : values
  return isQmp(dump) ? readQmp(dump, options) : profileOf(parseTree(text, name), options)
}

/** JSON values, one after the other, as a dump of QMP has them; none if something else is among them. */
function jsonValues(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    try {
      return text
        .split(/\r?\n(?=[{[])/)
        .filter((part) => part.trim() !== '')
        .map((part): unknown => JSON.parse(part))
    } catch {
      return []
    }
  }
}

/** The same for a value that was parsed already, such as a request's body. */
export function profileOf(value: unknown, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'input'
  if (!isMapping(value)) throw problem(name, `\`${name}\` is not a mapping of facts; write it as \`{"qemu": "7.2", "linux": "5.15"}\``)
  const sheet = new FactSheet(options)
  const notUnderstood = readMapping(value, '', sheet, name)
  return sheet.profile(value.complete === true, notUnderstood)
}

/** Facts whose value is a version. */
const VERSIONS = new Set(['linux', 'qemu', 'xen', 'libvirt', 'guest.linux'])

function readMapping(mapping: Record<string, unknown>, prefix: string, sheet: FactSheet, name: string, nested = false): string[] {
  const notUnderstood: string[] = []
  for (const [key, value] of Object.entries(mapping)) {
    const full = prefix + key
    if (full === 'facts' && isMapping(value) && !nested) notUnderstood.push(...readMapping(value, '', sheet, name, true))
    else if (full === 'not-understood' && Array.isArray(value)) notUnderstood.push(...value.map(String))
    else if (full === 'complete' || full === 'places') continue
    else if (full === 'device' || full === 'devices') readDevices(value, sheet, name)
    else if (full === 'guest' && isMapping(value)) notUnderstood.push(...readMapping(value, 'guest.', sheet, name))
    else if (isMapping(value) && (full === 'config' || full === 'guest.config' || full === 'xenfeat' || full === 'guest.uses')) {
      for (const [part, setting] of Object.entries(value)) sheet.take(`${full}.${part}`, scalar(setting), `${name}, ${full}.${part}`)
    } else if (Array.isArray(value)) for (const part of value) sheet.take(full, scalar(part), `${name}, ${full}`)
    else if (isMapping(value)) sheet.fail(full, `\`${shorten(full)}\` in ${name} is a mapping; it takes one value`)
    else if (typeof value === 'number' && !Number.isInteger(value) && VERSIONS.has(full))
      sheet.fail(full, `\`${full}\` is the number ${value}, which cannot be told from ${value}0; write versions as text: \`"${full}": "${value}"\``)
    else sheet.take(full, scalar(value), `${name}, ${full}`)
  }
  return notUnderstood
}

function readDevices(value: unknown, sheet: FactSheet, name: string): void {
  for (const device of Array.isArray(value) ? value : [value]) {
    if (typeof device === 'string') sheet.device(device, name)
    else if (isMapping(device) && typeof device.driver === 'string') {
      const properties = isMapping(device.properties) ? device.properties : Object.fromEntries(Object.entries(device).filter(([key]) => key !== 'driver'))
      sheet.device([device.driver, ...Object.entries(properties).map(([key, setting]) => `${key}=${scalar(setting).replaceAll(',', ',,')}`)].join(','), name)
    } else sheet.fail('device', `a device in ${name} is neither text nor a mapping with \`driver\``)
  }
}

function scalar(value: unknown): string {
  if (value === true) return 'on'
  if (value === false) return 'off'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A text in JSON or YAML as plain values; numbers are kept as they were written. @throws InputError with one line */
export function parseTree(text: string, name: string): unknown {
  checkDepth(text, name)
  try {
    const document = parseYamlDocument(text, { schema: 'core', uniqueKeys: true, logLevel: 'error', version: '1.2', customTags: [] })
    // A tag that is not known would be read as text.
    const fault = document.errors[0] ?? document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')
    if (fault) throw fault
    // A version that nobody quoted keeps its zeros: `5.10` is not 5.1.
    visit(document, {
      Scalar: (_, node) => {
        if (typeof node.value === 'number' && node.source) node.value = node.source
      },
    })
    return document.toJS({ maxAliasCount: 20 })
  } catch (error) {
    throw problem(name, `\`${name}\` is not valid JSON or YAML: ${reasonOf(error as Error)}`)
  }
}

/** The parser's message as the rest of a line. */
function reasonOf({ message }: Error): string {
  const [first = ''] = message.split('\n')
  return /multiple documents/.test(first) ? 'it holds several documents; give one' : first.replace(/:$/, '').toLowerCase()
}

/** Whether a value is a mapping of names. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
