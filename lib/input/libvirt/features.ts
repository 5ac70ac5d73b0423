import { mebibytes } from './memory.ts'
import { type Context, addPart, setOption, switchOf, takeOption } from './context.ts'
import type { Element } from './xml.ts'

/** Features that are machine options, and their attribute. Source: libvirt, qemu_command.c, qemuAppendDomainFeaturesMachineParam and others. */
const OPTIONS: Readonly<Record<string, readonly [option: string, attribute: string]>> = {
  htm: ['cap-htm', 'state'],
  'nested-hv': ['cap-nested-hv', 'state'],
  'ccf-assist': ['cap-ccf-assist', 'state'],
  cfpc: ['cap-cfpc', 'value'],
  sbbc: ['cap-sbbc', 'value'],
  ibs: ['cap-ibs', 'value'],
  'large-decr': ['cap-large-decr', 'state'],
  'ail-mode-3': ['cap-ail-mode-3', 'state'],
  fwnmi: ['cap-fwnmi', 'state'],
  vmport: ['vmport', 'state'],
  gic: ['gic-version', 'version'],
  ras: ['ras', 'state'],
  ps2: ['i8042', 'state'],
  aia: ['aia', 'value'],
}
/** Hyper-V's features whose word for QEMU is not just `hv-` and the name. */
const HYPERV: Readonly<Record<string, string>> = { vendor_id: 'hv-vendor-id', emsr_bitmap: 'hv-emsr-bitmap', xmm_input: 'hv-xmm-input' }
/** KVM's features, which are properties of the CPU. */
const KVM: Readonly<Record<string, string>> = { 'hint-dedicated': 'kvm-hint-dedicated', 'poll-control': 'kvm-poll-control', 'pv-ipi': 'kvm-pv-ipi' }

/** Takes a domain's <features>: options of the machine, and words of the CPU. */
export function readFeatures(context: Context, features: Element | undefined): void {
  const { arch } = context
  const acpi = features?.child('acpi')
  // Where firmware tables are an option, libvirt turns off what is not asked for.
  if (/^(i686|x86_64|aarch64|loongarch64)$/.test(arch)) setOption(context, 'acpi', acpi ? 'on' : 'off', 'features')
  for (const element of features?.children ?? []) {
    const path = `features/${element.name}`
    const option = Object.hasOwn(OPTIONS, element.name) ? OPTIONS[element.name] : undefined
    if (option) takeOption(context, element, option[1], option[0], path)
    else readFeature(context, element, path)
  }
}

function readFeature(context: Context, element: Element, path: string): void {
  const { cpuWords } = context
  const state = element.attribute('state')
  switch (element.name) {
    case 'acpi':
    case 'pae':
    case 'apic': {
      const eoi = element.attribute('eoi')
      if (eoi) cpuWords.push(`kvm-pv-eoi=${eoi}`)
      return
    }
    case 'hpt': {
      takeOption(context, element, 'resizing', 'resize-hpt', path)
      const size = element.child('maxpagesize')
      const mebi = mebibytes(size)
      if (mebi !== undefined && !setOption(context, 'cap-hpt-max-page-size', `${mebi * 1024}k`, path))
        context.notUnderstood.push(`${path}/maxpagesize ${mebi} MiB`)
      return
    }
    case 'hyperv':
      return readHyperv(context, element)
    case 'kvm':
      for (const one of element.children) {
        const on = one.attribute('state')
        if (one.name === 'hidden') {
          if (on === 'on') cpuWords.push('kvm=off')
        } else if (Object.hasOwn(KVM, one.name)) {
          if (on) cpuWords.push(`${KVM[one.name]}=${on}`)
        } else if (one.name === 'dirty-ring') one.ignore()
        else context.notUnderstood.push(...one.whole(`${path}/${one.name}`))
      }
      return
    case 'hap':
    case 'viridian':
      return addPart(context, 'hvm', 'hvm', { [element.name]: state ?? 'on' })
    case 'pvspinlock':
      cpuWords.push(`kvm-pv-unhalt=${state ?? 'on'}`)
      return
    case 'pmu':
      if (state) cpuWords.push(`pmu=${state}`)
      return
    case 'vmcoreinfo':
      if (state !== 'off') addPart(context, 'device', 'vmcoreinfo', {})
      return
    case 'smm': {
      const tseg = mebibytes(element.child('tseg'))
      if (!setOption(context, 'smm', state ?? 'on', path)) context.notUnderstood.push(`${path} state=${state ?? 'on'}`)
      if (tseg !== undefined) addPart(context, 'global', 'mch', { 'extended-tseg-mbytes': String(tseg) })
      return
    }
    case 'ioapic': {
      const value = element.attribute('driver') === 'qemu' ? 'split' : 'on'
      if (!setOption(context, 'kernel-irqchip', value, path)) context.notUnderstood.push(`${path} driver=${element.attribute('driver')}`)
      return
    }
    // How the host does it.
    case 'async-teardown':
    case 'msrs':
    case 'tcg':
      return element.ignore()
    default:
      context.notUnderstood.push(...element.whole(path))
  }
}

function readHyperv({ cpuWords }: Context, hyperv: Element): void {
  if (hyperv.attribute('mode') === 'passthrough') cpuWords.push('hv-passthrough=on')
  for (const one of hyperv.children) {
    if (one.attribute('state') !== 'on') continue
    const word = HYPERV[one.name] ?? `hv-${one.name.replaceAll('_', '-')}`
    const value = one.name === 'spinlocks' ? hex(one.attribute('retries')) : one.name === 'vendor_id' ? one.attribute('value') : undefined
    cpuWords.push(`${word}=${value ?? 'on'}`)
    for (const sub of one.children) {
      const on = switchOf(sub.attribute('state'))
      if (on === 'on') cpuWords.push(`${word}-${sub.name}=on`)
    }
  }
}

function hex(text: string | undefined): string | undefined {
  return text === undefined || !/^\d+$/.test(text) ? text : `0x${Number(text).toString(16)}`
}
