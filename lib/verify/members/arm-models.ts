import { type Family, membersByExpression } from '../family.ts'

/** The named Arm CPU models of QEMU, without `host`, `max` and `any`. */
export const ARM_MODELS: Family = {
  title: 'Arm CPU models',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['target/arm/cpu*.c', 'target/arm/tcg/cpu*.c', 'target-arm/cpu*.c', 'target-arm/helper.c'],
      /\{\s*(?:\.name = |ARM_CPUID_\w+, )"(?<name>(?!(?:host|max|any)")[a-z][a-z0-9-]*)"(?:,\s*\.(?:initfn|parent)|\s*\})/gu,
    ),
}
