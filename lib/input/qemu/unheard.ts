import { readOptionString } from './option-string.ts'

/**
 * Keys and words of an option's argument that no QEMU has, as they are said: `foo=on of -boot`, `-vga foo`.
 * @param name how messages call the input
 * @throws InputError for JSON that is none
 */
export function unheardIn(option: string, text: string, name: string): readonly string[] {
  const known = Object.hasOwn(ARGUMENTS, option) ? (ARGUMENTS[option] as Argument) : undefined
  if (!known || text === 'help' || text === '?') return []
  if (known instanceof RegExp) return known.test(text) ? [] : [`${option} ${text}`]
  return readOptionString(text, known.implied ?? '', name)
    .filter(([key, value]) => key !== 'help' && !(Object.hasOwn(known.keys, key) ? known.keys[key]?.test(value) : known.open))
    .map(([key, value]) => `${key === known.implied ? '' : `${key}=`}${value} of ${option}`)
}

/** What the whole argument looks like, or each of its keys; it has no others, unless it is `open`. */
type Argument = RegExp | { readonly implied?: string; readonly open?: boolean; readonly keys: Readonly<Record<string, RegExp>> }

const ANY = /(?:)/
const ON_OFF = /^(on|off|yes|no|true|false|y|n)$/
const WATCHDOG = /^(reset|shutdown|poweroff|inject-nmi|pause|debug|none)$/i
/** Each drive or network at most once. */
const BOOT_ORDER = /^(?!.*(.).*\1)[a-p]*$/
/** Words, and what begins with the word of a protocol or is a file of a device. */
const CHARACTER = /^(mon:)?((none|null|stdio|pty|vc|msmouse|wctablet|braille|testdev)$|COM\d|\/dev\/|[a-z0-9]+:|\{)/

/** Formats and protocols of images, with those of Proxmox and of Vitastor. */
const IMAGE = words([
  'archipelago blkdebug blklogwrites blkreplay blkverify bochs cloop compress copy-before-write copy-on-read dmg file ftp ftps gluster host_cdrom host_device',
  'host_floppy http https io_uring iscsi iser luks nbd nfs null-aio null-co nvme nvme-io_uring parallels preallocate qcow qcow2 qed quorum raw rbd replication',
  'sheepdog snapshot-access ssh tftp throttle vdi vhdx virtio-blk-vfio-pci virtio-blk-vhost-user virtio-blk-vhost-vdpa vmdk vpc vvfat vxhs',
  'alloc-track pbs vitastor zeroinit help',
])
const ON_ERROR = words(['ignore enospc stop report auto'])

/** Source: qemu-options.hx and the schemas of qapi, QEMU 2.5 to 10.2. */
const ARGUMENTS: Readonly<Record<string, Argument>> = {
  '-m': { implied: 'size', keys: anyOf('size slots maxmem') },
  '-smp': { implied: 'cpus', keys: anyOf('cpus maxcpus drawers books sockets dies clusters modules cores threads') },
  '-boot': {
    implied: 'order',
    keys: { order: BOOT_ORDER, once: BOOT_ORDER, menu: ON_OFF, strict: ON_OFF, ...anyOf('splash splash-time reboot-timeout') },
  },
  '-drive': {
    open: true,
    keys: {
      if: words(['ide scsi floppy pflash mtd sd virtio xen none']),
      media: words(['disk cdrom']),
      format: IMAGE,
      driver: IMAGE,
      'file.driver': IMAGE,
      cache: words(['none off writeback unsafe directsync writethrough']),
      aio: words(['threads native io_uring']),
      discard: words(['ignore off unmap on']),
      'detect-zeroes': words(['on off unmap']),
      werror: ON_ERROR,
      rerror: ON_ERROR,
    },
  },
  '-blockdev': { implied: 'driver', open: true, keys: { driver: IMAGE, 'file.driver': IMAGE } },
  '-rtc': { keys: { base: /^(utc|localtime|\d+-\d+-\d+.*)$/, clock: /^(host|rt|vm)$/, driftfix: /^(slew|none)$/ } },
  '-name': { implied: 'guest', keys: anyOf('guest process debug-threads') },
  '-msg': { keys: anyOf('timestamp guest-name') },
  '-overcommit': { keys: { 'mem-lock': /^(on|off|yes|no|true|false|y|n|on-fault)$/, 'cpu-pm': ON_OFF } },
  '-action': { keys: { reboot: /^(reset|shutdown)$/, shutdown: /^(poweroff|pause)$/, panic: /^(pause|shutdown|exit-failure|none)$/, watchdog: WATCHDOG } },
  '-watchdog-action': WATCHDOG,
  '-vga': /^(std|cirrus|vmware|xenfb|qxl|tcx|cg3|virtio|none)(,.*)?$/,
  '-display': /^(gtk|sdl|egl-headless|curses|spice-app|vnc|none|cocoa|dbus|default|type|\{)/,
  '-fsdev': /^(\{|(fsdriver=)?(local|handle|proxy|synth)(,|$)|.*,fsdriver=)/,
  '-tpmdev': /^(\{|(type=)?(passthrough|emulator)(,|$)|.*,type=)/,
  '-incoming': /^(defer$|(tcp|rdma|exec|unix|fd|vsock|file):|\{|.*=)/,
  '-serial': CHARACTER,
  '-parallel': CHARACTER,
  '-monitor': CHARACTER,
}

function words(lists: readonly string[]): RegExp {
  return new RegExp(`^(${lists.join(' ').replaceAll(' ', '|')})$`)
}

function anyOf(names: string): Record<string, RegExp> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ANY]))
}
