import { type Family, membersByExpression } from '../family.ts'

/** The paravirtual bits and hints that KVM on x86 shows in CPUID: the header that QEMU copies from Linux. */
export const KVM_FEATURES: Family = {
  title: 'paravirtual bits of KVM on x86',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['include/standard-headers/asm-x86/kvm_para.h', 'linux-headers/asm-x86/kvm_para.h'],
      /^#define\s+(?<name>KVM_(?:FEATURE|HINTS)_[A-Z0-9_]+)\s+(?<number>\d+)/gmu,
    ),
}
