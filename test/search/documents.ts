import type { SearchDocument } from '../../lib/search/port.ts'

/** A small corpus of the sort that is searched: names with underscores and dashes, and words that many records share. */
export const DOCUMENTS: readonly SearchDocument[] = [
  doc(
    'ppc/multi-tce',
    'feature',
    'Multi-TCE hypercalls',
    'H_PUT_TCE_INDIRECT and H_STUFF_TCE map many pages of a PCI window in one call',
    ['KVM_CAP_SPAPR_MULTITCE', 'hcall-multi-tce', 'H_PUT_TCE_INDIRECT', 'H_STUFF_TCE'],
    'The kernel advertises hcall-multi-tce in ibm,hypertas-functions. A guest that is migrated to a kernel without it goes on, slower. The capability was reserved in a header long before an implementation of it was merged.',
  ),
  doc(
    'ppc/ail-modes',
    'feature',
    'AIL modes',
    'Where a guest takes interrupts: alternate interrupt location 0, 2 or 3',
    ['AIL', 'cap-ail-mode-3', 'H_SET_MODE_RESOURCE_ADDR_TRANS_MODE', 'LPCR[AIL]'],
    'A guest that uses scv needs mode 3. PR KVM has mode 0 only; TCG also offered mode 2. The machine option cap-ail-mode-3 was merged with code that migrates it later.',
  ),
  doc(
    'ppc/large-decrementer',
    'feature',
    'Large decrementer',
    'A decrementer of more than 32 bits',
    ['cap-large-decr', 'LD', 'KVM_CAP_PPC_LARGE_DECR'],
    'On POWER9 the decrementer has 56 bits. The option cap-large-decr asks for it.',
  ),
  doc(
    'ppc/compat-mode',
    'feature',
    'Processor compatibility modes',
    'The logical PVR that a guest runs under',
    ['max-cpu-compat', 'PVR', 'CPU_POWERPC_LOGICAL_2_07', 'KVM_REG_PPC_ARCH_COMPAT'],
    'The guest negotiates a logical PVR such as 0x0f000004 (architecture 2.07) or 0x0f000005 by client-architecture-support. HV ties the guest to the PVR of the host.',
  ),
  doc(
    'x86/tsc-scaling',
    'feature',
    'TSC scaling',
    'Whether the guest keeps its clock rate on a host of another frequency',
    ['tsc-freq', 'KVM_CAP_TSC_CONTROL', 'TSC'],
    'Without scaling, a guest whose clock rate differs from that of the host cannot be started by all versions.',
  ),
  doc(
    'virtio/vhost-scsi',
    'feature',
    'vhost-scsi',
    'A SCSI target in the kernel, once named tcm_vhost',
    ['tcm_vhost', 'vhost-scsi-pci', 'migratable', 'CONFIG_VHOST_SCSI'],
    'Migration is disabled unless the property migratable says that the target on the other side is the same. VPD pages come from the kernel.',
  ),
  doc(
    'xen/feat-grant-map-identity',
    'feature',
    'XENFEAT_grant_map_identity',
    'Grants are mapped at their machine address',
    ['XENFEAT_grant_map_identity'],
    'Linux 3.16 as dom0 on Arm looked for the flag; whether any hypervisor advertised it is part of the story. Naïve readers of the header think so.',
  ),
  doc(
    'xen/feat-hvm-callback-vector',
    'feature',
    'XENFEAT_hvm_callback_vector',
    'Event channels by a vector of the local APIC',
    ['XENFEAT_hvm_callback_vector', 'HVM_PARAM_CALLBACK_IRQ'],
    'A guest without it falls back to the interrupt of the platform device.',
  ),
  doc(
    'arm/sve',
    'feature',
    'Scalable vectors',
    'Lengths of SVE vectors that the guest may choose',
    ['SVE', 'sve-max-vq', 'KVM_REG_ARM64_SVE_VLS'],
    'The set of lengths is a set of numbers; a destination must offer each one.',
  ),
  doc(
    'stable-guest-abi',
    'policy',
    'The stable guest ABI',
    'What a guest sees must depend on the command line alone',
    ['guest ABI'],
    'David Gibson held that what the guest sees must not depend on the host kernel: advertise it by a machine option. Alexander Graf wanted batches of features.',
  ),
  doc(
    'xen-feature-flags',
    'policy',
    'Reading XENFEAT flags',
    'Whether a guest may require a feature flag',
    ['XENFEAT'],
    'Ian Campbell and Stefano Stabellini on a flag that tells dom0 whether grants are mapped one to one.',
  ),
  doc('releases/linux', 'release-line', 'Linux', 'Releases of Linux', ['linux'], '', ['3.15', '3.16', '3.17', '6.1.77']),
  doc('sources/kvm', 'source', 'KVM tree', 'The repository of KVM', ['kvm.git'], '', [
    'git.kernel.org',
    'https://git.kernel.org/pub/scm/virt/kvm/kvm.git/commit/?id={commit}',
  ]),
]

function doc(id: string, kind: string, title: string, summary: string, aliases: string[], text: string, keywords: string[] = []): SearchDocument {
  return { id, kind, area: kind === 'feature' ? (id.split('/')[0] as string) : '', title, summary, aliases, keywords, text }
}
