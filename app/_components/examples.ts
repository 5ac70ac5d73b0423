import type { Fields } from '../../lib/api/fields.ts'

const ask = (fields: Partial<Fields>): Fields => ({ from: '', to: '', fromHost: '', toHost: '', guest: '', via: [], ...fields })

/** The systems that the records began with, each with a question; a record that is gone leaves its system out. */
export const SYSTEMS: readonly { readonly name: string; readonly record: string; readonly question: string; readonly fields: Fields }[] = [
  {
    name: 'AIL modes',
    record: 'ppc/ail-modes',
    question: 'KVM HV to PR with a guest that uses scv?',
    fields: ask({ from: 'kvm=hv cpu=power9 linux=6.1 qemu=9.1', to: 'kvm=pr cpu=power9 linux=6.1 qemu=9.1', guest: 'uses=scv' }),
  },
  {
    name: 'multi-TCE',
    record: 'ppc/multi-tce',
    question: 'To a kernel without multi-TCE?',
    fields: ask({ from: 'kvm=hv cpu=power8 linux=4.6 qemu=2.12 machine=pseries-2.12', to: 'kvm=hv cpu=power8 linux=4.4 qemu=2.12' }),
  },
  {
    name: 'tcm_vhost and vhost-scsi',
    record: 'scsi/vhost-scsi',
    question: 'vhost-scsi between two kernels?',
    fields: ask({
      from: 'arch=x86_64 accel=kvm cpu=skylake-server machine=pc-q35-7.2 qemu=10.0 linux=6.16.1 device=vhost-scsi-pci,wwpn=naa.5,migratable=true',
      to: 'accel=kvm cpu=skylake-server qemu=10.0 linux=6.18.1',
    }),
  },
  {
    name: 'PVR and compatibility levels',
    record: 'ppc/vcpu-generation',
    question: 'A raw-mode guest from POWER8 to POWER9?',
    fields: ask({ from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2', to: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', guest: 'compat=raw' }),
  },
  {
    name: 'XENFEAT flags',
    record: 'xen/hvm-callback-vector',
    question: 'A guest that needs hvm_callback_vector to an old Xen?',
    fields: ask({ from: 'xen=4.13 arch=x86_64', to: 'xen=4.0.0', guest: 'type=hvm uses=hvm_callback_vector' }),
  },
]

/** Questions in other forms: a pasted command line, a chain of hosts, one place alone. */
export const MORE_EXAMPLES: readonly { readonly question: string; readonly fields: Fields }[] = [
  {
    question: 'Two QEMU command lines, with what is known of the hosts',
    fields: ask({
      from: 'qemu-system-ppc64 -machine pseries-7.2,cap-htm=off -accel kvm -m 4G -smp 4',
      fromHost: 'qemu=7.2 linux=5.15 kvm=hv cpu=power9',
      to: 'qemu-system-ppc64 -machine pseries-7.2,cap-htm=off -accel kvm -m 4G -smp 4 -incoming defer',
      toHost: 'qemu=9.1 linux=6.6 kvm=hv cpu=power9',
    }),
  },
  {
    question: 'By way of a third host',
    fields: ask({
      from: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2 machine=pseries-7.2 max-cpu-compat=power8',
      via: ['kvm=hv cpu=power9 linux=5.15 qemu=7.2'],
      to: 'kvm=hv cpu=power8 linux=5.15 qemu=7.2',
    }),
  },
  {
    question: 'No migration: Linux 3.16 as an Arm dom0 on Xen 4.5',
    fields: ask({ to: 'xen=4.5 arch=arm config=CONFIG_ARM_LPAE=n linux=3.16', guest: 'type=dom0 uses=netback' }),
  },
]
