import type { Profile } from '../../model/index.ts'
import { FactSheet, type ReadOptions } from '../facts.ts'
import { checkInput } from '../limits.ts'
import { lackingOfFlags } from './cpu-lacks.ts'
import { cpuName } from './cpu-names.ts'

/** Names of architectures that QEMU has its own word for. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  ppc64le: 'ppc64',
  i686: 'i386',
  i586: 'i386',
  amd64: 'x86_64',
  arm64: 'aarch64',
  armv7l: 'arm',
  armv6l: 'arm',
}

/** An architecture as QEMU names it. */
export function archOf(word: string): string {
  return Object.hasOwn(ARCHITECTURES, word) ? (ARCHITECTURES[word] as string) : word
}

/** Whether text looks like what programs say of a host: `uname -a`, `qemu --version`, `virsh version`, `xl info`, /proc/cpuinfo. */
export function isHostReport(text: string): boolean {
  return /^(?:Linux \S+ \d|QEMU emulator version |xen_major\s*:|xen_version\s*:|Using library: libvirt|libvirtd? \(libvirt\)|processor\s*:\s*\d+\s*$|processor 0: version|vendor_id\s*: )/m.test(
    text,
  )
}

/**
 * Reads what programs say of a host, one after the other in one text: `uname -a`, `qemu-system-… --version`, `virsh version`, `xl info` and /proc/cpuinfo.
 * Lines of none of them are listed as not understood.
 */
export function parseHostReport(text: string, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'host'
  checkInput(text, name)
  const sheet = new FactSheet({ ...options, name })
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const rest = lines.filter((line, index) => line !== '' && !line.startsWith('#') && !readLine(line, index + 1, sheet))
  readFields(text, lines, sheet)
  return sheet.profile(false, rest)
}

/** Sentences of programs, with the fact that each has. */
const SENTENCES: readonly (readonly [fact: string, pattern: RegExp])[] = [
  ['qemu', /^QEMU emulator version (\S+?)(?: \((.*)\))?$/],
  ['qemu', /^Running hypervisor: QEMU (\S+)$/],
  ['xen', /^Running hypervisor: Xen (\S+)$/],
  ['libvirt', /^(?:Compiled against library: libvirt|Using library: libvirt|libvirtd? \(libvirt\)|Running against daemon:) (\S+)$/],
]
/** Lines of those programs that say nothing more. */
const SILENT = /^(?:Copyright \(c\)|Using API: |processor\s|cpu\s|[A-Za-z0-9_() .-]+\s*:)/

function readLine(line: string, number: number, sheet: FactSheet): boolean {
  const place = `${sheet.name}, line ${number}`
  const [, linux, rest] = /^Linux \S+ (\d\S*) (.*)$/.exec(line) ?? []
  if (linux && rest) {
    sheet.replace('linux', linux, place)
    const arch = rest.split(' ').findLast((word) => /^(x86_64|i[56]86|ppc64(le)?|aarch64|arm\w*|s390x|riscv64|loongarch64)$/.test(word))
    if (arch) sheet.replace('arch', archOf(arch), place)
    return true
  }
  for (const [fact, pattern] of SENTENCES) {
    const [, version, build] = pattern.exec(line) ?? []
    if (version === undefined) continue
    // Between releases: no range of releases tells what it has.
    if (fact === 'qemu' && /^\d+\.\d+\.[5-9]\d\b/.test(version)) return false
    if (!sheet.has(fact)) sheet.replace(fact, fact === 'qemu' ? qemuVersion(version, build) : version, place)
    return true
  }
  return SILENT.test(line)
}

/**
 * A version of QEMU, with the build where that is an enterprise distribution's, whose backports upstream's ranges do not tell.
 * @param build as QEMU shows it: `qemu-kvm-8.2.0-11.el9_4`, `Debian 1:7.2+dfsg-7`
 */
export function qemuVersion(version: string, build = ''): string {
  const release = /-(\d[\w.~+]*\.el\d\S*)/.exec(build)?.[1]
  return release ? `${version}-${release.replace(/[^\w.~+-].*$/, '')}` : version
}

/** What is listed as `name : value`: /proc/cpuinfo and `xl info`. */
function readFields(text: string, lines: readonly string[], sheet: FactSheet): void {
  const fields = new Map<string, string>()
  const places = new Map<string, string>()
  for (const [index, line] of lines.entries()) {
    const [, key, value] = /^([^:]+?)\s*:\s*(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined || fields.has(key)) continue
    fields.set(key, value)
    places.set(key, `${sheet.name}, line ${index + 1}`)
  }
  const placeOf = (key: string): string => places.get(key) ?? sheet.name
  if (fields.has('xen_major')) {
    const version =
      fields.get('xen_version') ?? `${fields.get('xen_major')}.${fields.get('xen_minor')}${/^\.\d+/.exec(fields.get('xen_extra') ?? '')?.[0] ?? ''}`
    sheet.replace('xen', beforePre(version), placeOf('xen_major'))
    sheet.replace('accel', 'xen', placeOf('xen_major'))
    const kernel = fields.get('release')
    if (kernel && /^\d/.test(kernel)) sheet.replace('linux', kernel, placeOf('release'))
    const arch = fields.get('machine')
    if (arch) sheet.replace('arch', archOf(arch), placeOf('machine'))
  }
  const cpu = cpuName(fields, text)
  if (cpu) sheet.replace('cpu', cpu, placeOf(fields.has('cpu') ? 'cpu' : 'model'))
  const flags = fields.get('flags')
  const lacking = cpu && flags ? lackingOfFlags(cpu, new Set(flags.split(/\s+/))) : undefined
  if (lacking) sheet.replace('cpu.without', lacking, placeOf('flags'))
}

/** `4.17.4-pre` is what stood in the branch after 4.17.3, which has at least what that has. */
function beforePre(version: string): string {
  const [, branch, patch] = /^(\d+\.\d+)\.([1-9]\d*)-pre$/.exec(version) ?? []
  return branch === undefined ? version : `${branch}.${Number(patch) - 1}`
}
