import { type Context, addPart } from './context.ts'
import { transportOf } from './address.ts'
import { readCharacter } from './character.ts'
import { readController } from './controller.ts'
import { readDisk, readFilesystem } from './disk.ts'
import { readInput, readSound, readVideo } from './display.ts'
import { readHostdev } from './hostdev.ts'
import { readInterface } from './interface.ts'
import { readMisc } from './misc.ts'
import type { Element } from './xml.ts'

/** Elements that no guest sees: how the host shows and watches the VM. */
const UNSEEN = ['emulator', 'graphics', 'lease', 'audio']

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
  for (const [name, read] of READERS) {
    for (const device of name === 'video' ? primaryFirst(devices.all(name)) : devices.all(name)) {
      // The host's own names and ways.
      device.ignore('alias', '@managed')
      read(context, device)
    }
  }
  if (devices.all('memballoon').length === 0 && context.accel !== 'xen' && context.accel !== '' && !/^(arm|aarch64)/.test(context.arch))
    // libvirt adds one that nobody asked for.
    addPart(context, 'device', `virtio-balloon${transportOf(context, devices)}`, { id: 'balloon0' })
}

function primaryFirst(videos: readonly Element[]): Element[] {
  const rank = (video: Element): number => (video.of('model', 'primary') === 'yes' ? 0 : 1)
  return [...videos].sort((a, b) => rank(a) - rank(b))
}
