import { type Context, place } from './context.ts'
import type { Element } from './xml.ts'

/** Names of CPU features that are not the same in libvirt and QEMU but for their dashes. Source: libvirt, qemu_capabilities.c, virQEMUCapsCPUFeatureTranslate. */
const FEATURES: Readonly<Record<string, string>> = { pclmuldq: 'pclmulqdq', 'sse4-1': 'sse4.1', 'sse4-2': 'sse4.2' }
const POLICY: Readonly<Record<string, string>> = { force: 'on', require: 'on', optional: 'on', disable: 'off', forbid: 'off' }

/**
 * Takes the model and features of a <cpu>, with the words that other elements add to it (`context.cpuWords`), as one text in QEMU's form:
 * `Haswell,vmx=on,hv-time=on`.
 */
export function readCpu(context: Context, cpu: Element | undefined): void {
  const { sheet, cpuWords } = context
  const mode = cpu?.attribute('mode')
  const model = cpu?.child('model')
  let name = model?.text
  const words: string[] = []
  cpu?.ignore('@check')
  model?.ignore('@fallback')
  // Only says what the model must not be mixed up with.
  cpu?.ignore('vendor')
  if (cpu && ['exact', undefined].includes(cpu.attribute('match'))) cpu.ignore('@match')
  else if (cpu) context.notUnderstood.push(`cpu match=${cpu.attribute('match')}`)
  if (mode === 'host-passthrough') {
    name = 'host'
    const migratable = cpu?.attribute('migratable')
    if (migratable) words.push(`migratable=${migratable}`)
  } else if (mode === 'maximum') name = 'max'
  else if (mode === 'host-model') {
    // On POWER a host-model with a model asks for a compatibility mode.
    if (name && context.arch.startsWith('ppc')) sheet.replace('max-cpu-compat', name, place(sheet.name, 'cpu/model'))
    name = context.arch.startsWith('ppc') ? 'host' : 'host-model'
  }
  const vendor = model?.attribute('vendor_id')
  if (vendor) words.push(`vendor=${vendor}`)
  for (const feature of cpu?.all('feature') ?? [])
    words.push(`${featureName(feature.attribute('name') ?? '')}=${POLICY[feature.attribute('policy') ?? ''] ?? 'on'}`)
  readCache(cpu, words)
  const bits = cpu?.child('maxphysaddr')
  if (bits) {
    const limit = bits.attribute('limit')
    if (bits.attribute('mode') === 'passthrough') words.push('host-phys-bits=on', ...(limit ? [`host-phys-bits-limit=${limit}`] : []))
    else words.push(`phys-bits=${bits.attribute('bits') ?? ''}`)
  }
  words.push(...cpuWords)
  // Without a model the words need one: QEMU's default.
  if (!name && words.length > 0) name = { x86_64: 'qemu64', i686: 'qemu32' }[context.arch]
  if (name) sheet.replace('vcpu', [name, ...words].join(','), place(sheet.name, 'cpu'))
  else context.notUnderstood.push(...words.map((word) => `cpu ${word}`))
}

function featureName(name: string): string {
  const dashed = name.replaceAll('_', '-')
  return Object.hasOwn(FEATURES, dashed) ? (FEATURES[dashed] as string) : dashed
}

function readCache(cpu: Element | undefined, words: string[]): void {
  const cache = cpu?.child('cache')
  const mode = cache?.attribute('mode')
  cache?.ignore('@level')
  const host = ['host-passthrough', 'maximum'].includes(cpu?.attribute('mode') ?? '')
  if (mode === 'passthrough') words.push('host-cache-info=on', 'l3-cache=off')
  else if (mode === 'emulate') words.push('l3-cache=on', ...(host ? ['host-cache-info=off'] : []))
  else if (mode === 'disable') words.push(...(host ? ['host-cache-info=off'] : []), 'l3-cache=off')
}
