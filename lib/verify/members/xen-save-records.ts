import { type Family, membersBy } from '../family.ts'

const HEADER = 'xen/include/public/arch-*/hvm/save.h'
const DECLARED = /^DECLARE_HVM_SAVE_TYPE(?:_COMPAT)?\((\w+), *(\d+),/gmu
/** Records of variable length have a code, and no declaration. */
const CODED = /^#define[ \t]+(\w+_CODE)[ \t]+(\d+)[ \t]*$/gmu

/** What Xen saves of an HVM domain, by the typecodes of its public headers: `HVM_SAVE_TYPE(PIC)`, or the name of the code. */
export const XEN_SAVE_RECORDS: Family = {
  title: 'HVM save records of Xen',
  repository: 'xen',
  members: (clone) =>
    membersBy(clone, async (commit) => {
      const texts = await Promise.all((await clone.files(commit, HEADER)).map((path) => clone.read(commit, path)))
      return texts.flatMap((text = '') => [
        ...[...text.matchAll(DECLARED)].map(([, name, number]) => ({ name: `HVM_SAVE_TYPE(${name})`, number: Number(number) })),
        ...[...text.matchAll(CODED)].map(([, name = '', number]) => ({ name, number: Number(number) })),
      ])
    }),
}
