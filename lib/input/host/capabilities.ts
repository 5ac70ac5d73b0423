import type { Profile } from '../../model/index.ts'
import { FactSheet, type ReadOptions } from '../facts.ts'
import type { Element } from '../libvirt/xml.ts'
import { modelName } from './cpu-names.ts'
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
  const known = model === undefined ? undefined : modelName(model)
  if (known) sheet.set('cpu', known, at('host/cpu/model'))
  else if (model) rest.push(`<host/cpu/model ${model}>`)
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
  if (accel === 'kvm' || accel === 'tcg' || accel === 'xen') sheet.set('accel', accel, at('domain'))
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
        .map((feature) => `${(feature.attribute('name') ?? '').replaceAll('_', '-')}=${feature.attribute('policy') === 'disable' ? 'off' : 'on'}`) ?? []
    sheet.set('host-model', [model, ...words].join(','), at('cpu/mode'))
    const known = modelName(model)
    if (known) sheet.set('cpu', known, at('cpu/mode/model'))
  }
  return sheet.profile(false, rest)
}
