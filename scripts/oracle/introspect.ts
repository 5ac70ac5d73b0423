import type { Qmp } from './qmp.ts'

/** What QEMU shows of a machine, as far as a guest might see it. */
export interface State {
  /** Single values by name: `machine.usb`, `cpu.model`, `fw.7.0.EBX`. */
  readonly values: ReadonlyMap<string, string | number | boolean>
  /** `cpus` and `memory`, as QMP gives them. */
  readonly lists: ReadonlyMap<string, unknown>
  /** What the human monitor prints of devices, by name of the command. */
  readonly texts: ReadonlyMap<string, readonly string[]>
}

/** Asks a machine what it is. Nothing is changed by it. */
export async function readState(qmp: Qmp): Promise<State> {
  const cpus = (await qmp.run('query-cpus-fast')) as { 'qom-path': string; props?: unknown }[]
  const first = cpus[0]?.['qom-path']
  const values = new Map([
    ...(await readProperties(qmp, '/machine', 'machine', (name) => !HOST_ONLY.has(name))),
    ...(first ? await readProperties(qmp, first, 'cpu', (name, type) => !CPU_HOST_ONLY.test(name) && (CPU_VALUES.has(name) || type === 'bool')) : []),
    ...(first ? await readFeatureWords(qmp, first) : []),
  ])
  const lists = new Map<string, unknown>([
    ['cpus', cpus.map(({ props }) => props)],
    ['memory', await qmp.run('query-memory-size-summary')],
  ])
  const texts = new Map<string, readonly string[]>()
  for (const command of ['pci', 'qtree']) texts.set(command, await readText(qmp, command))
  return { values, lists, texts }
}

/** Of the machine's properties, those that say how the process runs or how the VM is begun, and that no guest can read afterwards. */
const HOST_ONLY = new Set([
  'append',
  'bus-lock-ratelimit',
  'dtb',
  'dump-guest-core',
  'dumpdtb',
  'firmware',
  'hmat',
  'initrd',
  // Reading it ends QEMU 7.2 where there is a virtio-iommu (virt_get_iommu in hw/arm/virt.c); what it chooses shows among the devices.
  'iommu',
  'kernel',
  'kvm-type',
  'max-ram-below-4g',
  'mem-merge',
  'modern-hotplug-events',
  'nvdimm',
  'nvdimm-persistence',
  'phandle-start',
  'pflash0',
  'pflash1',
  'suppress-vmdesc',
])
const CPU_VALUES = new Set(
  'type family model stepping model-id vendor level xlevel xlevel2 phys-bits tsc-frequency midr cntfrq rvbar vlen elen priv_spec vext_spec pmu-num mvendorid marchid mimpid description'.split(
    ' ',
  ),
)
/** Of x86 the feature words are read instead of the single features. */
const CPU_HOST_ONLY =
  /^(realized|hotpluggable|start-powered-off|migration-safe|static|.*[Cc]heck|enforce|full-cpuid-auto-level|x-.*|hv-.*|kvm.*|tcg-.*|lmce|l3-cache|vmware-.*)$/
const X86_BOOLEANS = new Set(['pmu', 'legacy-cache'])

async function readProperties(qmp: Qmp, path: string, prefix: string, isWanted: (name: string, type: string) => boolean) {
  const listed = (await qmp.run('qom-list', { path })) as { name: string; type: string }[]
  const isX86 = listed.some(({ name }) => name === 'feature-words')
  const read: [string, string | number | boolean][] = []
  for (const { name, type } of listed) {
    if (/^(child|link)</.test(type) || !isWanted(name, type) || (isX86 && type === 'bool' && !X86_BOOLEANS.has(name))) continue
    // Some cannot be read, or not now.
    const value = await qmp.run('qom-get', { path, property: name }).catch(() => undefined)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') read.push([`${prefix}.${name}`, value])
  }
  return read
}

interface FeatureWord {
  'cpuid-input-eax': number
  'cpuid-input-ecx'?: number
  'cpuid-register': string
  features: number
}

async function readFeatureWords(qmp: Qmp, path: string): Promise<[string, number][]> {
  const words = (await qmp.run('qom-get', { path, property: 'feature-words' }).catch(() => [])) as FeatureWord[]
  return words.map((word) => [`fw.${hex(word['cpuid-input-eax'])}.${word['cpuid-input-ecx']?.toString(16) ?? '-'}.${word['cpuid-register']}`, word.features])
}

function hex(value: number): string {
  return (value >>> 0).toString(16)
}

async function readText(qmp: Qmp, command: string): Promise<string[]> {
  // Not every machine has PCI. Backends' names of files and addresses of the host's memory are no guest's business.
  const text = await qmp.human(`info ${command}`).catch(() => '')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^mr-|^osk =/.test(line))
}
