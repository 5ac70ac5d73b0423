import { type Family, membersByExpression } from '../family.ts'

/** The strings of `ibm,hypertas-functions` and `qemu,hypertas-functions`. */
export const HYPERCALL_SETS: Family = {
  title: 'hypercall sets of pseries',
  repository: 'qemu',
  members: (clone) => membersByExpression(clone, ['hw/ppc/spapr.c', 'hw/spapr.c'], /(?<=hypertas, "|["0])(?<name>hcall-(?!instructions)[a-z0-9-]+)/gu),
}
