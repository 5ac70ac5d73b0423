import type { Profile } from '../../model/index.ts'
import { FactSheet, type ReadOptions } from '../facts.ts'
import { newestMachine } from '../host/machines.ts'
import { qemuVersion } from '../host/report.ts'

/** A reply of QMP with the command that it is to, as far as that is known. */
interface Reply {
  readonly command: string | undefined
  readonly value: unknown
}

/** Whether a value is a dump of QMP: a greeting, commands with replies, or replies by command. */
export function isQmp(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.some(isQmp)
  if (!isMapping(value)) return false
  return 'QMP' in value || 'return' in value || 'execute' in value || Object.keys(value).some((key) => /^(query|qom)-[a-z-]+$/.test(key))
}

/**
 * Reads a dump of QMP: the greeting, and replies to `query-version`, `query-kvm`, `query-cpus-fast`, `query-hotpluggable-cpus`,
 * `query-memory-size-summary`, `query-machines`, `query-target`, `query-pci`, `query-migrate-capabilities` and the machine's type. A reply is told by its command, or where
 * none is given by its shape. Others are listed as not understood, by name.
 */
export function readQmp(value: unknown, options: ReadOptions): Profile {
  const sheet = new FactSheet(options)
  const rest: string[] = []
  for (const { command, value: reply } of repliesOf(value)) {
    const reader = READERS.find(({ commands, fits }) => (command === undefined ? fits(reply) : commands.includes(command)))
    if (!reader) {
      if (command !== undefined && !UNSEEN.has(command)) rest.push(command)
      else if (command === undefined && !isEmpty(reply)) rest.push(`a reply with ${keysOf(reply)}`)
    } else if (!reader.fits(reply)) rest.push(reader.commands[0] as string)
    else rest.push(...(reader.read(reply, sheet, `${sheet.name}, ${reader.commands[0]}`) ?? []))
  }
  return sheet.profile(false, rest)
}

/** Commands whose replies say nothing of what a guest sees. */
const UNSEEN = new Set([
  'qmp_capabilities',
  'query-name',
  'query-status',
  'query-events',
  'query-commands',
  'query-qmp-schema',
  'query-chardev',
  'query-vnc',
  'query-vnc-servers',
  'query-spice',
  'query-iothreads',
  'query-jobs',
  'query-block-jobs',
  'query-migrate',
  'query-migrate-parameters',
  'query-blockstats',
  'query-mice',
  'query-tpm-types',
  'query-tpm-models',
  'query-display-options',
  'query-dump-guest-memory-capability',
  'query-command-line-options',
  'qom-list',
  'qom-list-types',
  'device-list-properties',
])

interface Reader {
  readonly commands: readonly string[]
  /** Whether a reply is to this command, by its shape. */
  readonly fits: (reply: unknown) => boolean
  /** @returns what was not understood */
  readonly read: (reply: unknown, sheet: FactSheet, place: string) => string[] | undefined
}

const READERS: readonly Reader[] = [
  {
    commands: ['query-version'],
    fits: (reply) =>
      isMapping(reply) && isMapping(reply.qemu) && ['major', 'minor'].every((part) => Number.isInteger((reply.qemu as Record<string, unknown>)[part])),
    read: (reply, sheet, place) => {
      const { qemu, package: build } = reply as { qemu?: Record<string, unknown>; package?: unknown }
      if (!isMapping(qemu)) return ['query-version']
      sheet.replace('qemu', qemuVersion(`${qemu.major}.${qemu.minor}${Number(qemu.micro) > 0 ? `.${qemu.micro}` : ''}`, String(build ?? '')), place)
      return []
    },
  },
  {
    commands: ['query-kvm'],
    fits: (reply) => isMapping(reply) && 'enabled' in reply && 'present' in reply,
    // A QEMU without KVM may have another hypervisor's accelerator.
    read: (reply, sheet, place) => {
      if (isMapping(reply) && (reply.enabled === true || reply.present === true)) sheet.replace('accel', reply.enabled === true ? 'kvm' : 'tcg', place)
    },
  },
  {
    commands: ['query-cpus-fast', 'query-cpus'],
    fits: (reply) => isListOf(reply, ['qom-path', 'cpu-index']) || isListOf(reply, ['qom_path', 'CPU']),
    read: (reply, sheet, place) => {
      if (!Array.isArray(reply)) return ['query-cpus-fast']
      sheet.replace('smp.cpus', String(reply.length), place)
      const target = isMapping(reply[0]) ? reply[0].target : undefined
      if (typeof target === 'string') sheet.replace('arch', target, place)
      return []
    },
  },
  {
    commands: ['query-hotpluggable-cpus'],
    fits: (reply) => isListOf(reply, ['vcpus-count', 'type']),
    read: (reply, sheet, place) => {
      if (!Array.isArray(reply)) return ['query-hotpluggable-cpus']
      const slots = reply.filter(isMapping)
      sheet.replace('smp.maxcpus', String(slots.reduce((sum, slot) => sum + (Number(slot['vcpus-count']) || 0), 0)), place)
      const type = slots[0]?.type
      const model =
        typeof type === 'string' ? /^(.+?)-(?:x86_64|i386|arm|s390x|riscv64|riscv32|spapr|powerpc64|powerpc)(?:-cpu(?:-core)?)?$/.exec(type)?.[1] : undefined
      if (model) sheet.replace('vcpu', model, place)
      return []
    },
  },
  {
    commands: ['query-memory-size-summary'],
    fits: (reply) => isMapping(reply) && Number.isInteger(reply['base-memory']),
    read: (reply, sheet, place) => {
      const { 'base-memory': base, 'plugged-memory': plugged } = reply as Record<string, unknown>
      sheet.replace('memory', String(Number(base) / 1024 ** 2), place)
      return Number(plugged) > 0 ? [`query-memory-size-summary plugged-memory=${plugged}`] : []
    },
  },
  {
    commands: ['query-machines'],
    fits: (reply) => isListOf(reply, ['name', 'cpu-max']),
    read: (reply, sheet, place) => {
      const names = Array.isArray(reply) ? reply.filter(isMapping).map(({ name }) => String(name)) : []
      const version = newestMachine(names)
      if (version && !sheet.has('qemu')) sheet.replace('qemu', version, place)
      return []
    },
  },
  {
    commands: ['query-target'],
    fits: (reply) => isMapping(reply) && Object.keys(reply).join() === 'arch',
    read: (reply, sheet, place) => void (isMapping(reply) && typeof reply.arch === 'string' && sheet.replace('arch', reply.arch, place)),
  },
  {
    commands: ['query-uuid'],
    fits: (reply) => isMapping(reply) && Object.keys(reply).join() === 'UUID',
    read: (reply, sheet) => void (isMapping(reply) && sheet.part('uuid', 'uuid', { uuid: String(reply.UUID) })),
  },
  {
    commands: ['query-migrate-capabilities'],
    fits: (reply) => isListOf(reply, ['capability', 'state']),
    read: (reply, sheet) => {
      const on = Array.isArray(reply) ? reply.filter(isMapping).filter(({ state }) => state === true) : []
      if (on.length > 0) sheet.part('global', 'migration', Object.fromEntries(on.map(({ capability }) => [`x-${capability}`, 'on'])))
      return []
    },
  },
  {
    commands: ['query-pci'],
    fits: (reply) => isListOf(reply, ['bus', 'devices']),
    // It has numbers, not drivers.
    read: (reply) => (Array.isArray(reply) ? reply.filter(isMapping).flatMap((bus) => functionsOf(bus.devices)) : ['query-pci']),
  },
  {
    commands: ['qom-get /machine type'],
    fits: (reply) => typeof reply === 'string' && reply.endsWith('-machine'),
    read: (reply, sheet, place) => void sheet.replace('machine', String(reply).replace(/-machine$/, ''), place),
  },
]

/** The functions on a PCI bus, and behind its bridges, a line each. */
function functionsOf(devices: unknown, depth = 0): string[] {
  if (!Array.isArray(devices) || depth > 16) return []
  return devices.filter(isMapping).flatMap((device) => {
    const { vendor, device: id } = isMapping(device.id) ? device.id : {}
    const hex = (value: unknown): string =>
      Number(value ?? 0)
        .toString(16)
        .padStart(4, '0')
    const below = isMapping(device.pci_bridge) ? functionsOf(device.pci_bridge.devices, depth + 1) : []
    return [`query-pci ${device.bus}:${device.slot}.${device.function} ${hex(vendor)}:${hex(id)} ${device.qdev_id ?? ''}`.trim(), ...below]
  })
}

/** Replies with their commands: `execute` and `return` in one object, or one after the other; by `id` where both have one. */
function repliesOf(value: unknown): Reply[] {
  const objects = Array.isArray(value) ? value : [value]
  const replies: Reply[] = []
  const asked: { readonly command: string; readonly id: unknown }[] = []
  const isLone = objects.length > 0 && !objects.some((one) => isMapping(one) && ('return' in one || 'execute' in one || 'QMP' in one || 'error' in one))
  for (const one of objects) {
    if (!isMapping(one)) continue
    if (isMapping(one.QMP)) replies.push({ command: 'query-version', value: one.QMP.version })
    if (typeof one.execute === 'string') asked.push({ command: commandOf(one), id: one.id })
    if ('return' in one || 'error' in one) {
      const at = asked.findIndex(({ id }) => id === one.id)
      const [question] = asked.splice(Math.max(at, 0), at < 0 && one.id !== undefined ? 0 : 1)
      if ('return' in one) replies.push({ command: question?.command, value: one.return })
    }
    if (isLone)
      for (const [command, reply] of Object.entries(one)) replies.push({ command, value: isMapping(reply) && 'return' in reply ? reply.return : reply })
  }
  return replies
}

/** A command's name; `qom-get` has what was asked for in its arguments. */
function commandOf({ execute, arguments: words }: Record<string, unknown>): string {
  return execute === 'qom-get' && isMapping(words) ? `qom-get ${words.path} ${words.property}` : String(execute)
}

function isListOf(value: unknown, keys: readonly string[]): boolean {
  return Array.isArray(value) && isMapping(value[0]) && keys.every((key) => key in (value[0] as object))
}

function isEmpty(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0
}

function keysOf(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return isMapping(first) ? Object.keys(first).slice(0, 4).join(', ') : 'a list'
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
