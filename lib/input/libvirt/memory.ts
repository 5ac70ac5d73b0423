import { addressOf, number, virtioDriver } from './address.ts'
import { type Context, addPart, idOf, place, setOption } from './context.ts'
import type { Element } from './xml.ts'

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  KB: 1e3,
  k: 1024,
  KiB: 1024,
  MB: 1e6,
  M: 1024 ** 2,
  MiB: 1024 ** 2,
  GB: 1e9,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
  TB: 1e12,
  T: 1024 ** 4,
  TiB: 1024 ** 4,
}

/**
 * Takes RAM, its slots and limit, DIMMs and other memory devices, and the NUMA nodes. libvirt's <memory> counts the DIMMs that are plugged;
 * QEMU's `-m` does not.
 */
export function readMemory(context: Context, domain: Element): void {
  const { sheet } = context
  const cpu = domain.child('cpu')
  const cells = cpu?.child('numa')?.all('cell') ?? []
  const devices = domain.child('devices')?.all('memory') ?? []
  const total = mebibytes(domain.child('memory'))
  domain.child('memory')?.ignore('@dumpCore')
  domain.ignore('currentMemory')
  const plugged = devices.reduce((sum, device) => sum + (mebibytes(device.child('target')?.child('size')) ?? 0), 0)
  const inCells = cells.reduce((sum, cell) => sum + (cellSize(context, cell) ?? 0), 0)
  const size = inCells > 0 ? inCells : total !== undefined && plugged > 0 && plugged < total ? total - plugged : total
  if (size !== undefined) sheet.replace('memory', String(rounded(context, size)), place(sheet.name, 'memory'))
  const limit = domain.child('maxMemory')
  const most = mebibytes(limit)
  const slots = limit?.attribute('slots')
  if (most !== undefined) sheet.replace('memory.maxmem', String(most), place(sheet.name, 'maxMemory'))
  if (slots !== undefined) sheet.replace('memory.slots', slots, place(sheet.name, 'maxMemory'))
  readBacking(context, domain)
  readNuma(context, cells, domain.child('memoryBacking'))
  for (const device of devices) readMemoryDevice(context, device)
}

/** RAM as libvirt rounds it: up to whole MiB, on POWER to steps of 256. */
function rounded({ arch }: Context, size: number): number {
  const step = arch.startsWith('ppc64') ? 256 : 1
  return Math.ceil(size / step) * step
}

/** libvirt's memory in MiB; its default unit is KiB. */
export function mebibytes(element: Element | undefined): number | undefined {
  return scaled(element?.text, element?.attribute('unit'))
}

function scaled(text: string | undefined, unit = 'KiB'): number | undefined {
  if (text === undefined || !/^\d+$/.test(text) || !Object.hasOwn(UNITS, unit)) return undefined
  return (Number(text) * (UNITS[unit] as number)) / 1024 ** 2
}

/** How the host holds the RAM. Huge pages are seen by guests on POWER alone. */
function readBacking({ arch }: Context, domain: Element): void {
  const backing = domain.child('memoryBacking')
  backing?.ignore('nosharepages', 'locked', 'source', 'access', 'allocation', 'discard')
  if (!arch.startsWith('ppc')) backing?.ignore('hugepages')
}

function backendOf(backing: Element | undefined): string {
  const source = backing?.of('source', 'type')
  return source === 'memfd' ? 'memory-backend-memfd' : source === 'file' || backing?.child('hugepages') ? 'memory-backend-file' : 'memory-backend-ram'
}

/** Each is rounded by itself, so that QEMU, which adds them up, has the RAM size. */
function cellSize(context: Context, cell: Element): number | undefined {
  const size = scaled(cell.attribute('memory'), cell.attribute('unit'))
  return size === undefined ? undefined : rounded(context, size)
}

/** Machine types of 5.1 and later have a memory backend for each node; older ones share out one block. */
function readNuma(context: Context, cells: readonly Element[], backing: Element | undefined): void {
  const [, major = '99', minor = '0'] = /-(\d+)\.(\d+)(?:\.\d+)?(?:-|$)/.exec(context.machine) ?? (/^rhel/.test(context.machine) ? [] : [])
  const backends = Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1)
  const backend = backendOf(backing)
  const ids = cells.map((cell, index) => cell.attribute('id') ?? String(index))
  for (const [index, cell] of cells.entries()) {
    cell.ignore('@memAccess', '@discard')
    const id = ids[index] as string
    const size = cellSize(context, cell)
    const own = backends || backend !== 'memory-backend-ram' || cell.attribute('memAccess') !== undefined
    if (own && size !== undefined) addPart(context, 'object', backend, { id: `ram-node${id}`, size: bytes(size) })
    addPart(context, 'numa', 'node', {
      nodeid: id,
      cpus: cell.attribute('cpus'),
      ...(size === undefined ? {} : own ? { memdev: `ram-node${id}` } : { mem: String(size) }),
    })
  }
  for (const [index, cell] of cells.entries())
    for (const sibling of cell.child('distances')?.all('sibling') ?? [])
      addPart(context, 'numa', 'dist', { src: ids[index], dst: sibling.attribute('id'), val: sibling.attribute('value') })
}

function readMemoryDevice(context: Context, device: Element): void {
  const model = device.attribute('model') ?? 'dimm'
  const target = device.child('target')
  const size = mebibytes(target?.child('size'))
  device.ignore('@access', '@discard', 'source')
  const virtio = model.startsWith('virtio')
  if (model === 'nvdimm') setOption(context, 'nvdimm', 'on', 'devices/memory')
  const id = idOf(context, device, virtio ? model.replace('-', '') : model)
  const known: Readonly<Record<string, string>> = { dimm: 'pc-dimm', nvdimm: 'nvdimm' }
  if (!virtio && !Object.hasOwn(known, model)) {
    context.notUnderstood.push(...device.whole('devices/memory'))
    return
  }
  const backend = model === 'dimm' || model === 'virtio-mem' ? 'memory-backend-ram' : 'memory-backend-file'
  addPart(context, 'object', backend, { id: `mem${id}`, size: size === undefined ? undefined : bytes(size) })
  target?.ignore('current')
  const label = mebibytes(target?.child('label')?.child('size'))
  addPart(context, 'device', virtio ? virtioDriver(context, model, device, undefined) : (known[model] as string), {
    node: target?.textOf('node'),
    'block-size': numberOfBytes(mebibytes(target?.child('block'))),
    'requested-size': numberOfBytes(mebibytes(target?.child('requested'))),
    'label-size': numberOfBytes(label),
    unarmed: target?.child('readonly') ? 'on' : undefined,
    uuid: device.textOf('uuid'),
    memdev: `mem${id}`,
    id,
    ...addressOf(context, device),
  })
}

function bytes(mebi: number): string {
  return String(mebi * 1024 ** 2)
}

function numberOfBytes(mebi: number | undefined): string | undefined {
  return mebi === undefined ? undefined : bytes(mebi)
}

/** Takes the number of vCPUs and their topology, in the words that libvirt gives to `-smp`. */
export function smpText(domain: Element): string {
  const vcpu = domain.child('vcpu')
  vcpu?.ignore('@placement', '@cpuset')
  const most = number(vcpu?.text) || 1
  const now = number(vcpu?.attribute('current')) || most
  const topology = domain.child('cpu')?.child('topology')
  const level = (name: string): string => {
    const value = topology?.attribute(name)
    return value === undefined ? '' : `,${name}=${value}`
  }
  const levels = topology
    ? ['sockets', 'dies', 'clusters', 'cores', 'threads']
        .map((name) => (['dies', 'clusters'].includes(name) && topology.attribute(name) === '1' ? '' : level(name)))
        .join('')
    : `,sockets=${most},cores=1,threads=1`
  return `${now}${now === most ? '' : `,maxcpus=${most}`}${levels}`
}
