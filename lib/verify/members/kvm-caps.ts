import { type Family, membersByExpression } from '../family.ts'

/**
 * The capabilities of KVM, by the copy of Linux's header that QEMU keeps: a release of QEMU has what its copy has, so the releases are QEMU's and the
 * numbers Linux's.
 */
export const KVM_CAPS: Family = {
  title: 'KVM capabilities',
  repository: 'qemu',
  members: (clone) => membersByExpression(clone, ['linux-headers/linux/kvm.h'], /^#\s*define\s+(?<name>KVM_CAP_[A-Z0-9_]+)\s+(?<number>\d+)/gmu),
}
