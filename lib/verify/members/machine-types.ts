import { type Family, membersBy } from '../family.ts'

/**
 * QEMU's versioned machine types: of x86, pseries, Arm, m68k and s390x. A type whose source is there counts, also where its age keeps it from
 * being registered (include/hw/boards.h, from QEMU 10.1 on).
 */
export const MACHINE_TYPES: Family = {
  title: 'versioned machine types',
  repository: 'qemu',
  members: (clone) =>
    membersBy(clone, async (commit) => {
      const texts = await Promise.all(PLACES.map(async (place) => ({ ...place, text: (await clone.read(commit, place.path)) ?? '' })))
      return texts.flatMap(({ prefix, text }) => [...spelledOut(text), ...byNumbers(text, prefix)]).map((name) => ({ name }))
    }),
}

const PLACES = [
  ...['hw/pc.c', 'hw/pc_piix.c', 'hw/i386/pc_piix.c'].map((path) => ({ path, prefix: 'pc-i440fx-' })),
  ...['hw/pc_q35.c', 'hw/i386/pc_q35.c'].map((path) => ({ path, prefix: 'pc-q35-' })),
  { path: 'hw/ppc/spapr.c', prefix: 'pseries-' },
  { path: 'hw/arm/virt.c', prefix: 'virt-' },
  { path: 'hw/m68k/virt.c', prefix: 'virt-' },
  { path: 'hw/s390x/s390-virtio-ccw.c', prefix: 's390-ccw-virtio-' },
]

/** `.name = "pc-0.12"`, `DEFINE_Q35_MACHINE(v2_4, "pc-q35-2.4", …`, `MACHINE_TYPE_NAME("virt-2.6")`, `mc->name = "pseries-2.1"`. */
function spelledOut(text: string): string[] {
  return [
    ...text.matchAll(
      /(?:name\s*=\s*|MACHINE\(\w+,\s*|MACHINE_TYPE_NAME\()"(?<name>(?:pc|pc-i440fx|pc-q35|pseries|virt|s390-ccw-virtio|xenfv)-\d+\.\d+[^"]*)"/gu,
    ),
  ].map(({ groups }) => groups?.name ?? '')
}

/** `DEFINE_VIRT_MACHINE(2, 9)`, `DEFINE_CCW_MACHINE(2_6, "2.6", true)`, `DEFINE_Q35_MACHINE_BUGFIX(4, 0, 1)`, `DEFINE_SPAPR_MACHINE_TAGGED(2, 12, sxxm)`. */
function byNumbers(text: string, prefix: string): string[] {
  const define =
    /^DEFINE_(?:I440FX|Q35|SPAPR|VIRT|CCW)_MACHINE(?:_[A-Z_]+)?\((?:(?<numbers>\d+, \d+(?:, \d+)?)(?:, (?<tag>sxxm|true|false))?|[\d_]+\w*, "(?<version>[^"]+)")/gmu
  return [...text.matchAll(define)].map(({ groups }) => {
    const tag = groups?.tag === undefined || /true|false/u.test(groups.tag) ? '' : `-${groups.tag}`
    return `${prefix}${groups?.version ?? `${groups?.numbers?.replaceAll(', ', '.') ?? ''}${tag}`}`
  })
}
