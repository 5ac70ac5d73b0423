import { number, transportOf } from './address.ts'
import { type Context, addPart } from './context.ts'
import { readController } from './controller.ts'
import { Element } from './xml.ts'

/**
 * Adds the controllers that libvirt adds to a domain that names none of their kind. Of those whose driver is a matter of libvirt's version and of how QEMU was built, a line says that they are
 * not known, so that a domain that has none is never taken for alike.
 * Source: libvirt, src/qemu/qemu_postparse.c, qemuDomainDefAddDefaultDevices (commit 011ae74640b2), and qemuDomainDefAddDefaultDevices of 2017 in qemu_domain.c
 */
export function addImplicitControllers(context: Context, devices: Element): void {
  if (!isQemu(context)) return
  const add = (type: string, ...children: Element[]): void =>
    readController(
      context,
      new Element(
        'controller',
        new Map([
          ['type', type],
          ['index', '0'],
        ]),
        children,
        '',
      ),
    )
  const has = (type: string): boolean => devices.all('controller').some((one) => one.attribute('type') === type)
  if (!has('usb') && hasUsb(context)) {
    if (isI440fx(context)) add('usb', PIIX3)
    else context.unnamed.push('the USB controller that libvirt adds where none is named')
  }
  if (!has('usb') && !hasUsb(context) && onUsb(devices)) context.unnamed.push('a USB controller for what is on USB')
  for (const [type, users] of Object.entries(usersOf(devices))) {
    if (has(type) || users.length === 0) continue
    if (users.every((one) => number(one.of('address', 'controller')) === 0)) add(type)
    else context.unnamed.push(`the ${type} controllers that libvirt adds where none is named`)
  }
  if (!has('virtio-serial') && ['channel', 'console'].some((name) => devices.all(name).some((one) => one.of('target', 'type') === 'virtio')))
    add('virtio-serial')
}

/** What is on controllers that libvirt adds, by their type. Source: libvirt, src/conf/domain_conf.c, virDomainDefAddImplicitControllers */
function usersOf(devices: Element): Readonly<Record<'scsi' | 'sata' | 'fdc', readonly Element[]>> {
  const disks = (bus: string): Element[] => devices.all('disk').filter((disk) => disk.of('target', 'bus') === bus)
  const passed = devices.all('hostdev').filter((one) => one.attribute('type') === 'scsi')
  return { scsi: [...disks('scsi'), ...passed], sata: disks('sata'), fdc: disks('fdc') }
}

/** Whether anything needs a USB controller. */
function onUsb(devices: Element): boolean {
  return (
    devices.all('redirdev').length + devices.all('smartcard').length > 0 ||
    devices.all('disk').some((one) => one.of('target', 'bus') === 'usb') ||
    devices.all('input').some((one) => one.attribute('bus') === 'usb') ||
    devices.all('hostdev').some((one) => one.attribute('type') === 'usb') ||
    devices.all('sound').some((one) => one.attribute('model') === 'usb')
  )
}

/** Where the chipset has its USB controller. */
const PIIX3 = new Element(
  'address',
  new Map([
    ['type', 'pci'],
    ['slot', '1'],
    ['function', '2'],
  ]),
  [],
  '',
)

/** Adds, or names, what libvirt adds besides: the memory balloon, a display where the VM is shown, and there on POWER a keyboard and a mouse. */
export function addImplicitDevices(context: Context, devices: Element): void {
  if (!isQemu(context)) return
  const { arch, unnamed } = context
  if (devices.all('memballoon').length === 0) {
    if (hasBalloon(context)) addPart(context, 'device', `virtio-balloon${transportOf(context, devices)}`, { id: 'balloon0' })
    else if (!/^(arm|aarch64)/.test(arch)) unnamed.push('the memory balloon, which older versions of libvirt add to this machine')
  }
  if (devices.all('graphics').length === 0) return
  if (devices.all('video').length === 0) unnamed.push('the video card that libvirt adds where there is <graphics>')
  if (!/^ppc64/.test(arch)) return
  const inputs = new Set(devices.all('input').flatMap((one) => ((one.attribute('bus') ?? 'usb') === 'usb' ? [one.attribute('type')] : [])))
  if (!inputs.has('keyboard')) addPart(context, 'device', 'usb-kbd', { id: nextInput(context) })
  if (inputs.has('mouse')) return
  if (inputs.has('tablet')) unnamed.push('the mouse that older versions of libvirt add beside a tablet')
  else addPart(context, 'device', 'usb-mouse', { id: nextInput(context) })
}

function isQemu({ accel }: Context): boolean {
  return accel !== '' && accel !== 'xen'
}

function isI440fx({ arch, machine }: Context): boolean {
  return /^(i686|x86_64)$/.test(arch) && /^pc(-i440fx-.*|-[0-9.]+)?$/.test(machine)
}

function hasUsb({ arch, machine }: Context): boolean {
  return !/^(arm|aarch64|s390|loongarch)/.test(arch) && !isBare(machine)
}

function hasBalloon({ arch, machine }: Context): boolean {
  return !/^(arm|aarch64|riscv|loongarch)/.test(arch) && !isBare(machine)
}

/** The id of an input device that no element names. */
function nextInput({ counts }: Context): string {
  const count = counts.get('input') ?? 0
  counts.set('input', count + 1)
  return `input${count}`
}

/** Machines of x86 that get nothing. */
function isBare(machine: string): boolean {
  return /^(isapc|microvm)$/.test(machine)
}
