import { addressOf, driveAddress, isLsi, scsiAddress, virtioDriver, virtioOptions } from './address.ts'
import { type Context, type Properties, addPart, bootIndex, idOf, switchOf, takeLoadparm } from './context.ts'
import type { Element } from './xml.ts'

/** What of a disk is the host's. */
const UNSEEN = ['backingStore', 'mirror', 'iotune', 'encryption', 'auth', 'shareable', 'throttlefilters']

/** Takes a <disk>: the image, and the device that shows it. */
export function readDisk(context: Context, disk: Element): void {
  const device = disk.attribute('device') ?? 'disk'
  const target = disk.child('target')
  const name = target?.attribute('dev') ?? ''
  const bus = target?.attribute('bus') ?? busOf(name)
  const driver = disk.child('driver')
  disk.ignore(...UNSEEN, '@type', '@snapshot', '@rawio', '@sgio')
  target?.ignore('@tray')
  driver?.ignore('@name', '@io', '@error_policy', '@rerror_policy', '@discard', '@copy_on_read', '@detect_zeroes', '@max_bufsize', '@discard_no_unref')
  driver?.ignore('metadata_cache', '@queue', 'iothreads', 'statistics', '@metadata_cache', '@statistics')
  const source = disk.child('source')
  source?.ignore()
  const node = `libvirt-${(context.counts.get('image') ?? 0) + 1}-format`
  const format = driver?.attribute('type') ?? 'raw'
  // Another process has the image.
  const isServed = disk.attribute('type') === 'vhostuser'
  const hasImage = !isServed && (source !== undefined || device === 'disk')
  const drive = hasImage ? { drive: node } : {}
  const readonly = disk.child('readonly') !== undefined || device === 'cdrom'
  if (hasImage) {
    context.counts.set('image', (context.counts.get('image') ?? 0) + 1)
    addPart(context, 'blockdev', format, {
      'node-name': node,
      'read-only': readonly ? 'on' : 'off',
      // Not QEMU's: libvirt makes the file that is thrown away.
      transient: disk.child('transient') ? 'on' : undefined,
    })
  }
  const blockio = disk.child('blockio')
  const geometry = disk.child('geometry')
  const shared: Properties = {
    bootindex: bootIndex(context, disk, { disk: 'hd', lun: 'hd', cdrom: 'cdrom', floppy: 'fd' }[device]),
    logical_block_size: blockio?.attribute('logical_block_size'),
    physical_block_size: blockio?.attribute('physical_block_size'),
    discard_granularity: blockio?.attribute('discard_granularity'),
    cyls: geometry?.attribute('cyls'),
    heads: geometry?.attribute('heads'),
    secs: geometry?.attribute('secs'),
    'bios-chs-trans': geometry?.attribute('trans'),
    serial: disk.textOf('serial'),
    wwn: prefixed(disk.textOf('wwn')),
    'write-cache': device === 'lun' ? undefined : writeCacheOf(driver),
    rotation_rate: target?.attribute('rotation_rate'),
  }
  takeLoadparm(context, disk)
  readBus(context, disk, { bus, device, name, drive, shared, driver })
}

/** What libvirt tells the device of the image's cache; `on` is what a device without it has. Source: libvirt, qemu_command.c, qemuBuildDiskDeviceProps. */
function writeCacheOf(driver: Element | undefined): string | undefined {
  return ['writethrough', 'directsync'].includes(driver?.attribute('cache') ?? '') ? 'off' : undefined
}

interface Drive {
  readonly bus: string
  readonly device: string
  readonly name: string
  readonly drive: Properties
  readonly shared: Properties
  readonly driver: Element | undefined
}

function readBus(context: Context, disk: Element, { bus, device, name, drive, shared, driver }: Drive): void {
  const at = driveAddress(disk) ?? placeByName(name, bus)
  const kind = device === 'cdrom' ? 'cd' : 'hd'
  const where = `${at.controller}-${at.bus}-${at.unit}`
  const id = (stem: string): string => disk.of('alias', 'name') ?? stem
  switch (bus) {
    case 'virtio': {
      const thread = driver?.attribute('iothread')
      const queues = driver?.attribute('queues')
      return addPart(
        context,
        'device',
        virtioDriver(context, disk.attribute('type') === 'vhostuser' ? 'vhost-user-blk' : 'virtio-blk', disk, disk.attribute('model')),
        {
          id: idOf(context, disk, 'virtio-disk'),
          ...drive,
          ioeventfd: driver?.attribute('ioeventfd'),
          event_idx: driver?.attribute('event_idx'),
          iothread: thread === undefined ? undefined : `iothread${thread}`,
          'num-queues': queues,
          'queue-size': driver?.attribute('queue_size'),
          ...virtioOptions(driver),
          ...shared,
          ...addressOf(context, disk),
        },
      )
    }
    case 'ide':
      return addPart(context, 'device', `ide-${kind}`, { id: id(`ide${where}`), bus: `ide.${at.bus}`, unit: String(at.unit), ...drive, ...shared })
    case 'sata': {
      const own = at.controller === 0 && context.express && /^(i686|x86_64)$/.test(context.arch)
      return addPart(context, 'device', `ide-${kind}`, {
        id: id(`sata${where}`),
        bus: `${own ? 'ide' : `sata${at.controller}`}.${at.unit}`,
        ...drive,
        ...shared,
      })
    }
    case 'scsi': {
      const name = id(`scsi${at.controller}-${at.bus}-${isLsi(context, at.controller) ? '' : `${at.target}-`}${at.unit}`)
      const driverName = device === 'lun' ? 'scsi-block' : `scsi-${kind}`
      return addPart(context, 'device', driverName, {
        id: name,
        ...scsiAddress(context, at),
        // What the guest knows the disk by where it has no serial number.
        ...(device === 'lun' ? {} : { device_id: shared.serial ?? `drive-${name}` }),
        vendor: disk.textOf('vendor'),
        product: disk.textOf('product'),
        ...drive,
        ...shared,
      })
    }
    case 'usb':
      return addPart(context, 'device', 'usb-storage', {
        id: idOf(context, disk, 'usb-disk'),
        removable: switchOf(disk.of('target', 'removable')),
        ...drive,
        ...shared,
        ...addressOf(context, disk),
      })
    case 'fdc':
      return addPart(context, 'device', 'floppy', { id: id(`fdc${where}`), unit: String(at.unit), ...drive, ...shared })
    case 'nvme':
      context.notUnderstood.push(...disk.whole('devices/disk'))
      return
    case 'sd':
      return addPart(context, 'drive', 'sd', { id: `drive-${id('sd-disk0')}` })
    case 'xen':
      disk.ignore()
      return addPart(context, 'disk', 'xen', { vdev: name, device })
    default:
      context.notUnderstood.push(`devices/disk/target bus=${bus} dev=${name}`)
  }
}

/** A bus by a disk's name, where none is given. */
function busOf(name: string): string {
  return name.startsWith('vd')
    ? 'virtio'
    : name.startsWith('hd')
      ? 'ide'
      : name.startsWith('fd')
        ? 'fdc'
        : name.startsWith('xvd')
          ? 'xen'
          : name.startsWith('ub')
            ? 'usb'
            : 'scsi'
}

/** Where libvirt puts a disk without an address: by the letters of its name. */
function placeByName(name: string, bus: string): { controller: number; bus: number; target: number; unit: number } {
  const letters = /^(?:xvd|ub|[fhsv]d)([a-z]{1,3})$/.exec(name)?.[1] ?? 'a'
  const index = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0) - 1
  if (bus === 'ide') return { controller: Math.floor(index / 4), bus: Math.floor((index % 4) / 2), target: 0, unit: index % 2 }
  if (bus === 'sata') return { controller: Math.floor(index / 6), bus: 0, target: 0, unit: index % 6 }
  if (bus === 'fdc') return { controller: 0, bus: 0, target: 0, unit: index % 2 }
  return { controller: Math.floor(index / 7), bus: 0, target: 0, unit: index % 7 }
}

function prefixed(wwn: string | undefined): string | undefined {
  return wwn === undefined || wwn.startsWith('0x') ? wwn : `0x${wwn}`
}

/** Takes a <filesystem>: a folder of the host that the guest mounts. */
export function readFilesystem(context: Context, filesystem: Element): void {
  const driver = filesystem.child('driver')
  const type = driver?.attribute('type')
  const tag = filesystem.of('target', 'dir')
  const id = idOf(context, filesystem, 'fs')
  filesystem.ignore('source', 'binary', 'space_hard_limit', 'space_soft_limit', '@type', '@multidevs', '@fmode', '@dmode', 'idmap', 'thread_pool')
  driver?.ignore('@format', '@wrpolicy', '@name')
  const shared = { ...virtioOptions(driver), bootindex: bootIndex(context, filesystem), ...addressOf(context, filesystem) }
  const model = filesystem.attribute('model')
  if (type === 'virtiofs') {
    filesystem.ignore('@accessmode', 'readonly')
    addPart(context, 'chardev', 'socket', { id: `chr-vu-${id}` })
    return addPart(context, 'device', virtioDriver(context, 'vhost-user-fs', filesystem, model), {
      id,
      chardev: `chr-vu-${id}`,
      'queue-size': driver?.attribute('queue'),
      tag,
      ...shared,
    })
  }
  const mode = filesystem.attribute('accessmode')
  addPart(context, 'fsdev', 'local', {
    id: `fsdev-${id}`,
    security_model: mode === 'mapped' || mode === 'squash' ? mode.replace('squash', 'none') : (mode ?? 'passthrough'),
    readonly: filesystem.child('readonly') ? 'on' : undefined,
  })
  addPart(context, 'device', virtioDriver(context, 'virtio-9p', filesystem, model), { id, fsdev: `fsdev-${id}`, mount_tag: tag, ...shared })
}
