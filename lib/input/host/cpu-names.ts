/**
 * The name of a host's CPU from /proc/cpuinfo, as `cpu=` has it; undefined where that cannot be said for sure.
 * Sources: QEMU's target/ppc/cpu-models.c, target/i386/cpu.c, target/s390x/cpu_models.c and target/arm/cpu64.c for the numbers of each model.
 */
export function cpuName(fields: ReadonlyMap<string, string>, text: string): string | undefined {
  const cpu = fields.get('cpu')
  if (cpu !== undefined && /^(POWER|PPC970)/i.test(cpu)) return powerName(cpu, fields.get('revision') ?? '')
  const implementer = fields.get('CPU implementer')
  if (implementer !== undefined) return ARM[`${implementer} ${fields.get('CPU part') ?? ''}`.toLowerCase()]
  const machine = /machine = (\d{4})/.exec(text)?.[1]
  if (machine) return S390[machine]
  const family = Number(fields.get('cpu family'))
  const model = Number(fields.get('model'))
  const stepping = Number(fields.get('stepping'))
  const vendor = fields.get('vendor_id')
  return x86Name(vendor, family, model, stepping)
}

/** The name of a libvirt CPU model, without what only says which bits are missing: `Haswell-noTSX-IBRS` is a haswell. */
export function modelName(model: string): string | undefined {
  if (/^power\d+(nvl|e|\+)?(?:_v[\d.]+)?$/i.test(model)) return model.toLowerCase().replace(/_v.*/, '')
  const name = model.replace(/(-(noTSX|IBRS|IBPB|v\d+|base))+$/i, '').toLowerCase()
  return MODELS.has(name) ? name : undefined
}

/** `POWER9 (architected), altivec supported` and `2.2 (pvr 004e 1202)`. */
function powerName(cpu: string, revision: string): string | undefined {
  const name = /^(POWER\d+(?:NVL|E|\+)?)/i.exec(cpu)?.[1]?.toLowerCase()
  const [, step] = /^(\d+\.\d+)/.exec(revision) ?? []
  if (name === 'power9' && (step === '2.0' || step === '2.1')) return `power9-dd${step}`
  return name ?? (/^PPC970/i.test(cpu) ? '970' : undefined)
}

/**
 * The name of an x86 CPU by its CPUID; undefined where that cannot be said for sure.
 * @param vendor as CPUID has it
 */
export function x86Name(vendor: string | undefined, family: number, model: number, stepping: number): string | undefined {
  if (vendor === 'GenuineIntel' && family === 6) {
    if (model === 85) return stepping >= 10 ? 'cooperlake' : stepping >= 5 ? 'cascadelake-server' : 'skylake-server'
    return INTEL.find(([, models]) => models.includes(model))?.[0]
  }
  if (vendor === 'AuthenticAMD') return AMD[`${family} ${model}`] ?? AMD[`${family}`]
  return vendor === 'HygonGenuine' && family === 24 ? 'dhyana' : undefined
}

const INTEL: readonly (readonly [name: string, models: readonly number[]])[] = [
  ['conroe', [15, 22]],
  ['penryn', [23, 29]],
  ['nehalem', [26, 30, 31, 46]],
  ['westmere', [37, 44, 47]],
  ['sandybridge', [42, 45]],
  ['ivybridge', [58, 62]],
  ['haswell', [60, 63, 69, 70]],
  ['broadwell', [61, 71, 79, 86]],
  ['skylake-client', [78, 94]],
  ['icelake-server', [106, 108]],
  ['sapphirerapids', [143]],
  ['graniterapids', [173]],
  ['sierraforest', [175]],
  ['denverton', [95]],
  ['snowridge', [134]],
  ['knightsmill', [133]],
]
/** By family and model, or by the family alone where all its models have one name. */
const AMD: Readonly<Record<string, string>> = {
  '16': 'opteron_g3',
  '21 1': 'opteron_g4',
  '21 2': 'opteron_g5',
  '23 1': 'epyc',
  '23 49': 'epyc-rome',
  '25 1': 'epyc-milan',
  '25 17': 'epyc-genoa',
  '26 2': 'epyc-turin',
}
const S390: Readonly<Record<string, string>> = {
  '2097': 'z10ec',
  '2817': 'z196',
  '2818': 'z114',
  '2827': 'zec12',
  '2964': 'z13',
  '3906': 'z14',
  '8561': 'gen15a',
  '8562': 'gen15b',
  '3931': 'gen16a',
  '3932': 'gen16b',
  '9175': 'gen17a',
}
const ARM: Readonly<Record<string, string>> = {
  '0x41 0xc07': 'cortex-a7',
  '0x41 0xc09': 'cortex-a9',
  '0x41 0xc0f': 'cortex-a15',
  '0x41 0xd03': 'cortex-a53',
  '0x41 0xd04': 'cortex-a35',
  '0x41 0xd05': 'cortex-a55',
  '0x41 0xd07': 'cortex-a57',
  '0x41 0xd08': 'cortex-a72',
  '0x41 0xd0b': 'cortex-a76',
  '0x41 0xd0c': 'neoverse-n1',
  '0x41 0xd40': 'neoverse-v1',
  '0x41 0xd42': 'cortex-a78ae',
  '0x41 0xd47': 'cortex-a710',
  '0x41 0xd49': 'neoverse-n2',
  '0x46 0x001': 'a64fx',
}
const MODELS: ReadonlySet<string> = new Set([
  ...INTEL.map(([name]) => name),
  ...Object.values(AMD),
  ...Object.values(S390),
  ...Object.values(ARM),
  'skylake-server',
  'cascadelake-server',
  'cooperlake',
  'dhyana',
  'opteron_g1',
  'opteron_g2',
  'core2duo',
  'phenom',
])
