import type { Profile } from '../model/index.ts'
import { FactSheet, type ReadOptions } from './facts.ts'
import { checkInput, problem, shorten } from './limits.ts'
import { malformedIn } from './qemu/malformed.ts'
import { readAccel, readMachine } from './qemu/machine.ts'
import { readOptionString, splitCommas } from './qemu/option-string.ts'
import { MACHINE_FLAGS, PART_OPTIONS, WORD_OPTIONS } from './qemu/part-options.ts'
import { isOption, takesArgument } from './qemu/options.ts'
import { readGlobal, readPart, readVirtfs, readWord } from './qemu/part.ts'
import { BY_RELEASE } from './qemu/by-release.ts'
import { bytesOf } from './qemu/size.ts'
import { unheardIn } from './qemu/unheard.ts'
import { FLAGS, UNSEEN } from './qemu/unseen.ts'
import { wordsOf } from './shorthand.ts'

/** QEMU as a program's name, with the guest's architecture where it has one. */
const PROGRAM = /(?:^|\/)(?:qemu-system-([a-z0-9_]+)(?:[-.][\w.-]*)?|qemu-kvm)$/
/** Where a shell ends a command. */
const ENDS = new Set(['|', '||', '&', '&&', ';'])

/**
 * Reads a QEMU command line. The VM's definition is whole: what it does not name is at its default. What is not understood is
 * listed as that.
 * @param words as a list, or as text quoted as in a shell (line ends escaped with `\` or not, comments with `#` at a line's start)
 * @throws InputError if it is not a QEMU command line at all, or contradicts itself
 */
export function parseCmdline(words: string | readonly string[], options: ReadOptions = {}): Profile {
  const name = options.name ?? 'command line'
  const text = typeof words === 'string' ? lastStart(words) : undefined
  const list = typeof words === 'string' ? splitText(text as string, name) : words
  for (const word of list) checkInput(word, name)
  const exact = list.findIndex((word) => PROGRAM.test(word))
  const start = exact < 0 ? list.findIndex((word) => /(^|\/)kvm$/.test(word)) : exact
  if (start < 0) throw problem(name, `\`${name}\` names no QEMU; it begins with something like \`qemu-system-ppc64\``)
  const sheet = new FactSheet({ ...options, name })
  const arch = PROGRAM.exec(list[start] as string)?.[1]
  if (arch) sheet.set('arch', arch, `${name}, word ${start + 1}`)
  if (text !== undefined) readLogHeader(text, sheet)
  const notUnderstood = readOptions(list, start + 1, sheet, optionNames(options.options))
  if (!sheet.has('smp.cpus')) for (const key of ['smp.cpus', 'smp.maxcpus']) sheet.set(key, '1', `${name}, which has no -smp`)
  // A program that is called for KVM tries that first; otherwise QEMU emulates.
  if (!sheet.has('accel')) sheet.set('accel', arch ? 'tcg' : 'kvm', `${name}${NO_ACCEL}`)
  // The flavour of KVM says nothing where another accelerator is named.
  sheet.dropUnless('kvm', 'accel', 'kvm')
  return sheet.profile(true, notUnderstood)
}

/** Names of machine options; the same set for the same list, which is the knowledge's own. */
function optionNames(list: readonly string[] = NO_OPTIONS): ReadonlySet<string> {
  const known = optionSets.get(list) ?? new Set(list)
  optionSets.set(list, known)
  return known
}

const NO_OPTIONS: readonly string[] = []
const optionSets = new WeakMap<readonly string[], ReadonlySet<string>>()

/** How the place of an accelerator ends that no option names; what is known of the host goes before it. */
export const NO_ACCEL = ', which has no -accel'

/**
 * Takes the options from word `at` on.
 * @param known names of machine options, which differ per machine
 * @returns what was not understood
 */
export function readOptions(list: readonly string[], from: number, sheet: FactSheet, known: ReadonlySet<string>): string[] {
  const notUnderstood: string[] = []
  /** Said last, whatever their place: QEMU takes them after the rest. */
  const settings: string[] = []
  const bare = list.includes('-nodefaults') || list.includes('--nodefaults')
  const given = new Set<string>()
  const malformed: string[] = []
  const unheard = new Set<string>()
  let hasAccel = false
  let isTemporary = false
  for (let at = from; at < list.length; at++) {
    const option = (list[at] as string).replace(/^--(?=[a-zA-Z])/, '-')
    const place = `${sheet.name}, word ${at + 1}: ${option}`
    if (BY_RELEASE.has(option) && !given.has(option)) sheet.part('option', option.slice(1), {})
    given.add(option)
    if (/^-[a-zA-Z]/.test(option) && !isOption(option)) unheard.add(option)
    const next = list[at + 1]
    if (next !== undefined) for (const one of unheardIn(option, next, sheet.name)) unheard.add(one)
    else if (takesArgument(option)) malformed.push(`${option} without what it takes`)
    if (Object.hasOwn(UNSEEN, option)) {
      if (UNSEEN[option]) at++
      continue
    }
    const flag = Object.hasOwn(MACHINE_FLAGS, option) ? (MACHINE_FLAGS[option] as string) : undefined
    if (option === '-localtime') sheet.part('rtc', 'rtc', { base: 'localtime' })
    else if (option === '-snapshot') isTemporary = true
    else if (option === '-nodefaults') sheet.replace('nodefaults', 'yes', place)
    else if (option === '-enable-kvm' || option === '-no-kvm') sheet.replace('accel', option === '-no-kvm' ? 'tcg' : 'kvm', place)
    else if (flag !== undefined)
      notUnderstood.push(...(readMachine(readOptionString(flag, undefined, sheet.name), sheet, place, known).length > 0 ? [option] : []))
    else if (!option.startsWith('-') || option === '-') {
      // A disk's image may stand alone.
      if (PROGRAM.test(option)) throw problem(sheet.name, `\`${sheet.name}\` holds more than one QEMU command line; give one`)
      sheet.part('drive', 'default', { file: option, index: '0', media: 'disk' })
    } else if (FLAGS.has(option) || list[at + 1] === undefined || !isArgument(option, list[at + 1] as string)) notUnderstood.push(option)
    else {
      const value = list[++at] as string
      malformed.push(...malformedIn(option, value, sheet.name))
      if (option === '-set') settings.push(value)
      else if (option === '-accel') {
        // QEMU tries one after the other; the first is what is meant.
        if (!hasAccel) notUnderstood.push(...readAccel(readOptionString(value, 'accel', sheet.name), sheet, place, known))
        hasAccel = true
      } else notUnderstood.push(...readOption(option, value, sheet, place, known, bare))
    }
  }
  if (malformed.length > 0) sheet.set('definition.malformed', malformed.map(shorten).join(', '), sheet.name)
  if (unheard.size > 0) sheet.set('definition.unheard', [...unheard].map(shorten).join(', '), sheet.name)
  if (isTemporary) sheet.setTemporary()
  for (const setting of settings) if (!readSetting(setting, sheet)) notUnderstood.push(`-set ${setting}`)
  return notUnderstood
}

/** Takes one option with its argument. @returns what was not understood */
function readOption(option: string, value: string, sheet: FactSheet, place: string, known: ReadonlySet<string>, bare: boolean): string[] {
  const whole = (understood: boolean): string[] => (understood ? [] : [`${option} ${value}`])
  switch (option) {
    case '-M':
    case '-machine':
      return readWholeMachine(value, sheet, place, known)
    case '-cpu':
      readCpu(value, sheet, place)
      return []
    case '-m':
      return readMemory(value, sheet, place)
    case '-smp':
      return sheet.smp(value, readOptionString(value, 'cpus', sheet.name), place)
    case '-append':
      sheet.replace('append', value, place)
      return []
    case '-global':
      return whole(readGlobal(value, sheet))
    case '-virtfs':
      return whole(readVirtfs(value, sheet))
    case '-device':
      sheet.device(value, place)
      return []
  }
  const part = Object.hasOwn(PART_OPTIONS, option) ? PART_OPTIONS[option] : undefined
  if (part) return whole((part.none && bare && value === 'none') || readPart(option, part, value, sheet))
  const word = Object.hasOwn(WORD_OPTIONS, option) ? WORD_OPTIONS[option] : undefined
  return whole(word !== undefined && ((word.none && bare && value === 'none') || readWord(word.kind, value, sheet)))
}

/** `type,option=value`; the compound options `smp.…` and `memory.…` say what `-smp` and `-m` say. */
function readWholeMachine(text: string, sheet: FactSheet, place: string, known: ReadonlySet<string>): string[] {
  const pairs = readOptionString(text, 'type', sheet.name)
  const below = (prefix: string) => pairs.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const)
  const smp = below('smp.')
  const rest = smp.length > 0 ? sheet.smp(smp.map((pair) => pair.join('=')).join(','), smp, place) : []
  const memory = below('memory.').map(([key, value]) => `${key === 'max-size' ? 'maxmem' : key}=${value}`)
  if (memory.length > 0) rest.push(...readMemory(memory.join(','), sheet, place))
  return [
    ...rest,
    ...readMachine(
      pairs.filter(([key]) => !/^(smp|memory)\./.test(key)),
      sheet,
      place,
      known,
    ),
  ]
}

/** `model,+feature,property=value`; the old `compat=` is `max-cpu-compat`. */
function readCpu(text: string, sheet: FactSheet, place: string): void {
  const [model = '', ...rest] = splitCommas(text)
  const compat = rest.find((part) => part.startsWith('compat='))
  if (compat) sheet.replace('max-cpu-compat', compat.slice('compat='.length), place)
  sheet.replace('vcpu', [model, ...rest.filter((part) => part !== compat)].join(','), place)
}

/** `2G`, `size=4096,slots=2,maxmem=8G`: sizes in MiB. A size without a unit is in MiB, a greatest size in bytes. */
function readMemory(text: string, sheet: FactSheet, place: string): string[] {
  const rest: string[] = []
  for (const [key, value] of readOptionString(text, 'size', sheet.name)) {
    const bytes = bytesOf(value, key === 'size' ? 'M' : 'B')
    if (key === 'slots') sheet.replace('memory.slots', value, place)
    else if ((key === 'size' || key === 'maxmem') && bytes !== undefined)
      sheet.replace(key === 'size' ? 'memory' : 'memory.maxmem', String(bytes / 1024 ** 2), place)
    else rest.push(`-m ${key}=${value}`)
  }
  return rest
}

/** `-set device.id.property=value`, for what has that id. */
function readSetting(text: string, sheet: FactSheet): boolean {
  const [, kind = '', id = '', key = '', value = ''] = /^([^.=]+)\.([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? []
  return sheet.setProperty(kind, id, key, value)
}

/** Whether the next word is the option's argument; a kernel's command line may begin as it likes. */
function isArgument(option: string, next: string): boolean {
  return option === '-append' || !/^-{1,2}[a-zA-Z]/.test(next)
}

/** Libvirt's log of a VM says before each command line on what it runs. */
const LOG_HEADER = /: starting up libvirt version: [^\n]*\n/g
const LOG_VERSIONS = { libvirt: /libvirt version: ([\d.]+)/, qemu: /qemu version: ([\d.]+)/, linux: /kernel: ([^,\s]+)/ }

/** Of such a log the last start. */
function lastStart(text: string): string {
  const last = [...text.matchAll(LOG_HEADER)].at(-1)
  return last ? text.slice(last.index) : text
}

function readLogHeader(text: string, sheet: FactSheet): void {
  const [header] = text.matchAll(LOG_HEADER)
  if (!header || header.index > 0) return
  for (const [fact, pattern] of Object.entries(LOG_VERSIONS)) {
    const version = pattern.exec(header[0])?.[1]
    if (version) sheet.set(fact, version, `${sheet.name}, its log's line`)
  }
}

/** The lines of the command: those that end with a backslash and the one after, where the first one does; a log goes on after them. */
function commandLines(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.split(/\s/).some((word) => PROGRAM.test(word)))
  if (first < 0 || !/\\\r?$/.test(lines[first] as string)) return text
  const end = lines.findIndex((line, index) => index >= first && !/\\\r?$/.test(line))
  return (end < 0 ? lines : lines.slice(0, end + 1)).join('\n')
}

function splitText(text: string, name: string): string[] {
  checkInput(text, name)
  const words = wordsOf(
    quotedJson(
      commandLines(text.replace(LOG_HEADER, '\n'))
        .split('\n')
        .filter((line) => !line.startsWith('#'))
        .join('\n')
        .replace(/\\\r?\n/g, ''),
    ),
    name,
  )
  const program = words.findIndex((word) => PROGRAM.test(word))
  const end = words.findIndex((word, index) => index > program && ENDS.has(word))
  const command = end < 0 ? words : words.slice(0, end)
  // `2>&1`, `>log` and `> log` are the shell's.
  return command.filter((word, index) => !/^(\d|&)?>/.test(word) && !/^(\d|&)?>>?$/.test(command[index - 1] ?? ''))
}

/** JSON that stands without a shell's quotes, as `ps` and /proc show it, with them. */
function quotedJson(text: string): string {
  return text.replace(/(^|\s)(\{"\S*\})(?=\s|$)/g, (whole, before: string, json: string) =>
    isJson(json) ? `${before}'${json.replaceAll("'", `'"'"'`)}'` : whole,
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
