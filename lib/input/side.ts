import type { Profile } from '../model/index.ts'
import { NO_ACCEL, parseCmdline } from './cmdline.ts'
import { parseDocument, profileOf } from './document.ts'
import { parseDomain } from './domain.ts'
import type { ReadOptions } from './facts.ts'
import { isHostReport, parseHostReport } from './host/report.ts'
import { problem, shorten } from './limits.ts'
import { parseShorthand } from './shorthand.ts'
import { isXlConfig, parseXlConfig } from './xen/xl.ts'

/** Characters of a pasted text in which a program's name is looked for. */
const LONGEST_ENVIRONMENT = 8192

/** Endings of files that are read whatever else they look like; others are told by their content. */
const FORMS: Readonly<Record<string, (text: string, options: ReadOptions) => Profile>> = {
  yaml: parseDocument,
  yml: parseDocument,
  cmd: parseCmdline,
  args: parseCmdline,
}
const ENDINGS = ['json', 'ndjson', 'xml', 'cfg', 'xl', 'hvm', 'txt', 'log', 'info', 'qmp', 'sh', ...Object.keys(FORMS)]

/** Whether `text` names a file, by its ending: `host.yaml`, `vm.xml`, `vm.cfg`. */
export function isFileName(text: string): boolean {
  return !/\s/.test(text.trim()) && !text.includes('=') && ENDINGS.includes(endingOf(text))
}

/** Reads a file's text. What it is tells its ending (.yaml, .cmd and .args: QEMU command lines), else its content, as `parseText` does. */
export function parseFile(fileName: string, text: string, options: ReadOptions = {}): Profile {
  const ending = endingOf(fileName)
  const read = Object.hasOwn(FORMS, ending) ? (FORMS[ending] as (typeof FORMS)[string]) : parseText
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

/** What a text can be. */
export type TextForm = 'command line' | 'libvirt document' | 'document' | 'xl configuration' | 'host report' | 'facts'

const READERS: Readonly<Record<TextForm, (text: string, options: ReadOptions) => Profile>> = {
  'command line': parseCmdline,
  'libvirt document': parseDomain,
  document: parseDocument,
  'xl configuration': parseXlConfig,
  'host report': parseHostReport,
  facts: parseShorthand,
}

/**
 * Any pasted text, told apart by how it looks: a QEMU command line (of a log too), a libvirt domain or capabilities, JSON or YAML, a dump of QMP, a configuration of
 * xl, what programs say of a host (`uname -a`, `qemu --version`, `xl info`, /proc/cpuinfo), or shorthand.
 */
export function parseText(text: string, options: ReadOptions = {}): Profile {
  const plain = text.replace(/^\ufeff/, '').trimStart()
  return READERS[formOfText(plain)](plain, options)
}

/** What a text is, by how it looks; facts if it looks like nothing else. */
export function formOfText(text: string): TextForm {
  const start = text.trimStart()
  const head = start.slice(0, LONGEST_ENVIRONMENT)
  if (isHostReport(head) && !/\s-(?:M|machine|m|smp|device|accel|cpu)\s/.test(head)) return 'host report'
  // A log has the environment before the program, a mail a prompt.
  if (/^[^<{]*(^|[\s/])(qemu-system-[a-z0-9_]+|qemu-kvm)(\s|$)/.test(head)) return 'command line'
  if (start.startsWith('<')) return 'libvirt document'
  if (start.startsWith('{') || start.startsWith('[')) return 'document'
  if (/^(\S*\/)?(qemu-system-\S+|qemu-kvm|kvm)(\s|$)/.test(start)) return 'command line'
  if (isXlConfig(start)) return 'xl configuration'
  return /^(?:#.*\n|\s*\n)*(?:---\s*\n|[A-Za-z][\w.-]*:(?:\s|$))/.test(start) ? 'document' : 'facts'
}

/**
 * A VM's definition with what is known of the host it runs on; the host decides where both speak, but for the accelerator, of which a host may have
 * several and the VM's own word counts. A CPU of libvirt's mode host-model becomes what that is on the host.
 */
export function withHost(vm: Profile, host: Profile | undefined): Profile {
  if (!host) return vm
  const { 'host-model': hostModel, ...hostFacts } = host.facts
  const isDefault = vm.places.accel?.endsWith(NO_ACCEL) && ['accel', 'kvm', 'xen'].some((key) => key in hostFacts)
  const { accel: given, ...vmFacts } = vm.facts
  const accel = isDefault ? undefined : given
  const { vcpu } = vmFacts
  return {
    ...vm,
    facts: {
      ...vmFacts,
      ...hostFacts,
      ...(accel === undefined ? {} : { accel }),
      ...(vcpu !== undefined && hostModel !== undefined && /^host-model(?=,|$)/.test(vcpu) ? { vcpu: vcpu.replace('host-model', hostModel) } : {}),
    },
    places: { ...vm.places, ...host.places, ...(accel === undefined ? {} : { accel: vm.places.accel ?? '' }) },
    devices: [...vm.devices, ...host.devices],
    'not-understood': [...vm['not-understood'], ...host['not-understood']],
  }
}

/** The part of a file's name after its last dot. */
function endingOf(fileName: string): string {
  return /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
}
