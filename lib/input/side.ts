import type { Profile } from '../model/index.ts'
import { parseCmdline } from './cmdline.ts'
import { parseDocument, profileOf } from './document.ts'
import { parseDomain } from './domain.ts'
import type { ReadOptions } from './facts.ts'
import { type TextForm, endingOf, formOfText } from './form.ts'
import { parseHostReport } from './host/report.ts'
import { problem, shorten } from './limits.ts'
import { parseShorthand } from './shorthand.ts'
import { withHost } from './with-host.ts'
import { parseXlConfig } from './xen/xl.ts'

/** Endings of files that are read whatever else they look like; others are told by their content. */
const FORMS: Readonly<Record<string, (text: string, options: ReadOptions) => Profile>> = {
  yaml: parseDocument,
  yml: parseDocument,
  cmd: parseCmdline,
  args: parseCmdline,
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
