import type { Profile } from '../../model/index.ts'
import { FactSheet, type ReadOptions } from '../facts.ts'
import type { Element } from '../libvirt/xml.ts'
import { lackingOfModel } from './cpu-lacks.ts'
import { modelName, x86Name } from './cpu-names.ts'
import { newestMachine } from './machines.ts'
import { archOf } from './report.ts'

type Named = ReadOptions & { readonly name: string }

/** Reads `virsh capabilities`: the host's architecture and CPU, whether it has KVM, and QEMU's version as its newest machine type tells it. */
export function readCapabilities(root: Element, options: Named): Profile {
  const sheet = new FactSheet(options)
  const rest: string[] = []
  const host = root.child('host')
  const cpu = host?.child('cpu')
  const arch = cpu?.textOf('arch')
  const at = (path: string): string => `${options.name}, <${path}>`
  if (arch) sheet.set('arch', archOf(arch), at('host/cpu/arch'))
  const model = cpu?.textOf('model')
  const known = cpu && model !== undefined ? nameOf(cpu, model) : undefined
  if (known) sheet.set('cpu', known, at('host/cpu/model'))
  else if (model) rest.push(`<host/cpu/model ${model}>`)
  const lacking = cpu && model !== undefined && known ? lackingOfModel(model, featuresOf(cpu)) : undefined
  if (lacking) sheet.set('cpu.without', lacking, at('host/cpu/feature'))
  const guests = root.all('guest').flatMap((guest) => guest.all('arch').filter((one) => archOf(one.attribute('name') ?? '') === archOf(arch ?? '')))
  const types = new Set(guests.flatMap((guest) => guest.all('domain').map((one) => one.attribute('type') ?? '')))
  for (const [type, accel] of [
    ['kvm', 'kvm'],
    ['xen', 'xen'],
    ['qemu', 'tcg'],
  ] as const)
    if (types.has(type) && !sheet.has('accel')) sheet.set('accel', accel, at('guest/arch/domain'))
  const version = newestMachine(
    guests.flatMap((guest) => [guest, ...guest.all('domain')].flatMap((one) => one.all('machine').map((machine) => machine.text ?? ''))),
  )
  if (version) sheet.set('qemu', version, at('guest/arch/machine'))
  return sheet.profile(false, rest)
}

/**
 * Reads `virsh domcapabilities`: the accelerator, the architecture, and what a CPU of mode host-model is on this host, which completes a domain that
 * has one.
 */
export function readDomainCapabilities(root: Element, options: Named): Profile {
  const sheet = new FactSheet(options)
  const rest: string[] = []
  const at = (path: string): string => `${options.name}, <${path}>`
  const domain = root.textOf('domain')
  const accel = domain === 'qemu' ? 'tcg' : domain
  if (accel === 'kvm' || accel === 'tcg' || accel === 'xen' || accel === 'hvf') sheet.set('accel', accel, at('domain'))
  else if (domain) rest.push(`<domain ${domain}>`)
  const arch = root.textOf('arch')
  if (arch) sheet.set('arch', archOf(arch), at('arch'))
  const version = newestMachine([root.textOf('machine') ?? ''])
  // Of the host's machine types only the one that was asked for is named: QEMU is as new as that at least, so nothing is said of its version.
  if (version) root.ignore('machine')
  const modes = root.child('cpu')?.all('mode') ?? []
  const hostModel = modes.find((mode) => mode.attribute('name') === 'host-model')
  const model = hostModel?.textOf('model')
  if (model) {
    const words =
      hostModel
        ?.all('feature')
        .filter((feature) => !UNMIGRATABLE.has(feature.attribute('name') ?? ''))
        .map((feature) => `${(feature.attribute('name') ?? '').replaceAll('_', '-')}=${feature.attribute('policy') === 'disable' ? 'off' : 'on'}`) ?? []
    sheet.set('host-model', [model, ...words].join(','), at('cpu/mode'))
    const known = modelName(model)
    // TCG has a CPU of its own, whatever the host's.
    if (known && accel !== 'tcg') sheet.set('cpu', known, at('cpu/mode/model'))
    const lacking = accel === 'kvm' && hostModel ? lackingOfModel(model, featuresOf(hostModel, 'require'), featuresOf(hostModel, 'disable')) : undefined
    if (known && lacking) sheet.set('cpu.without', lacking, at('cpu/mode/feature'))
  }
  return sheet.profile(false, rest)
}

/** What the document shows of the host and a domain of mode host-model does not get. Source: libvirt's src/cpu_map/x86_features.xml, `migratable='no'`; the domain gets the migratable ones (qemuProcessUpdateGuestCPU). */
const UNMIGRATABLE: ReadonlySet<string> = new Set(['invtsc', 'xsaves'])

/** The CPU by its signature, where there is one: the model is the nearest that libvirt knows, which may be that of another generation. */
function nameOf(cpu: Element, model: string): string | undefined {
  const signature = cpu.child('signature')
  if (!signature) return modelName(model)
  const at = (name: string): number => Number(signature.attribute(name))
  const vendor = VENDORS[cpu.textOf('vendor') ?? '']
  return vendor === undefined ? modelName(model) : x86Name(vendor, at('family'), at('model'), at('stepping'))
}

/** As CPUID has them. */
const VENDORS: Readonly<Record<string, string>> = { Intel: 'GenuineIntel', AMD: 'AuthenticAMD', Hygon: 'HygonGenuine' }

function featuresOf(element: Element, policy?: string): ReadonlySet<string> {
  const features = element.all('feature').filter((feature) => policy === undefined || feature.attribute('policy') === policy)
  return new Set(features.map((feature) => feature.attribute('name') ?? ''))
}
