/** An option of QEMU that makes a part of the VM. */
export interface PartOption {
  /** The part's kind; default: the option without the dash. */
  readonly kind?: string
  /** The key whose value is the part's driver. */
  readonly key?: string
  /** The driver where the key is not given, or where there is no key. */
  readonly driver?: string
  /** The key of a first word without one; default: `key`. */
  readonly implied?: string
  /** The whole argument is the value of this property: it is a file's name or the like. */
  readonly whole?: string
  /** Keys that add up when they are repeated. */
  readonly lists?: readonly string[]
  /** Properties that the option stands for. */
  readonly properties?: Readonly<Record<string, string>>
  /** `none` only takes a default away; where there are none (`-nodefaults`) it says nothing. */
  readonly none?: boolean
}

const FORWARDS = ['hostfwd', 'guestfwd', 'dnssearch']
const disk = (index: string, media = 'disk'): PartOption => ({ kind: 'drive', driver: 'default', whole: 'file', properties: { index, media } })
const file = (): PartOption => ({ whole: 'file' })

/** The options of QEMU that make parts of the VM, with how each is read. Source: qemu-options.hx, QEMU 2.5 to 10.2. */
export const PART_OPTIONS: Readonly<Record<string, PartOption>> = {
  '-device': { key: 'driver' },
  '-drive': { key: 'if', driver: 'default', implied: '' },
  '-blockdev': { key: 'driver' },
  '-netdev': { key: 'type', lists: FORWARDS },
  '-nic': { key: 'type', driver: 'user', lists: FORWARDS, none: true },
  '-net': { key: 'type', lists: FORWARDS, none: true },
  '-object': { key: 'qom-type', lists: ['host-nodes'] },
  '-chardev': { key: 'backend' },
  '-fsdev': { key: 'fsdriver' },
  '-audiodev': { key: 'driver' },
  '-audio': { key: 'driver', driver: 'default' },
  '-soundhw': { whole: 'model' },
  '-tpmdev': { key: 'type' },
  '-numa': { key: 'type', lists: ['cpus'] },
  '-rtc': { driver: 'rtc', implied: '' },
  '-boot': { driver: 'boot', implied: 'order' },
  '-icount': { driver: 'icount', implied: 'shift' },
  '-smbios': { key: 'type', driver: 'file', implied: '', lists: ['value', 'path'] },
  '-acpitable': { driver: 'acpitable', implied: '' },
  '-fw_cfg': { driver: 'fw_cfg', implied: 'name' },
  '-overcommit': { driver: 'overcommit', implied: '' },
  '-semihosting-config': { kind: 'semihosting', driver: 'semihosting', implied: 'enable' },
  '-option-rom': { driver: 'option-rom', implied: 'romfile' },
  '-iscsi': { driver: 'iscsi', implied: '' },
  '-uuid': { whole: 'uuid' },
  '-prom-env': { whole: 'variable' },
  '-kernel': file(),
  '-initrd': file(),
  '-dtb': file(),
  '-shim': file(),
  '-bios': file(),
  '-mem-path': file(),
  '-g': { kind: 'resolution', whole: 'resolution' },
  '-hda': disk('0'),
  '-hdb': disk('1'),
  '-hdc': disk('2'),
  '-hdd': disk('3'),
  '-cdrom': disk('2', 'cdrom'),
  '-fda': { kind: 'drive', driver: 'floppy', whole: 'file', properties: { index: '0' } },
  '-fdb': { kind: 'drive', driver: 'floppy', whole: 'file', properties: { index: '1' } },
  '-mtdblock': { kind: 'drive', driver: 'mtd', whole: 'file' },
  '-sd': { kind: 'drive', driver: 'sd', whole: 'file' },
  '-pflash': { kind: 'drive', driver: 'pflash', whole: 'file' },
}

/** Options whose argument is a word that says which device, and what comes after it. */
export const WORD_OPTIONS: Readonly<Record<string, { readonly kind: string; readonly none?: boolean }>> = {
  '-vga': { kind: 'vga', none: true },
  '-serial': { kind: 'serial', none: true },
  '-parallel': { kind: 'parallel', none: true },
  '-debugcon': { kind: 'debugcon', none: true },
  '-virtioconsole': { kind: 'virtioconsole', none: true },
  '-usbdevice': { kind: 'usbdevice' },
  '-watchdog': { kind: 'device' },
  '-balloon': { kind: 'balloon' },
}

/** Options that stand for an option of the machine. */
export const MACHINE_FLAGS: Readonly<Record<string, string>> = {
  '-usb': 'usb=on',
  '-no-acpi': 'acpi=off',
  '-no-hpet': 'hpet=off',
  '-no-kvm-irqchip': 'kernel-irqchip=off',
}
