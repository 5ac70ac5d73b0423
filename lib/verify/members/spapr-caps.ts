import { type Family, membersByExpression } from '../family.ts'

/** The capabilities of the pseries machine; their numbers index the array that a machine keeps. */
export const SPAPR_CAPS: Family = {
  title: 'capabilities of the pseries machine',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['include/hw/ppc/spapr.h'],
      // Beside them stand their values (OFF, ON, BROKEN, WORKAROUND, FIXED…) and the count.
      /^#define[ \t]+(?<name>SPAPR_CAP_(?!(?:OFF|ON|NUM|BROKEN|WORKAROUND|FIXED\w*)\b)\w+)[ \t]+(?<number>0x[0-9a-f]+)/gimu,
    ),
}
