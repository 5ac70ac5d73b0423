import { type Family, membersByExpression } from '../family.ts'

/** The properties of x86 CPUs for Hyper-V enlightenments, and the words that -cpu had before them (`hv_relaxed`). */
export const HYPERV_PROPERTIES: Family = {
  title: 'Hyper-V enlightenments of QEMU',
  repository: 'qemu',
  members: (clone) => membersByExpression(clone, ['target/i386/cpu.c', 'target-i386/cpu.c', 'target-i386/cpuid.c'], /"(?<name>(?:x-)?hv[-_][a-z][a-z-]*)"/gu),
}
