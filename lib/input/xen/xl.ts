import type { Profile } from '../../model/index.ts'
import { FactSheet, type ReadOptions, memoryOf } from '../facts.ts'
import { checkInput, problem, shorten } from '../limits.ts'
import { type ConfigValue, readConfig } from './config.ts'

/** Settings that no guest sees: names, how the host shows it, and what happens on its end. */
const UNSEEN = new RegExp(
  `^(?:${[
    'name',
    'on_\\w+',
    'vnc\\w*',
    'sdl',
    'opengl',
    'keymap',
    'spice(?!vdagent|usbredirection)\\w*',
    'cpus(?:_soft)?',
    'cpu',
    'cpu_weight',
    'cap',
    'pool',
    'bootloader(?:_args)?',
    'seclabel',
    'init_seclabel',
    'device_model(?:_user)?',
    'claim_mode',
    'xl\\w*',
    'vncviewer',
    'autoballoon',
    'driver_domain',
    'device_model_stubdomain_seclabel',
    'console',
    'monitor',
  ].join('|')})$`,
)
/** Settings of the machine that a guest of kind HVM sees; most are on or off. */
const MACHINE = new Set(
  'pae acpi acpi_s3 acpi_s4 acpi_laptop_slate apic nx hap hpet viridian nestedhvm altp2m tsc_mode timer_mode vpt_align xen_platform_pci passthrough cpuid bios vga videoram usbversion msr_relaxed smm nomigrate'.split(
    ' ',
  ),
)
/** Files the guest is booted with, as QEMU's options call them. */
const FILES: Readonly<Record<string, string>> = { kernel: 'kernel', ramdisk: 'initrd', device_tree: 'dtb', bios_path_override: 'bios' }

/** Whether text looks like a configuration of xl or xm: it sets what only those have. */
export function isXlConfig(text: string): boolean {
  return KNOWN.test(text) || (LISTS.test(text) && !SECTIONS.test(text))
}

const KNOWN =
  /^[ \t]*(?:name|builder|vcpus|maxvcpus|maxmem|disk|vif|vfb|bootloader|ramdisk|device_model_version|on_(?:poweroff|reboot|crash))[ \t]*\+?=[ \t]*["'[\d]/m
/** Parts of one, for others to include, may have none of these. */
const LISTS = /^[ \t]*[a-z]\w*[ \t]*\+?=[ \t]*\[|^[a-z]\w*[ \t]+=[ \t]+["']/m
/** As QEMU's `-readconfig` takes them. */
const SECTIONS = /^\[[a-z][a-z0-9-]*(?: "[^"\n]*")?\][ \t]*$/m

/**
 * Reads a configuration of xl or xm: a Xen domain's memory, vCPUs, kind, disks and network. The VM's definition is whole. What no fact or
 * part is taken from is listed.
 * @throws InputError if it cannot be read
 */
export function parseXlConfig(text: string, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'configuration'
  checkInput(text, name)
  const { settings, rest } = readConfig(text, name)
  if (settings.size === 0) throw problem(name, `\`${name}\` has no settings; a configuration of xl has lines such as \`memory = 1024\``)
  const sheet = new FactSheet({ ...options, name })
  const notUnderstood = [...rest]
  sheet.set('accel', 'xen', `${name}, as all of xl`)
  const single = (key: string): string | undefined => {
    const value = settings.get(key)
    return typeof value === 'string' ? value : undefined
  }
  // PVH of the first kind was asked for by a setting of its own.
  const isPvh = /^[1-9]/.test(single('pvh') ?? '')
  const kind = kindOf(name, single('type'), single('builder')) ?? (isPvh ? 'pvh' : 'pv')
  sheet.set('guest.type', kind, `${name}, ${single('type') ? 'type' : isPvh ? 'pvh' : 'builder'}`)
  const vcpus = decimal(single('vcpus') ?? '1')
  sheet.set('smp.cpus', vcpus, `${name}, vcpus`)
  sheet.set('smp.maxcpus', decimal(single('maxvcpus') ?? vcpus), `${name}, maxvcpus`)
  const memory = single('memory') ?? single('maxmem')
  if (memory !== undefined) sheet.set('memory', memoryOf(decimal(memory)), `${name}, ${single('memory') === undefined ? 'maxmem' : 'memory'}`)
  // What a PV guest draws on; of other guests it is how the host shows their card.
  if (kind !== 'hvm' && (settings.has('vfb') || /^[1-9]/.test(single('vnc') ?? '') || /^[1-9]/.test(single('sdl') ?? ''))) sheet.part('vfb', 'vfb', {})
  const machine: Record<string, string> = {}
  for (const [key, value] of settings) {
    const place = `${name}, ${key}`
    if (['type', 'builder', 'pvh', 'vcpus', 'maxvcpus', 'memory', 'vfb'].includes(key) || UNSEEN.test(key)) continue
    // What xl starts HVM guests with itself.
    if (key === 'kernel' && /hvmloader/.test(textOf(value))) continue
    if (key === 'maxmem') sheet.set('memory.maxmem', memoryOf(decimal(textOf(value))), place)
    else if (key === 'uuid') sheet.part('uuid', 'uuid', { uuid: textOf(value) })
    else if (key === 'cmdline' || key === 'extra' || key === 'root')
      sheet.replace('append', [single('cmdline'), single('root') && `root=${single('root')}`, single('extra')].filter(Boolean).join(' '), place)
    else if (Object.hasOwn(FILES, key)) sheet.part(FILES[key] as string, FILES[key] as string, { file: textOf(value) })
    else if (key === 'boot') sheet.part('boot', 'boot', { order: textOf(value) })
    else if (key === 'localtime' || key === 'rtc_timeoffset') readClock(settings, sheet)
    else if (key === 'serial' || key === 'parallel') for (const one of listOf(value)) readPort(key, textOf(one), sheet)
    else if (key === 'usb') {
      if (value !== '0') sheet.part('usb', 'usb', {})
    } else if (key === 'usbdevice') for (const one of listOf(value)) readPort(key, textOf(one), sheet)
    else if (key === 'device_model_version') sheet.part('device-model', textOf(value), {})
    else if (key === 'vnuma') sheet.part('vnuma', 'vnuma', { nodes: String(listOf(value).length) })
    else if (MACHINE.has(key)) machine[key] = shown(value)
    else if (key === 'disk') for (const one of listOf(value)) sheet.part('disk', 'xen', diskOf(textOf(one)))
    else if (key === 'vif') for (const one of listOf(value)) readVif(textOf(one), sheet)
    else if (key === 'pci') for (const one of listOf(value)) readPci(textOf(one), sheet)
    else notUnderstood.push(`${key} = ${shown(value)}`)
  }
  if (Object.keys(machine).length > 0) sheet.part('hvm', 'hvm', machine)
  return sheet.profile(true, notUnderstood)
}

/** @throws InputError where xl would refuse to read it. Source: tools/xl/xl_parse.c of Xen 4.22 */
function kindOf(name: string, type: string | undefined, builder: string | undefined): string | undefined {
  if (type !== undefined && !['hvm', 'pv', 'pvh'].includes(type)) throw problem(name, `\`type = ${shorten(type)}\` in \`${name}\` is none of hvm, pv and pvh`)
  if (builder === undefined) return type
  // Files of xm have `linux`.
  if (!['hvm', 'generic', 'linux'].includes(builder)) throw problem(name, `\`builder = ${shorten(builder)}\` in \`${name}\` is neither hvm nor generic`)
  const built = builder === 'hvm' ? 'hvm' : 'pv'
  if (type !== undefined && type !== built)
    throw problem(name, `\`type = ${type}\` and \`builder = ${builder}\` in \`${name}\` contradict each other: keep one`)
  return builder === 'hvm' ? 'hvm' : type
}

/** Numbers may be octal or hexadecimal (xl.cfg(5)). */
function decimal(text: string): string {
  return /^0x[\da-f]+$/i.test(text) ? String(Number(text)) : /^0[0-7]+$/.test(text) ? String(Number.parseInt(text, 8)) : text
}

/** The clock, once for both of its settings. */
function readClock(settings: ReadonlyMap<string, ConfigValue>, sheet: FactSheet): void {
  if (sheet.count('rtc') > 0) return
  sheet.part('rtc', 'rtc', { base: settings.get('localtime') === '1' ? 'localtime' : 'utc' })
}

function readPort(kind: string, text: string, sheet: FactSheet): void {
  const [, driver, rest] = /^([A-Za-z0-9][\w-]*)(?::(.*))?$/s.exec(text) ?? []
  // A device of the host: which one.
  if (driver !== undefined && driver !== 'none') sheet.part(kind, driver, driver === 'host' && rest ? { device: rest } : {})
}

/** A network card: its model is what an HVM guest sees emulated. */
function readVif(text: string, sheet: FactSheet): void {
  const pairs = keysOf(text)
  const { model = 'default' } = pairs
  // What the guest sees of it; the rest is the host's end.
  const seen = ['mac', 'type', 'mtu', 'devid', 'trusted'].flatMap((key) =>
    pairs[key] === undefined ? [] : [[key, key === 'mac' ? pairs[key].toLowerCase() : pairs[key]]],
  )
  sheet.part('vif', /^[A-Za-z0-9]/.test(model) ? model : 'default', Object.fromEntries(seen) as Record<string, string>)
}

/** A device of the host that the guest is given: `0000:03:00.0`, `03:00.0,permissive=1` or `bdf=03:00.0`. */
function readPci(text: string, sheet: FactSheet): void {
  const device = keysOf(text).bdf ?? (text.split(',')[0] as string).trim()
  // The domain may be left out.
  if (device !== '') sheet.part('pci', 'passthrough', { device: /^[\da-f]{1,2}:[\da-f]{1,2}\.[\da-f*]/i.test(device) ? `0000:${device}` : device })
}

/** `format=raw,vdev=hda,access=rw,target=…`, or by place `target,format,vdev,access`, or xm's `phy:/dev/x,hda,w`. */
function diskOf(text: string): Record<string, string> {
  const words = text.split(',').map((one) => one.trim())
  const named = keysOf(text)
  const places = words.filter((one) => !one.includes('=') || one.startsWith('/'))
  const old = /^(phy|file|tap\w*(?::\w+)?|rbd|nbd|iscsi|script):/.test(places[0] ?? '')
  const [, second, third, fourth] = places
  const vdev = named.vdev ?? (old ? second : third)
  const access = named.access ?? (old ? third : fourth)
  const cdrom = named.devtype === 'cdrom' || words.includes('cdrom') || /:cdrom$/.test(vdev ?? '')
  return Object.fromEntries(
    Object.entries({
      vdev: vdev?.replace(/:cdrom$/, ''),
      format: named.format ?? (old ? undefined : second),
      access: access === undefined ? undefined : /^(w|rw)/.test(access) ? 'rw' : 'ro',
      devtype: cdrom ? 'cdrom' : undefined,
      specification: named.specification === 'xen' ? undefined : named.specification,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  )
}

function keysOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one.includes('='))
      .map((one) => [one.slice(0, one.indexOf('=')).trim(), one.slice(one.indexOf('=') + 1).trim()]),
  )
}

function listOf(value: ConfigValue): readonly ConfigValue[] {
  return typeof value === 'string' ? [value] : value
}

function textOf(value: ConfigValue): string {
  return typeof value === 'string' ? value : value.map(textOf).join(',')
}

function shown(value: ConfigValue): string {
  return typeof value === 'string' ? value : `[${value.map(shown).join(', ')}]`
}
