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
    .filter(([key, value]) => key !== 'help' && !(Object.hasOwn(known.keys, key) && known.keys[key]?.test(value)))
    .map(([key, value]) => `${key === known.implied ? '' : `${key}=`}${value} of ${option}`)
}

/** What the whole argument looks like, or each of its keys. */
type Argument = RegExp | { readonly implied?: string; readonly keys: Readonly<Record<string, RegExp>> }

const ANY = /(?:)/
const ON_OFF = /^(on|off|yes|no|true|false|y|n)$/
const WATCHDOG = /^(reset|shutdown|poweroff|inject-nmi|pause|debug|none)$/i
/** Each drive or network at most once. */
const BOOT_ORDER = /^(?!.*(.).*\1)[a-p]*$/
/** Words, and what begins with the word of a protocol or is a file of a device. */
const CHARACTER = /^(mon:)?((none|null|stdio|pty|vc|msmouse|wctablet|braille|testdev)$|COM\d|\/dev\/|[a-z0-9]+:|\{)/

/** Source: qemu-options.hx and the schemas of qapi, QEMU 2.5 to 10.2. */
const ARGUMENTS: Readonly<Record<string, Argument>> = {
  '-m': { implied: 'size', keys: anyOf('size slots maxmem') },
  '-smp': { implied: 'cpus', keys: anyOf('cpus maxcpus drawers books sockets dies clusters modules cores threads') },
  '-boot': {
    implied: 'order',
    keys: { order: BOOT_ORDER, once: BOOT_ORDER, menu: ON_OFF, strict: ON_OFF, ...anyOf('splash splash-time reboot-timeout') },
  },
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

function anyOf(names: string): Record<string, RegExp> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ANY]))
}
