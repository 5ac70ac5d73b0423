/** What the generator draws from on one architecture. */
export interface Arch {
  readonly program: string
  /** Machines with names that migration is meant for, newest first; others are drawn now and then. */
  readonly machines: RegExp
  /** CPU models to draw from; default: all. */
  readonly models?: readonly string[]
  /** Features of CPUs, in the spelling of `-cpu`. */
  readonly features: readonly string[]
  /** Busses that the machines have from the start. */
  readonly busses: readonly string[]
  /** Whether devices without an address go to PCI and may get one. */
  readonly hasPci: boolean
}

const GUEST_BUSSES = ['PCI', 'usb-bus', 'SCSI', 'virtio-serial-bus', 'HDA']

export const arches: Readonly<Record<string, Arch>> = {
  x86_64: {
    program: 'qemu-system-x86_64',
    machines: /^pc-(q35|i440fx)-\d/,
    features: words(
      'avx avx2 pcid x2apic smap smep erms bmi1 bmi2 rdrand rdseed adx sha-ni md-clear ssbd svm vmx pmu aes fsgsbase umip la57 xsaves clwb movbe popcnt ht arat nx',
    ),
    busses: [...GUEST_BUSSES, 'ISA', 'IDE', 'System', ''],
    hasPci: true,
  },
  ppc64: {
    program: 'qemu-system-ppc64',
    machines: /^pseries-\d/,
    models: words('power7 power8 power9 power10 power8e power8nvl power9_v1.0 power7+ 970fx power5+'),
    features: [],
    busses: [...GUEST_BUSSES, 'spapr-vio-bus', ''],
    hasPci: true,
  },
  aarch64: {
    program: 'qemu-system-aarch64',
    machines: /^virt-\d/,
    models: words('cortex-a35 cortex-a53 cortex-a57 cortex-a72 cortex-a76 neoverse-n1 a64fx max'),
    features: words('pmu aarch64 sve sve128 sve256 pauth lpa2 cfgend reset-hivecs'),
    busses: [...GUEST_BUSSES, 'virtio-bus', 'System'],
    hasPci: true,
  },
  arm: {
    program: 'qemu-system-arm',
    machines: /^virt-\d/,
    models: words('cortex-a7 cortex-a15 max'),
    features: words('pmu vfp neon vfp-d32'),
    busses: [...GUEST_BUSSES, 'virtio-bus', 'System'],
    hasPci: true,
  },
  s390x: {
    program: 'qemu-system-s390x',
    machines: /^s390-ccw-virtio-\d/,
    models: words('qemu max z900 z990 z9EC z10EC z196 zEC12 z13 z13.2 z14 z15a gen16a'),
    features: words('vx edat edat2 te cte zpci ais msa3 msa4 msa5 msa9 gs ri esop minste2 vxeh sthyi iep ltlb apft etoken'),
    busses: ['virtual-css-bus', 'SCSI', 'virtio-serial-bus', 's390-sclp-events-bus'],
    hasPci: false,
  },
  riscv64: {
    program: 'qemu-system-riscv64',
    machines: /^virt$/,
    models: words('rv64'),
    features: words('v h zba zbb zbc zbs sstc svpbmt svinval zfh zkn zicbom mmu pmp Counters Zihintpause x-zvfh svnapot zk zkt'),
    busses: [...GUEST_BUSSES, 'virtio-bus'],
    hasPci: true,
  },
}

function words(text: string): string[] {
  return text.split(' ')
}
