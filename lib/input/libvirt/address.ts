import type { Context, Properties } from './context.ts'
import type { Element } from './xml.ts'

/** Where a device is, as properties of QEMU. */
export function addressOf(context: Context, device: Element): Properties {
  const address = device.child('address')
  if (!address) return {}
  switch (address.attribute('type')) {
    case 'pci':
      return pciAddress(context, address)
    case 'ccw':
      return { devno: `${trim(address.attribute('cssid') ?? '0xfe')}.${trim(address.attribute('ssid') ?? '0')}.${trim(address.attribute('devno') ?? '0', 4)}` }
    case 'usb': {
      const bus = number(address.attribute('bus'))
      return { bus: bus === 0 ? 'usb.0' : `usb${bus}.0`, port: address.attribute('port') }
    }
    case 'spapr-vio':
      return { reg: hexOf(address.attribute('reg')) }
    case 'isa':
      return { iobase: hexOf(address.attribute('iobase')), irq: hexOf(address.attribute('irq')) }
    case 'virtio-serial':
      address.ignore('@bus')
      return { bus: `virtio-serial${number(address.attribute('controller'))}.0`, nr: address.attribute('port') }
    case 'ccid':
      return { bus: `ccid${number(address.attribute('controller'))}.0`, slot: address.attribute('slot') }
    case 'dimm':
      return { slot: address.attribute('slot'), addr: decimalOf(address.attribute('base')) }
    case 'virtio-mmio':
    case 'unassigned':
      return {}
  }
  return {}
}

/** The numbers of a drive's address. */
export function driveAddress(device: Element): { controller: number; bus: number; target: number; unit: number } | undefined {
  const address = device.child('address')
  if (address?.attribute('type') !== 'drive') return undefined
  const at = (name: string): number => number(address.attribute(name))
  return { controller: at('controller'), bus: at('bus'), target: at('target'), unit: at('unit') }
}

/** The suffix of a virtio device's driver by where it is. */
export function transportOf(context: Context, device: Element): '-pci' | '-ccw' | '-device' {
  const type = device.of('address', 'type')
  if (type === 'virtio-mmio') return '-device'
  if (type === 'ccw') return '-ccw'
  if (type === 'pci') return '-pci'
  if (context.arch.startsWith('s390')) return '-ccw'
  return /^(vexpress|raspi|microvm)/.test(context.machine) ? '-device' : '-pci'
}

/** A virtio device's driver: `virtio-net-pci-transitional`. */
export function virtioDriver(context: Context, stem: string, device: Element, model: string | undefined): string {
  const variant = /^virtio(-(?:non-)?transitional)$/.exec(model ?? '')?.[1] ?? ''
  return `${stem}${transportOf(context, device)}${variant}`
}

/** Options that every virtio device's <driver> can have. */
export function virtioOptions(driver: Element | undefined): Properties {
  return {
    iommu_platform: driver?.attribute('iommu'),
    ats: driver?.attribute('ats'),
    packed: driver?.attribute('packed'),
    page_per_vq: driver?.attribute('page_per_vq'),
  }
}

/** The name of the PCI bus with this number. */
export function busName({ busses, express }: Pick<Context, 'busses' | 'express'>, index: number): string {
  const bus = busses.get(index)
  if (bus === 'pci-root' && index > 0) return `pci.${index}.0`
  if (index > 0) return `pci.${index}`
  return (bus ?? (express ? 'pcie-root' : 'pci-root')) === 'pcie-root' ? 'pcie.0' : 'pci.0'
}

/** A number however it is written; 0 for what is none. */
export function number(text: string | undefined): number {
  const value = Number(text ?? '0')
  return Number.isSafeInteger(value) && value >= 0 ? value : 0
}

function decimalOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : String(number(text))
}

/** Where on its controller a SCSI device is, as properties of QEMU. The old LSI has neither channels nor units. */
export function scsiAddress(context: Context, at: { controller: number; bus: number; target: number; unit: number }): Properties {
  const lsi = isLsi(context, at.controller)
  return {
    bus: `scsi${at.controller}.0`,
    ...(lsi ? { 'scsi-id': String(at.unit) } : { channel: String(at.bus), 'scsi-id': String(at.target), lun: String(at.unit) }),
  }
}

/** Whether the SCSI controller with this number is LSI's, which is libvirt's default on x86. */
export function isLsi({ scsi, arch }: Context, controller: number): boolean {
  return (scsi.get(controller) ?? (/^(i686|x86_64)$/.test(arch) ? 'lsilogic' : '')) === 'lsilogic'
}

/** A number as QEMU's command lines have it: `0x1e`. */
function hexOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `0x${number(text).toString(16)}`
}

function pciAddress(context: Context, address: Element): Properties {
  // The host's number of a PCI function on s390x; the guest's are its children.
  const zpci = address.child('zpci')
  const slot = number(address.attribute('slot'))
  const fn = number(address.attribute('function'))
  address.ignore('@domain')
  if (zpci) context.notUnderstood.push(...zpci.whole('address/zpci'))
  if (address.attribute('bus') === undefined && address.attribute('slot') === undefined) return {}
  return {
    bus: busName(context, number(address.attribute('bus'))),
    multifunction: address.attribute('multifunction'),
    addr: `0x${slot.toString(16)}${fn > 0 ? `.0x${fn.toString(16)}` : ''}`,
  }
}

function trim(text: string, digits = 0): string {
  return number(text).toString(16).padStart(digits, '0')
}
