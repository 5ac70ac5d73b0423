import type { Context } from './context.ts'
import { readCharacter } from './character.ts'
import { readController } from './controller.ts'
import { readDisk, readFilesystem } from './disk.ts'
import { readAudio, readInput, readSound, readVideo } from './display.ts'
import { readHostdev } from './hostdev.ts'
import { addImplicitControllers, addImplicitDevices } from './implicit.ts'
import { readInterface } from './interface.ts'
import { readMisc } from './misc.ts'
import type { Element } from './xml.ts'

/** Elements that no guest sees: how the host shows and watches the VM. */
const UNSEEN = ['emulator', 'graphics', 'lease']

type Reader = (context: Context, device: Element) => void

/** Readers by element, in the order in which libvirt adds the devices. Memory was read before. */
const READERS: readonly (readonly [name: string, read: Reader])[] = [
  ['controller', readController],
  ['hub', readMisc],
  ['disk', readDisk],
  ['filesystem', readFilesystem],
  ['interface', readInterface],
  ['smartcard', readMisc],
  ['serial', readCharacter],
  ['parallel', readCharacter],
  ['channel', readCharacter],
  ['console', readCharacter],
  ['tpm', readMisc],
  ['input', readInput],
  ['video', readVideo],
  ['sound', readSound],
  ['watchdog', readMisc],
  ['redirdev', readMisc],
  ['hostdev', readHostdev],
  ['audio', readAudio],
  ['memballoon', readMisc],
  ['rng', readMisc],
  ['nvram', readMisc],
  ['shmem', readMisc],
  ['panic', readMisc],
  ['iommu', readMisc],
  ['vsock', readMisc],
  ['crypto', readMisc],
  ['pstore', readMisc],
]

/** Takes a domain's <devices> as the parts that libvirt would give to QEMU. */
export function readDevices(context: Context, devices: Element | undefined): void {
  if (!devices) return
  devices.ignore(...UNSEEN, 'redirfilter')
  addImplicitControllers(context, devices)
  for (const [name, read] of READERS) {
    for (const device of inOrder(context, name, devices.all(name))) {
      // The host's own names and ways.
      device.ignore('alias', '@managed')
      read(context, device)
    }
  }
  addImplicitDevices(context, devices)
}

/** Controllers as libvirt adds them, by type: busses before what is on them. Source: libvirt, qemu_command.c, qemuBuildControllersCommandLine */
const CONTROLLERS = ['pci', 'usb', 'scsi', 'ide', 'sata', 'virtio-serial', 'ccid']

/** Devices of one kind in the order in which libvirt adds them: the primary display first, controllers by type and number, others as they stand. */
function inOrder(context: Context, name: string, devices: readonly Element[]): Element[] {
  const rank = (device: Element): number => {
    if (name === 'video') return device.of('model', 'primary') === 'yes' ? 0 : 1
    if (name !== 'controller') return 0
    return CONTROLLERS.indexOf(device.attribute('type') ?? '') * 1e6 + Math.min(context.indexOf(device), 999_999)
  }
  return [...devices].sort((a, b) => rank(a) - rank(b))
}
