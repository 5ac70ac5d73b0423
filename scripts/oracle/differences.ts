import type { Arch } from './arches.ts'
import type { Catalog } from './catalog.ts'
import type { Configuration, Device } from './configuration.ts'
import type { Random } from '../lib/random.ts'
import { otherValues } from './values.ts'

/** A way in which one side is made to differ. `kind` ends up in the scenario's group. */
export interface Change {
  readonly kind: string
  readonly what: string
  readonly apply: (vm: Configuration) => Configuration
}

/** What changes are made of. `addDevice` draws a device that the machine has not. */
export interface Source {
  readonly arch: Arch
  readonly catalog: Catalog
  readonly addDevice: (n: number) => Device | undefined
}

/** Draws a change for a VM; undefined where the one that was drawn cannot be made. */
export function drawChange(random: Random, vm: Configuration, source: Source): Change | undefined {
  const total = KINDS.reduce((sum, [weight]) => sum + weight, 0)
  let at = random.below(total)
  for (const [weight, draw] of KINDS) {
    at -= weight
    if (at < 0) return draw(random, vm, source)
  }
  return undefined
}

type Draw = (random: Random, vm: Configuration, source: Source) => Change | undefined

const property: Draw = (random, vm, { catalog }) => {
  if (vm.devices.length === 0) return undefined
  const index = random.below(vm.devices.length)
  const device = vm.devices[index] as Device
  const properties = catalog.properties(device.driver)
  if (properties.length === 0) return undefined
  const drawn = random.of(properties)
  const values = otherValues(drawn)
  if (values.length === 0) return undefined
  const value = random.of(values)
  return {
    kind: 'property',
    what: `${device.driver}.${drawn.name}=${value}`,
    apply: (vm) => withDevice(vm, index, { ...device, properties: { ...device.properties, [drawn.name]: value } }),
  }
}

const presence: Draw = (_random, vm, { addDevice }) => {
  const device = addDevice(vm.devices.length + 1)
  return device && { kind: 'device', what: `+${device.driver}`, apply: (vm) => ({ ...vm, devices: [...vm.devices, device] }) }
}

const other: Draw = (random, vm, { addDevice }) => {
  const index = random.below(Math.max(1, vm.devices.length))
  const old = vm.devices[index]
  const device = addDevice(vm.devices.length + 1)
  if (!old || !device) return undefined
  const addr = old.properties.addr
  const placed = addr && device.properties.addr ? { ...device, properties: { ...device.properties, addr } } : device
  return { kind: 'device', what: `${old.driver}>${device.driver}`, apply: (vm) => withDevice(vm, index, placed) }
}

const address: Draw = (random, vm, { arch }) => {
  const index = random.below(Math.max(1, vm.devices.length))
  const device = vm.devices[index]
  if (!device?.properties.addr || !arch.hasPci) return undefined
  const addr = (20 + random.below(6)).toString(16)
  return { kind: 'address', what: `${device.driver}.addr`, apply: (vm) => withDevice(vm, index, { ...device, properties: { ...device.properties, addr } }) }
}

const backend: Draw = (random, vm) => {
  const index = random.below(Math.max(1, vm.devices.length))
  const device = vm.devices[index]
  const text = device?.options.join(' ') ?? ''
  const [old, now] = random.of([
    ['size=67108864', 'size=33554432'],
    ['read-zeroes=on', 'read-zeroes=on,read-only=on'],
    ['user,id=', 'hubport,hubid=7,id='],
    ['size=64M', 'size=128M'],
    ['id=mem', 'id=memory'],
  ] as const)
  if (!device || !text.includes(old)) return undefined
  const isName = old === 'id=mem'
  const changed = {
    ...device,
    options: device.options.map((option) => option.replace(old, now)),
    properties: isName && device.properties.memdev ? { ...device.properties, memdev: device.properties.memdev.replace('mem', 'memory') } : device.properties,
  }
  return { kind: 'backend', what: `${device.driver} ${now}`, apply: (vm) => withDevice(vm, index, changed) }
}

const machineOption: Draw = (random, vm, { catalog }) => {
  const options = catalog.machineOptions(vm.machine).filter((option) => otherValues(option).length > 0)
  if (options.length === 0) return undefined
  const drawn = random.of(options)
  const value = random.of(otherValues(drawn))
  return {
    kind: 'machine-option',
    what: `${drawn.name}=${value}`,
    apply: (vm) => ({ ...vm, machineOptions: { ...vm.machineOptions, [drawn.name]: value } }),
  }
}

const machine: Draw = (random, vm, { arch, catalog }) => {
  const family = vm.machine.replace(/-[\d.]+(-sxxm)?$/, '')
  const names = catalog.machines().filter((name) => arch.machines.test(name) && name.startsWith(family) && name !== vm.machine)
  if (names.length === 0) return undefined
  const drawn = random.of(names)
  return { kind: 'machine', what: drawn, apply: (vm) => ({ ...vm, machine: drawn }) }
}

const model: Draw = (random, vm, { arch, catalog }) => {
  const drawn = random.of(arch.models ?? catalog.models())
  return drawn === vm.cpu[0] ? undefined : { kind: 'cpu', what: drawn, apply: (vm) => ({ ...vm, cpu: [drawn, ...vm.cpu.slice(1)] }) }
}

const feature: Draw = (random, vm, { arch }) => {
  const [name] = vm.cpu
  if (!name || arch.features.length === 0) return undefined
  const drawn = `${random.of(arch.features)}=${random.chance(0.6) ? 'off' : 'on'}`
  return { kind: 'cpu-feature', what: `${name},${drawn}`, apply: (vm) => ({ ...vm, cpu: [...vm.cpu, drawn] }) }
}

const smp: Draw = (random, vm) => {
  const drawn = random.of([
    '2',
    '4',
    '1,maxcpus=2',
    '2,maxcpus=4',
    '4,sockets=2,cores=2,threads=1',
    '4,sockets=1,cores=4,threads=1',
    '2,sockets=1,cores=1,threads=2',
    '3',
  ])
  return drawn === vm.smp ? undefined : { kind: 'smp', what: drawn, apply: (vm) => ({ ...vm, smp: drawn }) }
}

const memory: Draw = (random, vm) => {
  const drawn = random.of(['512', '384', '257', '256,slots=2,maxmem=1G', '256,slots=4,maxmem=2G'])
  return drawn === vm.memory ? undefined : { kind: 'memory', what: drawn, apply: (vm) => ({ ...vm, memory: drawn }) }
}

const capability: Draw = (random) => {
  const drawn = `migration.${random.of(CAPABILITIES)}=on`
  return { kind: 'capability', what: drawn, apply: (vm) => ({ ...vm, globals: [...vm.globals, drawn] }) }
}

const setting: Draw = (random) => {
  const drawn = `migration.${random.of(SETTINGS)}`
  return { kind: 'capability', what: drawn, apply: (vm) => ({ ...vm, globals: [...vm.globals, drawn] }) }
}

const KINDS: readonly (readonly [number, Draw])[] = [
  [34, property],
  [13, presence],
  [9, other],
  [5, address],
  [6, backend],
  [10, machineOption],
  [4, machine],
  [5, model],
  [6, feature],
  [4, smp],
  [3, memory],
  [4, capability],
  [2, setting],
]
const CAPABILITIES =
  'x-auto-converge x-events x-ignore-shared x-release-ram x-dirty-bitmaps x-compress x-xbzrle x-multifd x-return-path x-postcopy-ram x-validate-uuid'.split(' ')
const SETTINGS = [
  'store-global-state=off',
  'send-configuration=off',
  'send-section-footer=off',
  'decompress-error-check=off',
  'multifd-channels=4',
  'x-max-bandwidth=1000000',
]

function withDevice(vm: Configuration, index: number, device: Device): Configuration {
  return { ...vm, devices: vm.devices.map((old, at) => (at === index ? device : old)) }
}
