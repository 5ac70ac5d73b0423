/** Who asks: a developer of a kernel, QEMU or Xen; somebody who runs hosts; a reviewer of a patch; a program. */
export type Asker = 'developer' | 'operator' | 'reviewer' | 'tool'

/** What is typed into the search box, and what has to come first. */
export interface SearchQuestion {
  readonly who: Asker
  readonly text: string
  /** Any of these is right: a record's id, `releases/qemu#7.2` for a release. */
  readonly right?: readonly string[]
  /** Right is the check, filled in with these sides. */
  readonly check?: { readonly from: string; readonly to: string; readonly guest?: string }
}

/** Forty questions, ten of each, written before anything was changed for them. Two policies that were recorded later are right for them, too. */
export const SEARCH_QUESTIONS: readonly SearchQuestion[] = [
  { who: 'developer', text: 'KVM_CAP_PPC_FWNMI', right: ['kvm/cap-ppc-fwnmi'] },
  { who: 'developer', text: 'cap 210', right: ['ppc/kvm-cap-ppc-ail-mode-3'] },
  { who: 'developer', text: 'XENFEAT_grant_map_identiy', right: ['xen/grant-map-identity'] },
  { who: 'developer', text: 'may a XENFEAT flag be dropped again', right: ['xenfeat-flags'] },
  {
    who: 'developer',
    text: 'must a new hypercall that depends on the host kernel be switchable by a machine option',
    right: ['multi-tce-exposure', 'spapr-host-features-by-option'],
  },
  { who: 'developer', text: 'H_PUT_TCE_INDIRECT', right: ['ppc/multi-tce'] },
  { who: 'developer', text: 'linux 6.1', right: ['releases/linux#6.1'] },
  { who: 'developer', text: 'replace the vfio migration uapi v1, nobody uses it', right: ['vfio-migration-v2'] },
  { who: 'developer', text: 'cpuid 0x40000001 eax bit 13', right: ['x86/kvm-feature-pv-sched-yield'] },
  { who: 'developer', text: 'cap-large-dec', right: ['ppc/cap-large-decr'] },

  { who: 'operator', text: 'qemu-system-ppc64: cap-cfpc higher level (2) in incoming stream than on destination (0)', right: ['ppc/cap-cfpc'] },
  {
    who: 'operator',
    text: 'Requested safe cache capability level not supported by KVM, try appending -machine cap-cfpc=broken',
    right: ['ppc/cap-cfpc'],
  },
  { who: 'operator', text: "Machine type received is 'pc-i440fx-2.12' and local is 'pc-i440fx-2.11'", right: ['rules/qemu/machine-name'] },
  { who: 'operator', text: 'Features 0x130afffa7 unsupported. Allowed features: 0x79bfffe7', right: ['virtio/negotiated-features'] },
  { who: 'operator', text: 'State blocked by non-migratable CPU device (invtsc flag)', right: ['x86/invtsc', 'qemu-invtsc-migration'] },
  { who: 'operator', text: 'qemu 6.2 -> 7.2 power9 ail', check: { from: 'qemu=6.2 cpu=power9', to: 'qemu=7.2 cpu=power9' } },
  { who: 'operator', text: 'can I migrate from linux 5.4 to 5.15 with ail', check: { from: 'linux=5.4', to: 'linux=5.15' } },
  { who: 'operator', text: 'xl migrate a guest with a passed through pci device', right: ['rules/xen/passthrough'] },
  { who: 'operator', text: 'is it safe to migrate with -cpu host', right: ['x86/vcpu-host', 'arm/vcpu-host', 'qemu-cpu-host-migratable'] },
  { who: 'operator', text: 'how long is an old pc-i440fx machine type supported', right: ['qemu-machine-lifecycle'] },

  { who: 'reviewer', text: 'YgB74ak6QGuAd22y@yekko', right: ['ppc/ail-modes', 'ppc-ail-modes'] },
  { who: 'reviewer', text: '<20220222064727.2314380-3-npiggin@gmail.com>', right: ['ppc/ail-modes', 'ppc-ail-modes'] },
  { who: 'reviewer', text: '839d893b4067', right: ['ppc/ail-modes'] },
  { who: 'reviewer', text: 'ppc/ail-modes@3f2a9c1d', right: ['ppc/ail-modes'] },
  { who: 'reviewer', text: 'what did david gibson say about ail', right: ['ppc-ail-modes'] },
  { who: 'reviewer', text: 'graf multi-tce old slow kernels', right: ['multi-tce-exposure'] },
  { who: 'reviewer', text: 'two vhost-user protocol features with the same number', right: ['vhost-user-bit-conflict'] },
  { who: 'reviewer', text: 'is domctl a stable abi', right: ['xen-domctl-stability'] },
  { who: 'reviewer', text: 'tcm_vhost staging', right: ['tcm-vhost-abi'] },
  { who: 'reviewer', text: '32bit pv guests deprecated?', right: ['xen-32bit-pv'] },

  { who: 'tool', text: '-M cap-cfpc=broken', right: ['ppc/cap-cfpc'] },
  { who: 'tool', text: 'KVM_CAP 201', right: ['kvm/cap-exit-hypercall'] },
  { who: 'tool', text: 'xen 4.17', right: ['releases/xen#4.17'] },
  { who: 'tool', text: 'pc-q35-rhel7.6.0', right: ['machine/pc-q35-rhel7.6.0'] },
  { who: 'tool', text: 'virtio_net_f_mrg_rxbuf', right: ['virtio/net-f-mrg-rxbuf'] },
  { who: 'tool', text: '0x0F000004', right: ['ppc/logical-pvr-power8'] },
  {
    who: 'tool',
    text: 'kvm=hv cpu=power9 linux=5.15 -> kvm=pr cpu=power9 linux=5.15 guest.uses=scv',
    check: { from: 'kvm=hv cpu=power9 linux=5.15', to: 'kvm=pr cpu=power9 linux=5.15', guest: 'uses=scv' },
  },
  { who: 'tool', text: 'pseries-2.12-sxxm', right: ['machine/pseries-2.12-sxxm'] },
  { who: 'tool', text: 'qemu=7.2', right: ['releases/qemu#7.2'] },
  { who: 'tool', text: 'CVE-2018-3639', right: ['arm/kvm-reg-arm-smccc-arch-workaround-2'] },
]

/** Twenty more, written after the last change of the ranking and before they were asked. */
export const LATER_QUESTIONS: readonly SearchQuestion[] = [
  { who: 'developer', text: 'KVM_CAP_DIRTY_LOG_RING_ACQ_REL', right: ['kvm/cap-dirty-log-ring-acq-rel'] },
  { who: 'developer', text: 'hv-vapic enlightenment', right: ['x86/hv-vapic'] },
  { who: 'developer', text: 'may the kernel drop 32-bit kvm hosts', right: ['kvm-32-bit-hosts'] },
  { who: 'developer', text: 'HVM_PARAM_CALLBACK_IRQ', right: ['xen/hvm-param-callback-irq'] },
  { who: 'developer', text: 'xenfeat hvm calback vector', right: ['xen/hvm-callback-vector'] },

  { who: 'operator', text: 'can a vm with an nvme disk be live migrated', right: ['devices/nvme'] },
  {
    who: 'operator',
    text: 'qemu-kvm: get_pci_config_device: Bad config data: i=0x10 read: 41 device: 1 cmask: ff wmask: 80 w1cmask:0',
    right: ['rules/devices/pci'],
  },
  { who: 'operator', text: 'migrate sev encrypted guest', right: ['devices/sev'] },
  {
    who: 'operator',
    text: 'linux 5.10 qemu 5.2 -> linux 6.1 qemu 7.2 on power9',
    check: { from: 'linux=5.10 qemu=5.2 cpu=power9', to: 'linux=6.1 qemu=7.2 cpu=power9' },
  },
  { who: 'operator', text: 'machine type pc-i440fx-2.4 removed', right: ['machine/pc-i440fx-2.4'] },

  { who: 'reviewer', text: 'who decided that spapr fwnmi is on by default', right: ['spapr-fwnmi-default'] },
  { who: 'reviewer', text: 'why is rdma migration still in qemu', right: ['qemu-rdma-migration'] },
  { who: 'reviewer', text: 'postcopy preempt compatibility 7.2 8.0', right: ['qemu-postcopy-preempt-compat'] },
  { who: 'reviewer', text: 'spapr caps higher on the destination only a warning', right: ['spapr-caps-in-stream'] },
  { who: 'reviewer', text: '1a7a31aec4', right: ['ppc/cap-ail-mode-3'] },

  { who: 'tool', text: 'VIRTIO_F_RING_PACKED', right: ['virtio/f-ring-packed'] },
  { who: 'tool', text: 'cap-htm=off', right: ['ppc/cap-htm'] },
  { who: 'tool', text: 'libvirt 8.0', right: ['releases/libvirt#8.0'] },
  { who: 'tool', text: 'XENFEAT 8', right: ['xen/hvm-callback-vector'] },
  { who: 'tool', text: 'pseries-4.2 -> pseries-6.2', check: { from: 'machine=pseries-4.2', to: 'machine=pseries-6.2' } },
]
