import { type Family, membersByExpression } from '../family.ts'

/** The CPU models of IBM Z in QEMU, one for each generation and GA level. */
export const S390X_MODELS: Family = {
  title: 's390x CPU models',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['target/s390x/cpu_models.c', 'target-s390x/cpu_models.c'],
      /^ *CPUDEF_INIT\((?<number>0x[0-9a-f]+), [^")]*"(?<name>[\w.]+)"/gmu,
    ),
}
