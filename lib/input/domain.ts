import type { Profile } from '../model/index.ts'
import { readOptions } from './cmdline.ts'
import { FactSheet, type ReadOptions } from './facts.ts'
import { readCapabilities, readDomainCapabilities } from './host/capabilities.ts'
import { number } from './libvirt/address.ts'
import { readBoot, readClock, readPower, readSysinfo } from './libvirt/boot.ts'
import { type Context, addPart, place, setOption, takeOption } from './libvirt/context.ts'
import { controllerIndexes } from './libvirt/controller-index.ts'
import { readCpu } from './libvirt/cpu.ts'
import { readDevices } from './libvirt/devices.ts'
import { readFeatures } from './libvirt/features.ts'
import { readMemory, smpText } from './libvirt/memory.ts'
import { type Element, readXml } from './libvirt/xml.ts'
import { checkInput, problem } from './limits.ts'
import { readOptionString } from './qemu/option-string.ts'

/** Elements of a domain that no guest sees: names, what happens on its end, and the host's resources. */
const UNSEEN = [
  'name',
  'hwuuid',
  'title',
  'description',
  'metadata',
  'on_poweroff',
  'on_reboot',
  'on_crash',
  'on_lockfailure',
  'seclabel',
  'resource',
  'blkiotune',
  'memtune',
  'cputune',
  'numatune',
  'defaultiothread',
  'throttlegroups',
  'perf',
  // Where a paravirtual guest's kernel comes from is the host's to find.
  'bootloader',
  'bootloader_args',
  '@id',
]

/**
 * What a domain may tell libvirt that its QEMU can (oVirt does), and that changes no device: how images are named to QEMU, and whether backups may be asked for.
 * Source: libvirt, src/qemu/qemu_capabilities.h, and where qemu_backup.c and qemu_checkpoint.c ask for QEMU_CAPS_INCREMENTAL_BACKUP
 */
const UNSEEN_CAPABILITIES: ReadonlySet<string> = new Set(['blockdev', 'incremental-backup'])

const ACCELERATORS: Readonly<Record<string, string>> = { kvm: 'kvm', qemu: 'tcg', xen: 'xen', hvf: 'hvf' }

/** Architectures that QEMU calls otherwise. */
const ARCHITECTURES: Readonly<Record<string, string>> = { i686: 'i386', armv6l: 'arm', armv7l: 'arm', ppc64le: 'ppc64' }

/**
 * Reads a libvirt domain as the QEMU that libvirt would start: machine, CPU, memory, topology, firmware and devices, each in QEMU's own words.
 * The VM's definition is whole. What is not understood is listed by its path. Entities and DTDs are not read. The documents of `virsh capabilities` and
 * `virsh domcapabilities` are taken too, and say what the host is.
 * @throws InputError if it is none of them
 */
export function parseDomain(text: string, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'domain'
  checkInput(text, name)
  const root = readXml(text, name)
  const read = { ...options, name }
  if (root.name === 'capabilities') return readCapabilities(root, read)
  if (root.name === 'domainCapabilities') return readDomainCapabilities(root, read)
  // A domain's state, and a snapshot, hold it.
  const domain = root.name === 'domain' ? root : root.child('domain')
  if (!domain) throw problem(name, `\`${name}\` is not a libvirt domain; its root element is <domain>`)
  return readDomain(domain, read)
}

function readDomain(domain: Element, options: ReadOptions & { readonly name: string }): Profile {
  const { name } = options
  const sheet = new FactSheet(options)
  const os = domain.child('os')
  const type = os?.child('type')
  const virt = domain.attribute('type') ?? ''
  const machine = type?.attribute('machine') ?? ''
  const arch = type?.attribute('arch') ?? ''
  const accel = ACCELERATORS[virt]
  const controllers = domain.child('devices')?.all('controller') ?? []
  const indexes = controllerIndexes(controllers)
  const modelsOf = (kind: string): ReadonlyMap<number, string | undefined> =>
    new Map(controllers.filter((one) => one.attribute('type') === kind).map((one) => [indexes.get(one) ?? 0, one.attribute('model')] as const))
  const busses = modelsOf('pci')
  const express = [...busses.values()].includes('pcie-root') || /q35|^virt/.test(machine)
  const context: Context = {
    sheet,
    known: new Set(options.options),
    arch,
    machine,
    accel: accel ?? '',
    express,
    indexOf: (controller) => indexes.get(controller) ?? 0,
    busses,
    scsi: modelsOf('scsi'),
    audio: domain.child('devices')?.of('audio', 'id'),
    boot: new Map(),
    cpuWords: [],
    counts: new Map(),
    notUnderstood: [],
    unnamed: [],
  }
  if (accel) sheet.set('accel', accel, place(name, 'domain'))
  else context.notUnderstood.push(`domain type=${virt}`)
  if (arch) sheet.set('arch', ARCHITECTURES[arch] ?? arch, place(name, 'os/type'))
  if (machine) sheet.set('machine', machine, place(name, 'os/type'))
  // libvirt wants no devices but its own.
  if (accel && accel !== 'xen') {
    sheet.set('nodefaults', 'yes', place(name, 'domain'))
    if (context.known.has('usb')) sheet.set('usb', 'off', place(name, 'domain'))
  }
  readKind(context, type?.text)
  domain.ignore(...UNSEEN)
  const uuid = domain.textOf('uuid')
  if (uuid) addPart(context, 'uuid', 'uuid', { uuid })
  const genid = domain.child('genid')
  if (genid) addPart(context, 'device', 'vmgenid', { guid: genid.text, id: 'vmgenid0' })
  readMemory(context, domain)
  readThreads(context, domain)
  for (const one of domain.child('keywrap')?.all('cipher') ?? []) takeOption(context, one, 'state', `${one.attribute('name')}-key-wrap`, 'keywrap/cipher')
  const smp = smpText(domain)
  readEnabled(context, domain.child('vcpus'))
  sheet.smp(smp, readOptionString(smp, 'cpus', name), place(name, 'vcpu'))
  readBoot(context, os)
  readSysinfo(context, domain)
  readFeatures(context, domain.child('features'))
  readClock(context, domain.child('clock'))
  readPower(context, domain.child('pm'))
  readLaunchSecurity(context, domain.child('launchSecurity'))
  readDevices(context, domain.child('devices'))
  // Last, for other elements add to it.
  readCpu(context, domain.child('cpu'))
  const commandLine = readCommandLine(context, domain)
  const unnamed = context.unnamed.map((one) => `${one} (\`virsh dumpxml\` names it)`)
  return sheet.profile(true, [...[...context.notUnderstood, ...domain.unread()].map((one) => `<${one}>`), ...unnamed, ...commandLine])
}

/** Which vCPUs there are: the first ones, as of `-smp`; others are plugged one by one, and named in the stream. */
function readEnabled({ notUnderstood }: Context, vcpus: Element | undefined): void {
  const enabled = (vcpus?.all('vcpu') ?? []).filter((one) => one.attribute('enabled') !== 'no').map((one) => number(one.attribute('id')))
  vcpus?.ignore()
  if (enabled.some((id) => id >= enabled.length)) notUnderstood.push(`vcpus enabled=${enabled.join(',')}`)
}

/** What libvirt makes of <launchSecurity>, by its type. */
const GUARDS: Readonly<Record<string, string>> = { sev: 'sev-guest', 'sev-snp': 'sev-snp-guest', tdx: 'tdx-guest', 's390-pv': 's390-pv-guest' }

/** A guest whose memory the host cannot read: the object that guards it, and the machine's option that names it. */
function readLaunchSecurity(context: Context, security: Element | undefined): void {
  const driver = GUARDS[security?.attribute('type') ?? '']
  if (!security) return
  if (!driver) {
    context.notUnderstood.push(...security.whole('launchSecurity'))
    return
  }
  security.ignore()
  addPart(context, 'object', driver, { id: 'lsec0' })
  setOption(context, 'confidential-guest-support', 'lsec0', 'launchSecurity')
}

/** I/O threads, which the guest does not see. */
function readThreads(context: Context, domain: Element): void {
  const ids =
    domain
      .child('iothreadids')
      ?.all('iothread')
      .map((one) => one.attribute('id')) ?? []
  domain.child('iothreadids')?.ignore()
  const numbers = new Set([
    ...ids.filter((id) => id !== undefined),
    ...Array.from({ length: Math.min(number(domain.textOf('iothreads')), 1024) }, (_, index) => String(index + 1)),
  ])
  const count = Math.max(ids.length, Math.min(number(domain.textOf('iothreads')), 1024))
  for (const id of [...numbers].slice(0, count)) addPart(context, 'object', 'iothread', { id: `iothread${id}` })
}

/** `hvm` is what QEMU runs; the other kinds are Xen's. */
function readKind({ sheet, accel, notUnderstood }: Context, kind: string | undefined): void {
  if (kind === undefined || (kind === 'hvm' && accel !== 'xen')) return
  const guest: Readonly<Record<string, string>> = { hvm: 'hvm', linux: 'pv', xen: 'pv', xenpvh: 'pvh' }
  if (accel === 'xen' && Object.hasOwn(guest, kind)) sheet.set('guest.type', guest[kind] as string, place(sheet.name, 'os/type'))
  else notUnderstood.push(`os/type ${kind}`)
}

/** Takes what the domain gives to QEMU word by word. @returns what was not understood */
function readCommandLine(context: Context, domain: Element): string[] {
  const rest: string[] = []
  const own = domain.child('qemu:commandline')
  const words = own?.all('qemu:arg').map((one) => one.attribute('value') ?? '') ?? []
  for (const one of own?.all('qemu:env') ?? []) rest.push(`<qemu:commandline/qemu:env ${one.attribute('name')}=${one.attribute('value') ?? ''}>`)
  rest.push(...readOptions(words, 0, context.sheet, context.known))
  for (const device of domain.child('qemu:override')?.all('qemu:device') ?? []) {
    const alias = device.attribute('alias') ?? ''
    for (const property of device.child('qemu:frontend')?.all('qemu:property') ?? []) {
      const [key, type, value] = [property.attribute('name') ?? '', property.attribute('type'), property.attribute('value') ?? '']
      const text = type === 'bool' ? (value === 'true' ? 'on' : 'off') : value
      if (type === 'remove' || !context.sheet.setProperty('device', alias, key, text)) rest.push(`<qemu:override/qemu:device alias=${alias} ${key}=${value}>`)
    }
  }
  domain.ignore('qemu:deprecation')
  for (const one of domain.child('qemu:capabilities')?.all('qemu:add') ?? []) {
    const capability = one.attribute('capability') ?? ''
    if (!UNSEEN_CAPABILITIES.has(capability)) rest.push(`<qemu:capabilities/qemu:add capability=${capability}>`)
  }
  return rest
}
