/** What of CPUs of one name some have and others lack: by model, by microcode, by a setting of the firmware or the kernel. As QEMU names it. */
const VARYING = ['hle', 'rtm', 'spec-ctrl', 'ibpb', 'xsaves'] as const
type Varying = (typeof VARYING)[number]

/**
 * What a host lacks by the CPU model that libvirt found nearest to it, and the features that it lists beside.
 * @param model `Haswell-noTSX-IBRS`, `EPYC`, `Skylake-Server-v3`
 * @param has features beyond the model
 * @param lacks features that the host does not have
 * @returns undefined where nothing is lacking
 * Source: libvirt's src/cpu_map, x86_*.xml
 */
export function lackingOfModel(model: string, has: ReadonlySet<string>, lacks: ReadonlySet<string> = new Set()): string | undefined {
  const [, base = model, , number] = /^(.*?)((?:-noTSX|-IBRS|-IBPB)*)(?:-v(\d+))?$/i.exec(model) ?? []
  const versions = FAMILIES[base.toLowerCase()]
  if (!versions) return joined(VARYING.filter((word) => lacks.has(word)))
  const inModel = new Set<Varying>(number === undefined ? versions[0] : (versions[Number(number) - 1] ?? versions.at(-1)))
  if (/-noTSX/i.test(model)) for (const word of TSX) inModel.delete(word)
  if (/-IBRS/i.test(model)) inModel.add('spec-ctrl')
  if (/-IBPB/i.test(model)) inModel.add('ibpb')
  const wanted = new Set(versions.flat())
  return joined(VARYING.filter((word) => lacks.has(word) || (wanted.has(word) && !inModel.has(word) && !has.has(word))))
}

/**
 * The same by the flags of /proc/cpuinfo.
 * @param name as `cpu=` has it
 */
export function lackingOfFlags(name: string, flags: ReadonlySet<string>): string | undefined {
  const wanted = new Set(FAMILIES[name]?.flat() ?? [])
  const has = (word: Varying): boolean => (word === 'spec-ctrl' ? flags.has('ibrs') || flags.has('spec_ctrl') : flags.has(word))
  return joined(VARYING.filter((word) => wanted.has(word) && !has(word)))
}

const joined = (words: readonly string[]): string | undefined => (words.length === 0 ? undefined : words.join(','))

const TSX = ['hle', 'rtm'] as const
const BOTH: readonly Varying[] = [...TSX, 'spec-ctrl']
const IBRS: readonly Varying[] = ['spec-ctrl']
/** What each version of a model has of that; the name without a version is the first. */
const TSX_AND_IBRS = [[...TSX], [], BOTH, IBRS] as const
const FAMILIES: Readonly<Record<string, readonly (readonly Varying[])[]>> = {
  nehalem: [[], IBRS],
  westmere: [[], IBRS],
  sandybridge: [[], IBRS],
  ivybridge: [[], IBRS],
  haswell: TSX_AND_IBRS,
  broadwell: TSX_AND_IBRS,
  'skylake-client': [[...TSX], BOTH, IBRS],
  'skylake-server': [[...TSX], BOTH, IBRS],
  'cascadelake-server': [BOTH, BOTH, IBRS],
  'icelake-server': [BOTH, IBRS, IBRS, IBRS, IBRS, IBRS, BOTH],
  epyc: [[], ['ibpb']],
}
