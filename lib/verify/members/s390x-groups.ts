import { type Family, membersByExpression } from '../family.ts'

/** The groups of CPU features of IBM Z in QEMU. */
export const S390X_GROUPS: Family = {
  title: 's390x CPU feature groups',
  repository: 'qemu',
  members: (clone) => membersByExpression(clone, ['target/s390x/cpu_features.c', 'target-s390x/cpu_features.c'], /FEAT_GROUP_INIT\(\s*"(?<name>\w+)"/gu),
}
