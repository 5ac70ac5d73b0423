import type { Profile } from '../model/index.ts'
import { FactSheet, memoryOf, type ReadOptions, splitCommas } from './facts.ts'
import { checkInput, problem } from './limits.ts'
import { wordsOf } from './shorthand.ts'

/** Options that no guest sees, with whether they take an argument. */
const UNSEEN: Readonly<Record<string, boolean>> = {
  '-name': true,
  '-display': true,
  '-monitor': true,
  '-qmp': true,
  '-qmp-pretty': true,
  '-mon': true,
  '-chardev': true,
  '-pidfile': true,
  '-daemonize': false,
  '-S': false,
  '-no-user-config': false,
  '-nodefaults': false,
  '-nographic': false,
  '-sandbox': true,
  '-msg': true,
  '-trace': true,
  '-D': true,
  '-d': true,
  '-L': true,
  '-incoming': true,
  '-runas': true,
  '-run-with': true,
  '-vnc': true,
  '-spice': true,
  '-k': true,
  '-overcommit': true,
  '-only-migratable': false,
}

/** Options that take no argument, among those that are not understood. */
const FLAGS = new Set([
  '-no-reboot',
  '-no-shutdown',
  '-no-acpi',
  '-no-hpet',
  '-usb',
  '-snapshot',
  '-s',
  '-full-screen',
  '-enable-fips',
  '-no-fd-bootchk',
  '-semihosting',
  '-mem-prealloc',
  '-win2k-hack',
  '-preconfig',
])

/**
 * Reads a QEMU command line. The VM's definition is whole: what it does not name is at its default. What is not understood is
 * listed as that.
 * @param words as a list, or as text quoted as in a shell (line ends escaped with `\` or not, comments with `#` at a line's start)
 * @throws InputError if it is not a QEMU command line at all, or contradicts itself
 */
export function parseCmdline(words: string | readonly string[], options: ReadOptions = {}): Profile {
  const name = options.name ?? 'command line'
  const list = typeof words === 'string' ? splitText(words, name) : words
  for (const word of list) checkInput(word, name)
  const start = list.findIndex((word) => /(^|\/)(qemu-system-[a-z0-9_]+|qemu-kvm|kvm)$/.test(word))
  if (start < 0) throw problem(name, `\`${name}\` names no QEMU; it begins with something like \`qemu-system-ppc64\``)
  // Machine options have names of their own per machine; all are taken as facts.
  const machineOptions = new Set(options.options)
  const sheet = new FactSheet({ ...options, name })
  const notUnderstood: string[] = []
  let hasAccel = false
  const arch = /qemu-system-([a-z0-9_]+)$/.exec(list[start] as string)?.[1]
  if (arch) sheet.set('arch', arch, `${name}, word ${start + 1}`)
  for (let at = start + 1; at < list.length; at++) {
    const option = (list[at] as string).replace(/^--(?=[a-z])/, '-')
    const place = `${name}, word ${at + 1}`
    const unseen = Object.hasOwn(UNSEEN, option) ? UNSEEN[option] : undefined
    if (unseen !== undefined) {
      at += unseen ? 1 : 0
      continue
    }
    if (option === '-enable-kvm') {
      sheet.set('accel', 'kvm', place)
      continue
    }
    const value = FLAGS.has(option) || !option.startsWith('-') ? undefined : list[at + 1]
    if (value === undefined) {
      notUnderstood.push(option)
      continue
    }
    at++
    switch (option) {
      case '-M':
      case '-machine':
        readMachine(value, sheet, place, machineOptions, notUnderstood)
        break
      case '-accel':
        // QEMU tries one after the other; the first is what is meant.
        if (!hasAccel) sheet.set('accel', splitCommas(value)[0]?.replace(/^accel=/, '') ?? value, place)
        hasAccel = true
        break
      case '-cpu':
        readCpu(value, sheet, place)
        break
      case '-m':
        readMemory(value, sheet, place, notUnderstood)
        break
      case '-smp':
        sheet.set('smp', value, place)
        break
      case '-device':
        sheet.device(value, place)
        break
      default:
        notUnderstood.push(`${option} ${value}`)
    }
  }
  return sheet.profile(true, notUnderstood)
}

function readMachine(text: string, sheet: FactSheet, place: string, known: ReadonlySet<string>, notUnderstood: string[]): void {
  for (const [index, part] of splitCommas(text).entries()) {
    const [key = '', value] = part.includes('=')
      ? [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]
      : index === 0
        ? ['type', part]
        : [part, 'on']
    if (value === undefined || value === '') continue
    if (key === 'type') sheet.set('machine', value, place)
    else if (key === 'accel') sheet.set('accel', value.split(':')[0] as string, place)
    else if (key === 'kvm-type') sheet.set('kvm', value.toLowerCase(), place)
    else if (key === 'max-cpu-compat' || known.has(key)) sheet.set(key, value, place)
    else notUnderstood.push(`-machine ${part}`)
  }
}

/** `model,+feature,property=value`; the old `compat=` is `max-cpu-compat`. */
function readCpu(text: string, sheet: FactSheet, place: string): void {
  const [model = '', ...rest] = splitCommas(text)
  const compat = rest.find((part) => part.startsWith('compat='))
  if (compat) sheet.set('max-cpu-compat', compat.slice('compat='.length), place)
  sheet.set('vcpu', [model, ...rest.filter((part) => part !== compat)].join(','), place)
}

/** `2G`, `size=4096,slots=…`: the size in MiB; the rest is not understood. */
function readMemory(text: string, sheet: FactSheet, place: string, notUnderstood: string[]): void {
  for (const [index, part] of splitCommas(text).entries()) {
    if (part.startsWith('size=') || (index === 0 && !part.includes('='))) sheet.set('memory', memoryOf(part.replace(/^size=/, '')), place)
    else notUnderstood.push(`-m ${part}`)
  }
}

function splitText(text: string, name: string): string[] {
  checkInput(text, name)
  return wordsOf(
    text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .replace(/\\\r?\n/g, ' '),
    name,
  )
}
