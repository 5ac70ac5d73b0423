import { type Family, membersBy } from '../family.ts'

/**
 * Properties that QEMU sets for machine types of earlier releases, whatever their kind: `hw_compat_*`, and `HW_COMPAT_*` before 4.0.
 * A name of one word is the record's only with its driver (`scsi-hd.dpofua`).
 */
export const COMPAT_PROPERTIES: Family = {
  title: 'compat properties',
  repository: 'qemu',
  members: (clone) =>
    membersBy(clone, async (commit) => {
      const [macros = '', arrays = ''] = await Promise.all(PATHS.map((path) => clone.read(commit, path)))
      const inArrays = [...arrays.matchAll(/GlobalProperty hw_compat_\w+\[\] = \{(?<body>[^;]*?)\};/gu)].flatMap(({ groups }) => [
        ...(groups?.body ?? '').matchAll(ENTRY),
      ])
      return [...inArrays, ...macros.matchAll(FIELDS)].map(({ groups }) => {
        const property = groups?.property ?? ''
        return { name: /[-_]/u.test(property) || groups?.driver === undefined ? property : `${groups.driver}.${property}` }
      })
    }),
}

const PATHS = ['include/hw/compat.h', 'hw/core/machine.c']
const ENTRY = /\{\s*(?:"(?<driver>[^"]+)"|\w+)\s*,\s*"(?<property>[^"]+)"/gu
const FIELDS = /\.driver\s*=\s*(?:"(?<driver>[^"]+)"|\w+),\s*\\?\s*\.property\s*=\s*"(?<property>[^"]+)"/gu
