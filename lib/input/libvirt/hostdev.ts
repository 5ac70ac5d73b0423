import { addressOf, driveAddress, number, scsiAddress, virtioDriver, virtioOptions } from './address.ts'
import { type Context, addPart, idOf } from './context.ts'
import { romOf } from './interface.ts'
import type { Element } from './xml.ts'

/** Takes a <hostdev>: a device of the host, or a vhost-scsi target, given to the guest. Which one it is, is the host's. */
export function readHostdev(context: Context, hostdev: Element): void {
  const type = hostdev.attribute('type')
  const mode = hostdev.attribute('mode')
  const source = hostdev.child('source')
  const driver = hostdev.child('driver')
  if (mode === 'capabilities') return void context.notUnderstood.push(...hostdev.whole('devices/hostdev'))
  const id = idOf(context, hostdev, 'hostdev')
  const shared = {
    id,
    ...romOf(hostdev),
    bootindex: hostdev.of('boot', 'order'),
    'acpi-index': hostdev.of('acpi', 'index'),
    failover_pair_id: hostdev.of('teaming', 'persistent'),
  }
  hostdev.child('teaming')?.ignore()
  hostdev.ignore('@sgio', '@rawio')
  switch (type) {
    case 'pci':
      driver?.ignore('@name', '@model')
      if (context.accel === 'xen') return readXenPci(context, hostdev, source)
      source?.ignore()
      return addPart(context, 'device', 'vfio-pci', { ...shared, ...addressOf(context, hostdev) })
    case 'usb':
      source?.ignore()
      return addPart(context, 'device', 'usb-host', { id, bootindex: shared.bootindex, ...addressOf(context, hostdev) })
    case 'scsi': {
      source?.ignore()
      hostdev.ignore('readonly', 'shareable')
      const at = driveAddress(hostdev) ?? { controller: 0, bus: 0, target: 0, unit: 0 }
      return addPart(context, 'device', 'scsi-generic', {
        id,
        ...scsiAddress(context, at),
        bootindex: shared.bootindex,
      })
    }
    case 'scsi_host': {
      if (source?.attribute('protocol') !== 'vhost') break
      const wwpn = source.attribute('wwpn')
      return addPart(context, 'device', virtioDriver(context, 'vhost-scsi', hostdev, hostdev.attribute('model')), {
        wwpn,
        id,
        ...virtioOptions(driver),
        ...addressOf(context, hostdev),
      })
    }
    case 'mdev': {
      source?.ignore()
      const model = hostdev.attribute('model') ?? 'vfio-pci'
      const display = hostdev.attribute('display')
      return addPart(context, 'device', model, { ...shared, display, ramfb: hostdev.attribute('ramfb'), ...addressOf(context, hostdev) })
    }
  }
  context.notUnderstood.push(...hostdev.whole('devices/hostdev'))
}

/** Xen itself gives it to the guest, as a line `pci = [ … ]` of xl does: no device of QEMU. */
function readXenPci(context: Context, hostdev: Element, source: Element | undefined): void {
  const address = source?.child('address')
  const digits = (name: string, length: number): string => number(address?.attribute(name)).toString(16).padStart(length, '0')
  hostdev.ignore()
  return addPart(context, 'pci', 'passthrough', { device: `${digits('domain', 4)}:${digits('bus', 2)}:${digits('slot', 2)}.${digits('function', 1)}` })
}
