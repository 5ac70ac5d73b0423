import { BY_RELEASE } from './by-release.ts'
import { MACHINE_FLAGS, PART_OPTIONS, WORD_OPTIONS } from './part-options.ts'
import { FLAGS, UNSEEN } from './unseen.ts'

/**
 * Whether some QEMU has an option of this name; Proxmox's has one of its own (`-id`).
 * @param option with one dash
 */
export function isOption(option: string): boolean {
  return BY_RELEASE.has(option) || FLAGS.has(option) || READ.has(option) || OTHERS.has(option) || TABLES.some((table) => Object.hasOwn(table, option))
}

/** Whether an option takes the word after it. */
export function takesArgument(option: string): boolean {
  return ARGUED.has(option) || UNSEEN[option] === true || [PART_OPTIONS, WORD_OPTIONS].some((table) => Object.hasOwn(table, option))
}

const TABLES: readonly object[] = [MACHINE_FLAGS, PART_OPTIONS, WORD_OPTIONS, UNSEEN]

/** Those that the reader of command lines takes by itself. */
const ARGUED: ReadonlySet<string> = new Set('-M -machine -cpu -m -smp -append -global -virtfs -accel -set'.split(' '))
const READ: ReadonlySet<string> = new Set([...ARGUED, '-localtime', '-snapshot', '-nodefaults', '-enable-kvm', '-no-kvm'])

/** Those that nothing is taken from. Source: qemu-options.hx, QEMU 2.5 to 10.2, with what branches toward later releases and trees beside them have. */
const OTHERS: ReadonlySet<string> = new Set(
  [
    '-audio-help -readconfig -xen-domid -id',
    '-cxl-fixed-memory-window -input-linux',
    '-boot-certificates -build-info -build-info-json -connect-gpios -cpr-uri -dtbi -gpiodev -hw-dtb -machine-path -mcd -secure-boot -sync-quantum -videodev',
  ].flatMap((list) => list.split(' ')),
)
