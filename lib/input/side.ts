import type { Profile } from '../model/index.ts'
import { parseCmdline } from './cmdline.ts'
import { parseDocument, profileOf } from './document.ts'
import { parseDomain } from './domain.ts'
import type { ReadOptions } from './facts.ts'
import { problem, shorten } from './limits.ts'
import { parseShorthand } from './shorthand.ts'

/** Characters of a pasted text in which a program's name is looked for. */
const LONGEST_ENVIRONMENT = 8192

/** Forms of a file by its ending. */
const FORMS: Readonly<Record<string, (text: string, options: ReadOptions) => Profile>> = {
  json: parseDocument,
  yaml: parseDocument,
  yml: parseDocument,
  xml: parseDomain,
  cmd: parseCmdline,
  args: parseCmdline,
}

/** Whether `text` names a file that `parseFile` takes, by its ending. */
export function isFileName(text: string): boolean {
  return !/\s/.test(text.trim()) && !text.includes('=') && formOf(text) !== undefined
}

/** Reads a file's text in the form that its ending names: .json, .yaml, .xml (libvirt domain), .cmd or .args (QEMU command line). */
export function parseFile(fileName: string, text: string, options: ReadOptions = {}): Profile {
  const read = formOf(fileName)
  if (!read) throw problem(fileName, `\`${shorten(fileName)}\` has no known ending; use .json, .yaml, .xml, .cmd or .args`)
  return read(text.replace(/^\ufeff/, ''), { name: fileName, ...options })
}

/**
 * Reads one side of a question as JSON has it: pasted text, a profile as a mapping, `{"cmdline": […], "host": …}` or
 * `{"text": …, "host": …}`, where `host` (shorthand or mapping) says what the rest does not.
 * @throws InputError with every problem
 */
export function parseSide(value: unknown, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'input'
  if (typeof value === 'string') return parseText(value, options)
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'cmdline' in value) {
    const { cmdline, host, ...rest } = value as { cmdline: unknown; host?: unknown }
    const extra = Object.keys(rest)[0]
    if (extra) throw problem(`${name}.${extra}`, `\`${shorten(extra)}\` does not go with \`cmdline\`; give \`cmdline\` and \`host\``)
    const words =
      typeof cmdline === 'string' || (Array.isArray(cmdline) && cmdline.every((word): word is string => typeof word === 'string')) ? cmdline : undefined
    if (words === undefined) throw problem(`${name}.cmdline`, `\`${name}.cmdline\` is neither text nor a list of words`)
    return withHost(
      parseCmdline(words, { ...options, name: `${name}.cmdline` }),
      host === undefined ? undefined : parseHost(host, { ...options, name: `${name}.host` }),
    )
  }
  if (typeof value === 'object' && value !== null && 'text' in value && 'host' in value) {
    const { text, host, ...rest } = value as { text: unknown; host: unknown }
    const extra = Object.keys(rest)[0]
    if (extra) throw problem(`${name}.${extra}`, `\`${shorten(extra)}\` does not go with \`text\`; give \`text\` and \`host\``)
    if (typeof text !== 'string') throw problem(`${name}.text`, `\`${name}.text\` is not text`)
    return withHost(parseText(text, options), parseHost(host, { ...options, name: `${name}.host` }))
  }
  return profileOf(value, options)
}

/** What is said of a host: text or a mapping; it has no host of its own. */
function parseHost(value: unknown, options: ReadOptions): Profile {
  return typeof value === 'string' ? parseText(value, options) : profileOf(value, options)
}

/** Any pasted text: a QEMU command line, a libvirt domain, JSON, or shorthand, told apart by how it begins. */
export function parseText(text: string, options: ReadOptions = {}): Profile {
  const start = text.trimStart()
  // A log has the environment before the program, a mail a prompt.
  if (/^[^<{]*(^|[\s/])(qemu-system-[a-z0-9_]+|qemu-kvm)(\s|$)/.test(start.slice(0, LONGEST_ENVIRONMENT))) return parseCmdline(text, options)
  if (start.startsWith('<')) return parseDomain(text, options)
  if (start.startsWith('{')) return parseDocument(text, options)
  if (/^(\S*\/)?(qemu-system-\S+|qemu-kvm|kvm)(\s|$)/.test(start)) return parseCmdline(text, options)
  return parseShorthand(text, options)
}

/** A VM's definition with what is known of the host it runs on; the host decides where both speak. */
export function withHost(vm: Profile, host: Profile | undefined): Profile {
  if (!host) return vm
  return {
    ...vm,
    facts: { ...vm.facts, ...host.facts },
    places: { ...vm.places, ...host.places },
    devices: [...vm.devices, ...host.devices],
    'not-understood': [...vm['not-understood'], ...host['not-understood']],
  }
}

function formOf(fileName: string): ((text: string, options: ReadOptions) => Profile) | undefined {
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(FORMS, ending) ? FORMS[ending] : undefined
}
