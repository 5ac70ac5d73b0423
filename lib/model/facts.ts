import type { Profile } from './profile.ts'

/** What a question is about: a side's host, the VM's definition (the same on both sides unless said), or the guest inside. */
export type Subject = 'host' | 'vm' | 'guest'

export interface FactKey {
  readonly key: string
  readonly subject: Subject
  readonly about: string
  /** What its absence means: not known, or left at its default. */
  readonly absent: 'unknown' | 'default'
}

/** The fixed keys of a profile. Every other plain key is a machine option, and of the VM. */
export const FACT_KEYS: readonly FactKey[] = [
  { key: 'arch', subject: 'host', absent: 'unknown', about: 'architecture of the guest, as QEMU names it (ppc64, x86_64, aarch64, arm, s390x)' },
  { key: 'accel', subject: 'host', absent: 'unknown', about: 'kvm, tcg or xen' },
  { key: 'kvm', subject: 'host', absent: 'unknown', about: 'flavour of KVM on POWER: hv or pr' },
  { key: 'cpu', subject: 'host', absent: 'unknown', about: 'host CPU, e.g. power9 or haswell' },
  {
    key: 'cpu.without',
    subject: 'host',
    absent: 'default',
    about:
      'what this CPU lacks of hle, rtm, spec-ctrl, ibpb and xsaves, which others of its name have (microcode, settings of the firmware), with commas between',
  },
  { key: 'linux', subject: 'host', absent: 'unknown', about: 'version of the host kernel' },
  { key: 'qemu', subject: 'host', absent: 'unknown', about: 'version of QEMU' },
  { key: 'xen', subject: 'host', absent: 'unknown', about: 'version of Xen' },
  { key: 'libvirt', subject: 'host', absent: 'unknown', about: 'version of libvirt' },
  { key: 'host-model', subject: 'host', absent: 'unknown', about: 'the CPU that libvirt means by mode host-model on this host (virsh domcapabilities)' },
  { key: 'machine', subject: 'vm', absent: 'unknown', about: 'machine type, e.g. pseries-6.2; what a short name means there hangs on qemu' },
  { key: 'vcpu', subject: 'vm', absent: 'default', about: 'CPU model given to the guest' },
  { key: 'max-cpu-compat', subject: 'vm', absent: 'default', about: 'highest compatibility mode of the vCPU' },
  { key: 'memory', subject: 'vm', absent: 'default', about: 'RAM size' },
  { key: 'memory.slots', subject: 'vm', absent: 'default', about: 'slots for memory that is plugged in later' },
  { key: 'memory.maxmem', subject: 'vm', absent: 'default', about: 'most RAM that can be reached by plugging' },
  { key: 'memory.room', subject: 'vm', absent: 'default', about: 'short or none where memory.maxmem is below the RAM size, or the same' },
  { key: 'memory.nodes', subject: 'vm', absent: 'default', about: 'RAM of all NUMA nodes in MiB, where that is not the RAM size' },
  { key: 'memory.backing', subject: 'vm', absent: 'default', about: "size of the machine's memory backend in MiB, where that is not the RAM size" },
  { key: 'memory.multiple', subject: 'vm', absent: 'default', about: 'the power of 2 in MiB that the RAM size is a multiple of, where that is below 256' },
  { key: 'smp', subject: 'vm', absent: 'default', about: 'vCPU topology' },
  { key: 'smp.cpus', subject: 'vm', absent: 'default', about: 'number of vCPUs at start' },
  { key: 'smp.maxcpus', subject: 'vm', absent: 'default', about: 'most vCPUs' },
  { key: 'smp.sockets', subject: 'vm', absent: 'default', about: 'sockets of the vCPU topology' },
  { key: 'smp.cores', subject: 'vm', absent: 'default', about: 'cores per socket' },
  { key: 'smp.threads', subject: 'vm', absent: 'default', about: 'threads per core' },
  { key: 'smp.dies', subject: 'vm', absent: 'default', about: 'dies per socket' },
  { key: 'smp.clusters', subject: 'vm', absent: 'default', about: 'clusters per die' },
  { key: 'smp.modules', subject: 'vm', absent: 'default', about: 'modules per cluster' },
  { key: 'smp.books', subject: 'vm', absent: 'default', about: 'books per drawer' },
  { key: 'smp.drawers', subject: 'vm', absent: 'default', about: 'drawers' },
  {
    key: 'smp.by-cores',
    subject: 'vm',
    absent: 'default',
    about: 'the topology of vCPUs where what is left goes to cores first; impossible where the levels do not multiply',
  },
  { key: 'smp.by-sockets', subject: 'vm', absent: 'default', about: 'the same where it goes to sockets first' },
  { key: 'append', subject: 'vm', absent: 'default', about: "the guest kernel's command line (-append)" },
  { key: 'nodefaults', subject: 'vm', absent: 'default', about: 'yes where the machine has no default devices (-nodefaults)' },
  {
    key: 'definition',
    subject: 'vm',
    absent: 'default',
    about: 'whole where all of the definition was given (a command line, a domain, a configuration) and understood',
  },
  { key: 'definition.twins', subject: 'vm', absent: 'default', about: 'names that two devices of the definition have, or two others of one kind' },
  { key: 'definition.drives', subject: 'vm', absent: 'default', about: 'places of drives that an earlier one has' },
  { key: 'definition.malformed', subject: 'vm', absent: 'default', about: 'names, sizes and numbers on the command line that QEMU does not read as such' },
  { key: 'definition.unheard', subject: 'vm', absent: 'default', about: 'options on the command line, or keys and words of theirs, that no QEMU has' },
  { key: 'not-understood', subject: 'vm', absent: 'default', about: 'parts of the definition that no fact was taken from' },
]

/** Facts that follow from a definition, or are about it: nobody gives them. */
export const DERIVED_FACTS: ReadonlySet<string> = new Set([
  'definition',
  'definition.drives',
  'definition.malformed',
  'definition.twins',
  'definition.unheard',
  'memory.backing',
  'memory.multiple',
  'memory.nodes',
  'memory.room',
  'not-understood',
  'smp.by-cores',
  'smp.by-sockets',
])

/** Prefixes of keys that go on with a name: kernel options, what is known of the guest, XENFEAT flags set by hand. */
export const FACT_PREFIXES: readonly FactKey[] = [
  { key: 'config.', subject: 'host', absent: 'unknown', about: 'option of the host kernel' },
  { key: 'guest.', subject: 'guest', absent: 'unknown', about: 'what is known of the guest' },
  { key: 'xenfeat.', subject: 'host', absent: 'default', about: 'XENFEAT flag: yes or no' },
]

/** The fact that keeps a name given for `fact` whose meaning cannot be told: it hangs on a version that is not known, or that is not recorded. */
export function shortNameOf(fact: string): string {
  return `${fact}${SHORT}`
}

const SHORT = '.short'

/** What is known of the fact `key` by its name; a key that is not listed is a machine option. */
export function factKey(key: string): FactKey {
  // What a name stands for on one side is not what it does on the other.
  if (key.endsWith(SHORT)) return { key, subject: 'host', absent: 'default', about: 'a name that stands for another, which cannot be told' }
  return byKey.get(key) ?? FACT_PREFIXES.find((prefix) => key.startsWith(prefix.key)) ?? { key, subject: 'vm', absent: 'default', about: 'machine option' }
}

const byKey = new Map(FACT_KEYS.map((fact) => [fact.key, fact] as const))

/** What facts of the guest are, beside its uses. */
export const GUEST_FACTS: Readonly<Record<string, string>> = {
  'guest.linux': 'the version of the kernel that the guest runs',
  'guest.compat': 'the compatibility mode that the guest runs in, or raw',
  'guest.type': 'the kind of guest (hvm, pvh, pv, dom0, domu)',
  'guest.running': 'whether the guest runs and cannot be restarted (yes)',
}

/** What a change sets a property or option to so that it is left at its default. */
export const NOT_SET = '(default)'

/** An empty profile: nothing is known. */
export const EMPTY_PROFILE: Profile = { facts: {}, devices: [], places: {}, complete: false, 'not-understood': [] }
