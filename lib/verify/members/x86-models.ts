import { type Family, membersBy } from '../family.ts'

/** The named x86 CPU models of QEMU, their versions (`Haswell-v4`) and what versions are also called (`Haswell-noTSX-IBRS`). */
export const X86_MODELS: Family = {
  title: 'x86 CPU models',
  repository: 'qemu',
  members: (clone) =>
    membersBy(clone, async (commit) => {
      const texts = await Promise.all(PATHS.map((path) => clone.read(commit, path)))
      const table =
        /^static (?:const )?(?:X86CPUDefinition|x86_def_t) \w+\[\] = \{$(.*?)^\};$/msu.exec(
          texts.slice(0, 4).find((text) => text?.includes('_defs[] =')) ?? '',
        )?.[1] ?? ''
      const parts = table.split(/(?=^\s*\.name = ")/mu).flatMap((part) => modelsIn(part))
      const configured = [...(texts[4] ?? texts[5] ?? '').matchAll(/^ *name = "(?<name>[^"]+)"/gmu)].map(({ groups }) => groups?.name ?? '')
      return [...parts, ...configured].map((name) => ({ name }))
    }),
}

const PATHS = [
  'target/i386/cpu.c',
  'target-i386/cpu.c',
  'target-i386/cpuid.c',
  'target-i386/helper.c',
  'sysconfigs/target/cpus-x86_64.conf',
  'sysconfigs/target/target-x86_64.conf',
]

function modelsIn(definition: string): string[] {
  const name = /^\s*\.name = "([^"]+)"/u.exec(definition)?.[1]
  if (name === undefined) return []
  const versions = [...definition.matchAll(/\.version = (\d+)/gu)].map((version) => `${name}-v${version[1]}`)
  return [name, ...versions, ...[...definition.matchAll(/\.alias = "([^"]+)"/gu)].map((alias) => alias[1] as string)]
}
