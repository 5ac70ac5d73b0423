import { type Family, membersByExpression } from '../family.ts'

/** The numbers by which PAPR names architecture levels, as QEMU defines them. */
export const LOGICAL_PVRS: Family = {
  title: 'logical PVRs',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(clone, ['target/ppc/cpu-models.h', 'target-ppc/cpu-models.h'], /^\s*(?<name>CPU_POWERPC_LOGICAL_\w+)\s*=\s*(?<number>0x[0-9A-F]+)/gimu),
}
