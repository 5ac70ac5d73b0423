import { type Family, membersByExpression } from '../family.ts'

/** The parameters of HVMOP_set_param by the public header, without the parts of the value of one of them (`…_TYPE_…`). */
export const XEN_HVM_PARAMETERS: Family = {
  title: 'HVM parameters of Xen',
  repository: 'xen',
  members: (clone) =>
    membersByExpression(
      clone,
      ['xen/include/public/hvm/params.h'],
      /^#define[ \t]+(?<name>HVM_PARAM_(?!CALLBACK_(?:IRQ_)?TYPE_)\w+)[ \t]+(?<number>\d+)[ \t]*$/gmu,
    ),
}
