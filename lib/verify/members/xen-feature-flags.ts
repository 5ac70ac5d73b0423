import { type Family, membersByExpression } from '../family.ts'

/** The flags of XENVER_get_features by the public header; one that is only defined inside a comment (kept reserved) counts. */
export const XEN_FEATURE_FLAGS: Family = {
  title: "Xen's feature flags",
  repository: 'xen',
  members: (clone) =>
    membersByExpression(clone, ['xen/include/public/features.h'], /^#define[ \t]+(?<name>XENFEAT_(?!NR_SUBMAPS\b)\w+)[ \t]+(?<number>\d+)[ \t]*$/gmu),
}
