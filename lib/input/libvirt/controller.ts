import { addressOf, number, virtioDriver, virtioOptions } from './address.ts'
import { type Context, addPart } from './context.ts'
import { mebibytes } from './memory.ts'
import type { Element } from './xml.ts'

const USB: Readonly<Record<string, string>> = {
  'piix3-uhci': 'piix3-usb-uhci',
  'piix4-uhci': 'piix4-usb-uhci',
  ehci: 'usb-ehci',
  'ich9-ehci1': 'ich9-usb-ehci1',
  'ich9-uhci1': 'ich9-usb-uhci1',
  'ich9-uhci2': 'ich9-usb-uhci2',
  'ich9-uhci3': 'ich9-usb-uhci3',
  'vt82c686b-uhci': 'vt82c686b-usb-uhci',
  'pci-ohci': 'pci-ohci',
  'nec-xhci': 'nec-usb-xhci',
  'qemu-xhci': 'qemu-xhci',
}
const SCSI: Readonly<Record<string, string>> = {
  lsilogic: 'lsi',
  buslogic: 'buslogic',
  lsisas1068: 'mptsas1068',
  lsisas1078: 'megasas',
  vmpvscsi: 'pvscsi',
  ibmvscsi: 'spapr-vscsi',
  am53c974: 'am53c974',
  dc390: 'dc390',
}
/** PCI controllers whose driver is not named by <model name=…>. */
const PCI: Readonly<Record<string, string>> = {
  'pci-bridge': 'pci-bridge',
  'dmi-to-pci-bridge': 'i82801b11-bridge',
  'pcie-to-pci-bridge': 'pcie-pci-bridge',
  'pcie-root-port': 'pcie-root-port',
  'pcie-switch-upstream-port': 'x3130-upstream',
  'pcie-switch-downstream-port': 'xio3130-downstream',
  'pci-expander-bus': 'pxb',
  'pcie-expander-bus': 'pxb-pcie',
}

/** Takes a <controller>. What every machine of the kind has, such as its PCI root, is no part of its own. */
export function readController(context: Context, controller: Element): void {
  const type = controller.attribute('type')
  const model = controller.attribute('model')
  const index = context.indexOf(controller)
  const driver = controller.child('driver')
  const shared = { ...virtioOptions(driver), ioeventfd: driver?.attribute('ioeventfd'), iothread: threadOf(driver) }
  const id = controller.of('alias', 'name')
  switch (type) {
    case 'pci':
      return readPci(context, controller, model, index)
    case 'usb':
      return readUsb(context, controller, model, index)
    case 'scsi': {
      const virtio = model === undefined ? !/^(i686|x86_64|ppc64|ppc64le)$/.test(context.arch) : model.startsWith('virtio')
      const name = virtio
        ? virtioDriver(context, 'virtio-scsi', controller, model)
        : (SCSI[model ?? ''] ?? (context.arch.startsWith('ppc') ? 'spapr-vscsi' : 'lsi'))
      return addPart(context, 'device', name, {
        id: id ?? `scsi${index}`,
        num_queues: driver?.attribute('queues'),
        cmd_per_lun: driver?.attribute('cmd_per_lun'),
        max_sectors: driver?.attribute('max_sectors'),
        ...shared,
        ...addressOf(context, controller),
      })
    }
    case 'virtio-serial':
      return addPart(context, 'device', virtioDriver(context, 'virtio-serial', controller, model), {
        id: id ?? `virtio-serial${index}`,
        max_ports: controller.attribute('ports'),
        vectors: controller.attribute('vectors'),
        ...shared,
        ...addressOf(context, controller),
      })
    case 'sata':
      // The chipset has the first one.
      if (index > 0 || !context.express || !/^(i686|x86_64)$/.test(context.arch))
        addPart(context, 'device', 'ahci', { id: id ?? `sata${index}`, ...addressOf(context, controller) })
      else controller.ignore('address')
      return
    case 'ide':
      controller.ignore('@model', 'address')
      if (index > 0) context.notUnderstood.push(`devices/controller type=ide index=${index}`)
      return
    case 'fdc':
      controller.ignore('address')
      if (context.express) addPart(context, 'device', 'isa-fdc', { id: id ?? 'fdc0' })
      return
    case 'ccid':
      return addPart(context, 'device', 'usb-ccid', { id: id ?? `ccid${index}`, ...addressOf(context, controller) })
    default:
      context.notUnderstood.push(...controller.whole('devices/controller'))
  }
}

/** An I/O thread is the host's. */
function threadOf(driver: Element | undefined): string | undefined {
  driver?.ignore('iothreads')
  const thread = driver?.attribute('iothread')
  return thread === undefined ? undefined : `iothread${thread}`
}

function readUsb(context: Context, controller: Element, model: string | undefined, index: number): void {
  if (model === 'none') return
  const name = USB[model ?? (context.arch.startsWith('ppc') ? 'pci-ohci' : context.arch === 'x86_64' || context.arch === 'i686' ? 'piix3-uhci' : 'qemu-xhci')]
  if (!name) return void context.notUnderstood.push(...controller.whole('devices/controller'))
  const master = controller.of('master', 'startport')
  // The slower half of a pair has every second port.
  const half = /^ich9-uhci([123])$/.exec(model ?? '')?.[1]
  const first = master ?? (half ? String(2 * Number(half) - 2) : undefined)
  const ports = controller.attribute('ports')
  const bus = index === 0 ? 'usb' : `usb${index}`
  addPart(context, 'device', name, {
    ...(first !== undefined ? { masterbus: `${bus}.0`, firstport: first } : { id: controller.of('alias', 'name') ?? bus }),
    ...(ports === undefined ? {} : { p2: ports, p3: ports }),
    ...addressOf(context, controller),
  })
}

function readPci(context: Context, controller: Element, model: string | undefined, index: number): void {
  const target = controller.child('target')
  const named = controller.of('model', 'name')
  const id = controller.of('alias', 'name') ?? `pci.${index}`
  if (model === 'pci-root' || model === 'pcie-root') {
    const own = number(target?.attribute('index')) || index
    const node = target?.textOf('node')
    if (own > 0) addPart(context, 'device', 'spapr-pci-host-bridge', { index: String(own), id, numa_node: node })
    else if (node) context.notUnderstood.push(`devices/controller/target/node ${node}`)
    const hole = controller.child('pcihole64')
    const size = mebibytes(hole)
    if (size !== undefined) addPart(context, 'global', model === 'pcie-root' ? 'q35-pcihost' : 'i440FX-pcihost', { 'pci-hole64-size': `${size * 1024}K` })
    return
  }
  const driver = named ?? PCI[model ?? '']
  if (!driver || model === undefined) return void context.notUnderstood.push(...controller.whole('devices/controller'))
  const hotplug = target?.attribute('hotplug')
  const decimal = (text: string | undefined): string | undefined => (text === undefined ? undefined : String(number(text)))
  const port = /-port$/.test(model) && !model.includes('upstream')
  addPart(context, 'device', driver, {
    ...(model === 'pci-bridge' ? { chassis_nr: decimal(target?.attribute('chassisNr')) ?? String(index) } : {}),
    ...(port ? { port: decimal(target?.attribute('port')) ?? '0', chassis: decimal(target?.attribute('chassis')) ?? String(index) } : {}),
    bus_nr: decimal(target?.attribute('busNr')),
    numa_node: target?.textOf('node'),
    hotplug: hotplug === undefined ? undefined : hotplug === 'off' ? 'off' : 'on',
    id,
    ...addressOf(context, controller),
  })
}
