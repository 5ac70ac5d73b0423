import { type Family, membersByExpression } from '../family.ts'

/** KVM's firmware pseudo-registers on Arm: the header that QEMU copies from Linux. */
export const ARM_FIRMWARE_REGISTERS: Family = {
  title: 'firmware registers of KVM on Arm',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['linux-headers/asm-arm64/kvm.h', 'linux-headers/asm-arm/kvm.h'],
      /^#define\s+(?<name>KVM_REG_ARM_\w+)\s+KVM_REG_ARM_FW_(?:FEAT_BMAP_)?REG\((?<number>\d+)\)/gmu,
    ),
}
