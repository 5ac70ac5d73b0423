import { addressOf, virtioDriver, virtioOptions } from './address.ts'
import { type Context, type Properties, addPart, bootIndex, idOf, takeLoadparm } from './context.ts'
import type { Element } from './xml.ts'

/** Back ends by the type of an interface. */
const BACKENDS: Readonly<Record<string, string>> = {
  network: 'tap',
  bridge: 'tap',
  ethernet: 'tap',
  direct: 'tap',
  vds: 'tap',
  user: 'user',
  vhostuser: 'vhost-user',
  vdpa: 'vhost-vdpa',
  udp: 'socket',
  mcast: 'socket',
  server: 'socket',
  client: 'socket',
  internal: 'socket',
  null: 'hubport',
}
/** What of an interface is the host's. */
const UNSEEN = [
  'source',
  'bandwidth',
  'filterref',
  'virtualport',
  'vlan',
  'script',
  'downscript',
  'backend',
  'coalesce',
  'ip',
  'route',
  'guest',
  'tune',
  'link',
  'port',
]
const UNSEEN_TOO = ['portForward', '@trustGuestRxFilters', 'backenddomain']

/** Takes an <interface>: the device and its back end. */
export function readInterface(context: Context, net: Element): void {
  const type = net.attribute('type') ?? ''
  const model = net.of('model', 'type') ?? defaultModel(context)
  const driver = net.child('driver')
  net.ignore(...UNSEEN, ...UNSEEN_TOO)
  net.child('target')?.ignore()
  driver?.ignore('@txmode', '@name')
  const id = idOf(context, net, type === 'hostdev' ? 'hostdev' : 'net')
  const shared: Properties = {
    bootindex: bootIndex(context, net, 'network'),
    ...romOf(net),
    'acpi-index': net.of('acpi', 'index'),
    ...addressOf(context, net),
  }
  takeLoadparm(context, net)
  const mac = net.of('mac', 'address')
  net.child('mac')?.ignore()
  if (type === 'hostdev') return addPart(context, 'device', 'vfio-pci', { id, ...shared, failover_pair_id: net.of('teaming', 'persistent') })
  const backend = Object.hasOwn(BACKENDS, type) ? BACKENDS[type] : undefined
  if (backend === undefined) return void context.notUnderstood.push(`devices/interface type=${type}`)
  const virtio = model.startsWith('virtio')
  const inKernel = virtio && backend === 'tap' && context.accel === 'kvm' && driver?.attribute('name') !== 'qemu'
  addPart(context, 'netdev', backend, { id: `host${id}`, vhost: inKernel ? 'on' : undefined })
  const queues = driver?.attribute('queues')
  addPart(context, 'device', virtio ? virtioDriver(context, 'virtio-net', net, model) : model, {
    ...(virtio ? virtioNet(net, driver, queues) : {}),
    netdev: `host${id}`,
    id,
    mac,
    ...shared,
  })
}

function virtioNet(net: Element, driver: Element | undefined, queues: string | undefined): Properties {
  const host = driver?.child('host')
  const guest = driver?.child('guest')
  const teaming = net.child('teaming')
  return {
    ...(Number(queues) > 1 ? { mq: 'on', vectors: String(2 * Number(queues) + 2) } : {}),
    ioeventfd: driver?.attribute('ioeventfd'),
    event_idx: driver?.attribute('event_idx'),
    rx_queue_size: driver?.attribute('rx_queue_size'),
    tx_queue_size: driver?.attribute('tx_queue_size'),
    rss: driver?.attribute('rss'),
    hash: driver?.attribute('rss_hash_report'),
    ...virtioOptions(driver),
    csum: host?.attribute('csum'),
    gso: host?.attribute('gso'),
    host_tso4: host?.attribute('tso4'),
    host_tso6: host?.attribute('tso6'),
    host_ecn: host?.attribute('ecn'),
    host_ufo: host?.attribute('ufo'),
    mrg_rxbuf: host?.attribute('mrg_rxbuf'),
    guest_csum: guest?.attribute('csum'),
    guest_tso4: guest?.attribute('tso4'),
    guest_tso6: guest?.attribute('tso6'),
    guest_ecn: guest?.attribute('ecn'),
    guest_ufo: guest?.attribute('ufo'),
    host_mtu: net.of('mtu', 'size'),
    failover: teaming?.attribute('type') === 'persistent' ? 'on' : undefined,
  }
}

/** The firmware of a PCI device. */
export function romOf(device: Element): Properties {
  const rom = device.child('rom')
  const bar = rom?.attribute('bar')
  return { rombar: bar === undefined ? undefined : bar === 'on' ? '1' : '0', romfile: rom?.attribute('enabled') === 'no' ? '' : rom?.attribute('file') }
}

/** Source: libvirt, qemu_domain.c, qemuDomainDefaultNetModel. */
function defaultModel({ arch, machine }: Context): string {
  if (arch.startsWith('s390')) return 'virtio'
  if (/^(arm|aarch64|armv7l)/.test(arch)) return machine === 'versatilepb' ? 'smc91c111' : /^virt/.test(machine) ? 'virtio' : 'lan9118'
  return /^(riscv|loongarch)/.test(arch) ? 'virtio' : 'rtl8139'
}
