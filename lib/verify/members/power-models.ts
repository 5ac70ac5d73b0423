import { type Family, membersBy } from '../family.ts'

/** The CPU models of QEMU that a pseries machine can have: the 970 and POWER5+ to POWER11. */
export const POWER_MODELS: Family = {
  title: 'POWER CPU models',
  repository: 'qemu',
  members: (clone) =>
    membersBy(clone, async (commit) => {
      const texts = await Promise.all(PATHS.map((path) => clone.read(commit, path)))
      const text = texts.find((one) => one !== undefined) ?? ''
      // What stands under TODO was never built.
      return [...text.replace(/#if defined\s*\(?TODO\)?[\s\S]*?#endif/gu, '').matchAll(MODEL)].map(({ groups }) => ({ name: groups?.name ?? '' }))
    }),
}

const PATHS = ['target/ppc/cpu-models.c', 'target-ppc/cpu-models.c', 'target-ppc/translate_init.c']
const MODEL = /POWERPC_(?:DEF|DEPRECATED_CPU)\("(?<name>970\w*(?:\.\d)?|(?:power|POWER)(?:5\+|5p|[7-9]|1\d)[^"]*)"/gu
