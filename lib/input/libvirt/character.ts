import { addressOf, number } from './address.ts'
import { type Context, addPart } from './context.ts'
import type { Element } from './xml.ts'

/** Back ends by the type of a character device. */
const BACKENDS: Readonly<Record<string, string>> = {
  pty: 'pty',
  unix: 'socket',
  tcp: 'socket',
  udp: 'udp',
  file: 'file',
  dev: 'serial',
  null: 'null',
  vc: 'vc',
  stdio: 'stdio',
  pipe: 'pipe',
  spicevmc: 'spicevmc',
  spiceport: 'spiceport',
  nmdm: 'nmdm',
  'qemu-vdagent': 'qemu-vdagent',
  dbus: 'dbus',
}
/** How the host is connected to it. */
const UNSEEN = ['source', 'protocol', 'log', '@tty', 'acl']

/** Adds the back end of a character device. @returns its id */
export function addBackend(context: Context, device: Element, id: string): string {
  const type = device.attribute('type') ?? 'pty'
  device.ignore(...UNSEEN)
  addPart(context, 'chardev', BACKENDS[type] ?? type, { id: `char${id}` })
  return `char${id}`
}

/** Takes a <serial>, <parallel>, <channel> or <console>. */
export function readCharacter(context: Context, device: Element): void {
  const { name } = device
  const target = device.child('target')
  const type = target?.attribute('type')
  const port = target?.attribute('port')
  const count = context.counts.get(name) ?? 0
  context.counts.set(name, count + 1)
  const id = device.of('alias', 'name') ?? `${name}${count}`
  if (name === 'console' && ((type ?? 'serial') === 'serial' || type === 'xen')) {
    // The first serial device once more; where there is none, libvirt makes one.
    device.ignore()
    if (type === 'xen') return
    if ((context.counts.get('serial') ?? 0) === 0 && count === 0) addSerial(context, device, undefined, 'serial0', '0')
    return
  }
  if (name === 'channel') return readChannel(context, device, type, id)
  if (name === 'parallel') return addPart(context, 'device', 'isa-parallel', { chardev: addBackend(context, device, id), id, ...addressOf(context, device) })
  if (name === 'serial') return addSerial(context, device, type, id, port)
  switch (type) {
    case 'virtio':
      return addPart(context, 'device', 'virtconsole', { chardev: addBackend(context, device, id), id, ...addressOf(context, device) })
    case 'sclp':
    case 'sclplm':
      return addPart(context, 'device', type === 'sclp' ? 'sclpconsole' : 'sclplmconsole', { chardev: addBackend(context, device, id), id })
  }
  context.notUnderstood.push(...device.whole('devices/console'))
}

function addSerial(context: Context, device: Element, given: string | undefined, id: string, port: string | undefined): void {
  const model = device.child('target')?.of('model', 'name')
  const chardev = addBackend(context, device, id)
  const arch = context.arch
  const type =
    // `isa-serial` is also what was written for any machine before there were words for others.
    (given === 'isa-serial' && !/^(i686|x86_64)$/.test(arch) ? undefined : given) ??
    (device.of('address', 'type') === 'spapr-vio' || /^ppc64/.test(arch)
      ? 'spapr-vio-serial'
      : /^s390/.test(arch)
        ? 'sclp-serial'
        : /^(i686|x86_64)$/.test(arch)
          ? 'isa-serial'
          : 'system-serial')
  const address = addressOf(context, device)
  switch (type) {
    case 'isa-serial':
      return addPart(context, 'device', model ?? 'isa-serial', { chardev, id, index: String(number(port)), ...address })
    case 'isa-debug':
      return addPart(context, 'device', 'isa-debugcon', { chardev, id, ...address })
    case 'spapr-vio-serial':
      return addPart(context, 'device', 'spapr-vty', { chardev, id, ...address, reg: address.reg ?? `0x${(0x30000000 + number(port) * 0x1000).toString(16)}` })
    case 'sclp-serial':
      return addPart(context, 'device', model ?? 'sclpconsole', { chardev, id })
    case 'pci-serial':
    case 'usb-serial':
      return addPart(context, 'device', model ?? type, { chardev, id, ...address })
    case 'system-serial':
    case 'platform-serial':
      return addPart(context, 'serial', 'chardev', { to: chardev })
  }
  context.notUnderstood.push(`devices/serial/target type=${type}`)
}

function readChannel(context: Context, device: Element, type: string | undefined, id: string): void {
  const target = device.child('target')
  if (type === 'virtio') {
    target?.ignore('@state')
    const vdagent = device.attribute('type') === 'spicevmc' ? 'com.redhat.spice.0' : undefined
    return addPart(context, 'device', 'virtserialport', {
      chardev: addBackend(context, device, id),
      id,
      name: target?.attribute('name') ?? vdagent,
      ...addressOf(context, device),
    })
  }
  if (type === 'guestfwd') {
    const to = `${target?.attribute('address')}:${target?.attribute('port')}`
    return addPart(context, 'netdev', 'user', { id: `user-${id}`, guestfwd: `tcp:${to}-chardev:${addBackend(context, device, id)}` })
  }
  context.notUnderstood.push(...device.whole('devices/channel'))
}
