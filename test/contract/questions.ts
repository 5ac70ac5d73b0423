/** Questions about the five systems, with what must come out on every surface. */
export interface Expected {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly guest?: string
  readonly via?: readonly string[]
  readonly verdict: 'yes' | 'no' | 'conditional' | 'unknown' | 'not yes'
  readonly stream?: string
  readonly outcome?: string
  /** A record that must be among the findings. */
  readonly record?: string
  readonly missing?: string
  /** A policy or Message-ID or commit that the answer must cite. */
  readonly cites?: readonly string[]
  readonly remedy?: { readonly set: string; readonly applies: 'before-boot' | 'running'; readonly verdict: string } | 'none'
}

const HV = 'kvm=hv cpu=power9 linux=6.1 qemu=9.1'
const PR = 'kvm=pr cpu=power9 linux=6.1 qemu=9.1'
const X86 = 'arch=x86_64 accel=kvm cpu=skylake-server machine=pc-q35-7.2 qemu=10.0'

export const questions: readonly Expected[] = [
  // AIL modes
  {
    name: 'HV to PR, a guest that uses scv',
    from: HV,
    to: PR,
    guest: 'uses=scv compat=raw',
    verdict: 'no',
    outcome: 'broken',
    record: 'ppc/ail-modes',
    cites: ['YgB74ak6QGuAd22y@yekko', 'ppc-ail-modes'],
    remedy: { set: 'cap-ail-mode-3', applies: 'before-boot', verdict: 'yes' },
  },
  {
    name: 'the same on older software',
    from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2',
    to: 'kvm=pr cpu=power9 linux=5.15 qemu=7.2',
    guest: 'uses=scv compat=raw',
    verdict: 'no',
    outcome: 'broken',
    stream: 'accepted',
    record: 'ppc/ail-modes',
  },
  {
    name: 'the same with a guest that cannot be restarted',
    from: HV,
    to: PR,
    guest: 'uses=scv compat=raw running=yes',
    verdict: 'no',
    outcome: 'broken',
    remedy: 'none',
  },
  {
    name: 'the same with nothing known of the guest',
    from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2',
    to: 'kvm=pr cpu=power9 linux=5.15 qemu=7.2',
    verdict: 'not yes',
    missing: 'guest.uses.scv',
  },
  { name: 'the remedy applied', from: `${HV} cap-ail-mode-3=off`, to: `${PR} cap-ail-mode-3=off`, guest: 'uses=scv compat=raw', verdict: 'yes' },
  {
    name: 'the remedy on builds that do not migrate it',
    from: 'kvm=hv cpu=power9 linux=6.1 qemu=8.2 cap-ail-mode-3=off',
    to: 'kvm=hv cpu=power9 linux=6.1 qemu=8.2 cap-ail-mode-3=off',
    verdict: 'no',
    stream: 'refused',
    record: 'ppc/cap-ail-mode-3',
    cites: ['1a7a31aec4758d6fd89b60d88669f74f30cdb6bb'],
  },
  { name: 'HV to HV on POWER9', from: HV, to: HV, verdict: 'yes' },
  { name: 'HV on POWER9 to HV on POWER7', from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', to: 'kvm=hv cpu=power7 linux=5.15 qemu=7.2', verdict: 'no' },
  {
    name: 'TCG with a guest in AIL 2 to HV',
    from: 'accel=tcg vcpu=power9 machine=pseries-7.2 qemu=7.2',
    to: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2',
    guest: 'uses=ail2',
    verdict: 'no',
    outcome: 'broken',
    record: 'ppc/ail-modes',
  },
  // multi-TCE
  {
    name: 'a kernel with multi-TCE to one without',
    from: 'kvm=hv cpu=power8 linux=4.6 qemu=2.12 machine=pseries-2.12',
    to: 'kvm=hv cpu=power8 linux=4.4 qemu=2.12',
    verdict: 'conditional',
    stream: 'accepted',
    outcome: 'degraded',
    record: 'ppc/multi-tce',
    cites: ['multi-tce-exposure', 'da95324ebe462b14a3507af02eb4a689c8a1619f'],
  },
  {
    name: 'a kernel without multi-TCE to one with',
    from: 'kvm=hv cpu=power8 linux=4.4 qemu=2.12 machine=pseries-2.12',
    to: 'kvm=hv cpu=power8 linux=4.6 qemu=2.12',
    verdict: 'yes',
  },
  {
    name: 'a Xen guest with a device of the host',
    from: 'name = "g"\nmemory = 512\ntype = "hvm"\npci = [ "03:00.0" ]\n',
    to: 'name = "g"\nmemory = 512\ntype = "hvm"\npci = [ "03:00.0" ]\n',
    verdict: 'no',
    stream: 'refused',
    record: 'rules/xen/passthrough',
    cites: ['9ef9f69466beb35c04f9d1a3f7f8f05a5c3f2bc0'],
  },
  {
    name: 'a Xen guest that may run guests of its own',
    from: 'name = "g"\nmemory = 512\ntype = "hvm"\nnestedhvm = 1\n',
    to: 'name = "g"\nmemory = 512\ntype = "hvm"\nnestedhvm = 1\n',
    verdict: 'unknown',
    record: 'rules/xen/nested-hvm',
  },
  // vhost-scsi
  {
    name: 'vhost-scsi without migratable',
    from: `${X86} linux=6.18.1 device=vhost-scsi-pci,wwpn=naa.5`,
    to: 'accel=kvm cpu=skylake-server qemu=10.0 linux=6.18.1',
    verdict: 'no',
    stream: 'refused',
    record: 'scsi/vhost-scsi',
    cites: ['b3e89c941a85f8ed74def2e817859fef5269659a', 'tcm-vhost-abi'],
  },
  {
    name: 'vhost-scsi, migratable, the same kernel',
    from: `${X86} linux=6.18.1 device=vhost-scsi-pci,wwpn=naa.5,migratable=true`,
    to: 'accel=kvm cpu=skylake-server qemu=10.0 linux=6.18.1',
    verdict: 'yes',
    stream: 'accepted',
  },
  {
    name: 'vhost-scsi, migratable, different kernels',
    from: `${X86} linux=6.16.1 device=vhost-scsi-pci,wwpn=naa.5,migratable=true`,
    to: 'accel=kvm cpu=skylake-server qemu=10.0 linux=6.18.1',
    verdict: 'unknown',
    stream: 'accepted',
    record: 'scsi/vhost-scsi',
    cites: ['tcm-vhost-abi'],
  },
  {
    name: 'vhost-scsi, migratable, kernels that do not log writes',
    from: `${X86} linux=5.15.80 device=vhost-scsi-pci,wwpn=naa.5,migratable=true`,
    to: 'accel=kvm cpu=skylake-server qemu=10.0 linux=5.15.80',
    verdict: 'conditional',
    record: 'scsi/vhost-scsi',
  },
  // PVR and compatibility modes
  {
    name: 'a POWER8-compat guest, POWER9 to POWER8',
    from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2 machine=pseries-7.2 max-cpu-compat=power8',
    to: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2',
    guest: 'compat=power8',
    verdict: 'yes',
  },
  {
    name: 'a POWER8-compat guest, POWER8 to POWER9',
    from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2 max-cpu-compat=power8',
    to: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2',
    guest: 'compat=power8',
    verdict: 'yes',
  },
  {
    name: 'a raw guest, POWER8 to POWER9 under HV',
    from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2',
    to: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2',
    guest: 'compat=raw',
    verdict: 'no',
    stream: 'refused',
  },
  {
    name: 'a chain in which the level fixed at boot decides at the end',
    from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2 max-cpu-compat=power8',
    via: ['kvm=hv cpu=power9 linux=5.15 qemu=7.2'],
    to: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2',
    verdict: 'yes',
  },
  // x86
  ...['hv-passthrough', 'hv_passthrough'].map(
    (word): Expected => ({
      name: `a CPU with ${word}`,
      from: `qemu=8.2 linux=6.1 machine=pc-q35-8.2 accel=kvm arch=x86_64 vcpu=host,${word}`,
      to: 'qemu=8.2 linux=6.1 accel=kvm',
      verdict: 'no',
      record: 'rules/x86/cpu',
    }),
  ),
  // XENFEAT
  {
    name: 'a guest that requires hvm_callback_vector to an old Xen',
    from: 'xen=4.13 arch=x86_64',
    to: 'xen=4.0.0',
    guest: 'type=hvm uses=hvm_callback_vector',
    verdict: 'no',
    outcome: 'broken',
    record: 'xen/hvm-callback-vector',
    cites: ['xenfeat-flags'],
  },
  {
    name: 'a guest that copes with it off',
    from: 'xen=4.0.0 arch=x86_64 cpu=nehalem',
    to: 'xen=4.0.0 cpu=nehalem',
    guest: 'type=hvm uses=-hvm_callback_vector',
    verdict: 'yes',
  },
  {
    name: 'a CPU model of which the host that it goes to lacks a part',
    from: 'accel=kvm machine=pc-q35-7.2 qemu=7.2 linux=6.1 cpu=skylake-server vcpu=Skylake-Server',
    to: 'accel=kvm qemu=8.2 linux=6.6 cpu=haswell',
    guest: 'linux=6.1',
    verdict: 'conditional',
    record: 'rules/x86/cpu-models',
  },
  {
    name: 'the same to a host of which nobody said what CPU it has',
    from: 'accel=kvm machine=pc-q35-7.2 qemu=7.2 linux=6.1 cpu=skylake-server vcpu=Skylake-Server',
    to: 'accel=kvm qemu=8.2 linux=6.6',
    guest: 'linux=6.1',
    verdict: 'unknown',
    stream: 'accepted',
    missing: 'destination.cpu',
    record: 'rules/x86/kvm-hosts',
  },
  {
    name: 'the same to a newer host, named as people name it',
    from: 'accel=kvm machine=pc-q35-7.2 qemu=7.2 linux=6.1 cpu=skylake-sp vcpu=Skylake-Server',
    to: 'accel=kvm qemu=8.2 linux=6.6 cpu=cascadelake',
    guest: 'linux=6.1',
    verdict: 'yes',
  },
  {
    name: 'a versioned machine on a QEMU of which nothing is known',
    from: 'machine=pc-q35-7.2 accel=kvm',
    to: 'qemu=8.0 linux=6.1 accel=kvm',
    verdict: 'unknown',
    stream: 'accepted',
    missing: 'source.qemu',
  },
  {
    name: 'an HVM guest, whose architecture is said by its kind',
    from: 'xen=4.17 qemu=7.2 cpu=haswell',
    to: 'xen=4.18 qemu=8.0 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'yes',
  },
  { name: 'a newer Xen', from: 'xen=4.17 arch=x86_64 cpu=haswell', to: 'xen=4.18 cpu=haswell', guest: 'type=pv uses=-hvm_callback_vector', verdict: 'yes' },
  {
    name: 'a newer Xen with device models of which nobody said what they are',
    from: 'xen=4.17 cpu=haswell',
    to: 'xen=4.18 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'unknown',
    record: 'rules/xen/device-model',
    missing: 'destination.qemu',
  },
  {
    name: 'a Xen guest whose device model is that of QEMU 3.1, of which 5.0 keeps the form',
    from: 'xen=4.12 qemu=3.1 cpu=haswell',
    to: 'xen=4.14 qemu=5.0 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'yes',
  },
  {
    name: 'a Xen guest whose device model is that of QEMU 3.1, of which 4.2 does not keep the form',
    from: 'xen=4.12 qemu=3.1 cpu=haswell',
    to: 'xen=4.13 qemu=4.2 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'no',
    outcome: 'unchanged',
    record: 'rules/xen/device-model',
    cites: ['9a709f06c87043856307ce824b2ba47e0fdb7621'],
  },
  {
    name: 'a Xen guest whose device model is that of QEMU 4.2',
    from: 'xen=4.13 qemu=4.2 cpu=haswell',
    to: 'xen=4.14 qemu=5.0 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'conditional',
    record: 'rules/xen/device-model',
  },
  {
    name: 'PVH of the first kind',
    from: 'xen=4.5 arch=x86_64 cpu=haswell',
    to: 'xen=4.17 cpu=haswell',
    guest: 'type=pvh uses=-hvm_callback_vector',
    verdict: 'no',
    outcome: 'unchanged',
    record: 'rules/xen/pvh',
  },
  {
    name: 'a Xen before PVH',
    from: 'xen=4.9 arch=x86_64 cpu=haswell',
    to: 'xen=4.17 cpu=haswell',
    guest: 'type=pvh uses=-hvm_callback_vector',
    verdict: 'no',
    record: 'rules/xen/pvh',
  },
  ...['Haswell', 'host'].map(
    (vcpu): Expected => ({
      name: `-cpu ${vcpu} to a host of the same CPU without TSX`,
      from: `qemu=7.2 accel=kvm linux=6.1 arch=x86_64 machine=pc-q35-7.2 vcpu=${vcpu} cpu=haswell`,
      to: `qemu=7.2 accel=kvm linux=6.1 arch=x86_64 machine=pc-q35-7.2 vcpu=${vcpu} cpu=haswell cpu.without=hle,rtm`,
      verdict: 'conditional',
      outcome: 'changed',
      record: vcpu === 'host' ? 'rules/x86/cpu' : 'rules/x86/cpu-models',
    }),
  ),
  {
    name: 'a PV guest, which no Xen gives a callback vector',
    from: 'xen=4.17 arch=x86_64 cpu=haswell',
    to: 'xen=4.17 cpu=haswell',
    guest: 'type=pv',
    verdict: 'yes',
  },
  {
    name: 'no accelerator named: nothing is said of Xen',
    from: 'qemu=7.2 machine=pc-q35-7.2',
    to: 'qemu=8.0 machine=pc-q35-7.2',
    verdict: 'unknown',
    missing: 'source.accel',
  },
  {
    name: 'a newer Xen on hosts of which nobody said what CPU they have',
    from: 'xen=4.17 arch=x86_64',
    to: 'xen=4.18',
    guest: 'type=hvm',
    verdict: 'unknown',
    record: 'rules/xen/cpu',
  },
  {
    name: 'a Xen host with an older CPU',
    from: 'xen=4.17 arch=x86_64 cpu=skylake-server',
    to: 'xen=4.17 cpu=haswell',
    guest: 'type=hvm',
    verdict: 'unknown',
    record: 'rules/xen/cpu',
  },
  { name: 'an older Xen that reads the same format', from: 'xen=4.18 arch=x86_64', to: 'xen=4.17', guest: 'type=hvm', verdict: 'unknown' },
  {
    name: 'an older Xen that does not read the format',
    from: 'xen=4.13 arch=x86_64 cpu=nehalem',
    to: 'xen=4.0.0 cpu=nehalem',
    guest: 'type=hvm uses=-hvm_callback_vector',
    verdict: 'no',
    outcome: 'unchanged',
    record: 'rules/xen/stream-format',
  },
  ...['4.4', '4.5', '4.6', '4.20'].flatMap((xen) =>
    ['3.15', '3.16', '3.17'].flatMap((linux) =>
      ['y', 'n'].map(
        (lpae): Expected => ({
          name: `Linux ${linux} as an Arm dom0 on Xen ${xen}, LPAE ${lpae}`,
          from: `xen=${xen} arch=arm config=CONFIG_ARM_LPAE=${lpae} linux=${linux}`,
          to: `xen=${xen} arch=arm config=CONFIG_ARM_LPAE=${lpae} linux=${linux}`,
          guest: 'type=dom0 uses=netback',
          verdict: 'no',
          outcome: 'broken',
          record: 'xen/grant-map-identity',
          cites: ['2865a9d3f7fe004949106ad672f3435709d4253d', 'xenfeat-flags'],
        }),
      ),
    ),
  ),
]

/** Input that is none: one line on stderr and exit status 2, or a 400 problem document. */
export const nonsense: readonly { readonly name: string; readonly from: string; readonly to: string; readonly says: RegExp }[] = [
  { name: 'an unknown machine', from: 'qemu=7.2 machine=pseries-7.9', to: 'qemu=7.2', says: /`machine=pseries-7\.9` is not known; did you mean/ },
  { name: 'a QEMU that never existed', from: 'qemu=7.9', to: 'qemu=7.2', says: /`qemu=7\.9`: QEMU never had this release/ },
  { name: 'an unknown CPU', from: 'cpu=power99', to: 'cpu=power9', says: /`cpu=power99` is not known; did you mean `power9`/ },
  { name: 'contradictory facts', from: 'cpu=power9 arch=x86_64', to: 'cpu=power9', says: /`arch=x86_64` contradicts .*`cpu=power9`.*arch=ppc64/ },
  { name: 'a fact given twice', from: 'qemu=7.2 qemu=8.0', to: 'qemu=7.2', says: /`qemu` is given twice/ },
  { name: 'an unknown key', from: 'qmeu=7.2', to: 'qemu=7.2', says: /`qmeu` is not a key of .*; did you mean `qemu`/ },
  { name: 'no key at all', from: 'hello', to: 'qemu=7.2', says: /`hello` in .* is not `key=value`/ },
  { name: '1 MB of input', from: `qemu=${'7'.repeat(1_000_000)}`, to: 'qemu=7.2', says: /characters/ },
]
