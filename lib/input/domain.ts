import { XMLParser } from 'fast-xml-parser'
import type { Profile } from '../model/index.ts'
import { FactSheet, type ReadOptions } from './facts.ts'
import { checkInput, problem } from './limits.ts'

/** Elements of a domain that no guest sees. */
const UNSEEN = new Set(['name', 'uuid', 'title', 'description', 'metadata', 'on_poweroff', 'on_reboot', 'on_crash', 'seclabel', 'resource', 'currentMemory'])
/** Domain features that are machine options of pseries, and what they are called there. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  htm: 'cap-htm',
  'nested-hv': 'cap-nested-hv',
  cfpc: 'cap-cfpc',
  sbbc: 'cap-sbbc',
  ibs: 'cap-ibs',
  'ccf-assist': 'cap-ccf-assist',
}

/**
 * Reads a libvirt domain: machine, architecture, accelerator, CPU, memory, vhost-scsi host devices and the capabilities of
 * pseries. The VM's definition is whole. Other elements are listed as not understood. Entities and DTDs are not read.
 * @throws InputError if it is not a domain
 */
export function parseDomain(text: string, options: ReadOptions = {}): Profile {
  const name = options.name ?? 'domain'
  checkInput(text, name)
  checkXmlDepth(text, name)
  const domain = rootOf(text, name)
  const sheet = new FactSheet({ ...options, name })
  const notUnderstood: string[] = []
  const take = (key: string, value: unknown, element: string): void => {
    if (value !== undefined && value !== '') sheet.set(key, String(value), `${name}, <${element}>`)
  }
  const type = attribute(domain, 'type')
  if (type === 'kvm' || type === 'xen') take('accel', type, 'domain')
  else if (type === 'qemu') take('accel', 'tcg', 'domain')
  for (const [element, value] of Object.entries(domain)) {
    if (element.startsWith('@') || UNSEEN.has(element)) continue
    switch (element) {
      case 'os': {
        const os = first(node(value).type)
        take('machine', attribute(os, 'machine'), 'os/type')
        take('arch', attribute(os, 'arch'), 'os/type')
        for (const other of Object.keys(node(value))) if (other !== 'type' && other !== 'boot') notUnderstood.push(`os/${other}`)
        break
      }
      case 'memory':
        take('memory', mebibytes(value), 'memory')
        break
      case 'vcpu':
        take('smp', textOf(value), 'vcpu')
        break
      case 'cpu':
        take('vcpu', cpuOf(value, take), 'cpu')
        break
      case 'features':
        readFeatures(node(value), take, notUnderstood, options.options ?? [])
        break
      case 'devices':
        readDevices(node(value), sheet, name, notUnderstood)
        break
      default:
        notUnderstood.push(element)
    }
  }
  return sheet.profile(
    true,
    notUnderstood.map((element) => `<${element}>`),
  )
}

/** A domain is not deep; a parser that recurses would run out of stack. */
function checkXmlDepth(text: string, name: string): void {
  let depth = 0
  for (const [, close, self] of text.matchAll(/<(\/)?[A-Za-z_][^<>]*?(\/)?>/g)) {
    depth += close ? -1 : self ? 0 : 1
    if (depth > 64) throw problem(name, `\`${name}\` nests deeper than 64 elements; it is no libvirt domain`)
  }
}

type Node = Readonly<Record<string, unknown>>

function rootOf(text: string, name: string): Node {
  if (/<!DOCTYPE/i.test(text)) throw problem(name, `\`${name}\` has a DOCTYPE, which is not read; remove it`)
  let parsed: Node
  try {
    parsed = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      processEntities: false,
      parseTagValue: false,
      parseAttributeValue: false,
    }).parse(text, true) as Node
  } catch (error) {
    throw problem(name, `\`${name}\` is not well-formed XML: ${(error as Error).message.split('\n')[0]?.toLowerCase()}`)
  }
  const domain = parsed.domain ?? node(parsed.domstatus).domain
  if (domain === undefined) throw problem(name, `\`${name}\` is not a libvirt domain; its root element is <domain>`)
  return node(domain)
}

function cpuOf(value: unknown, take: (key: string, value: unknown, element: string) => void): string | undefined {
  const cpu = node(value)
  const mode = attribute(cpu, 'mode')
  const model = textOf(cpu.model)
  if (mode === 'host-passthrough') return 'host'
  if (mode === 'maximum') return 'max'
  // On POWER a host-model with a model asks for a compatibility mode.
  if (mode === 'host-model') {
    if (model) take('max-cpu-compat', model, 'cpu/model')
    return 'host-model'
  }
  return model
}

function readFeatures(features: Node, take: (key: string, value: unknown, element: string) => void, notUnderstood: string[], known: readonly string[]): void {
  for (const [element, value] of Object.entries(features)) {
    if (element.startsWith('@')) continue
    const option = CAPABILITIES[element]
    const setting = attribute(first(value), 'value') ?? attribute(first(value), 'state')
    if (option && setting && known.includes(option)) take(option, setting, `features/${element}`)
    else notUnderstood.push(`features/${element}`)
  }
}

function readDevices(devices: Node, sheet: FactSheet, name: string, notUnderstood: string[]): void {
  for (const [element, value] of Object.entries(devices)) {
    for (const device of list(value)) {
      const source = node(first(node(device).source))
      if (element === 'hostdev' && attribute(node(device), 'type') === 'scsi_host' && attribute(source, 'protocol') === 'vhost') {
        sheet.device(`vhost-scsi-pci${attribute(source, 'wwpn') ? `,wwpn=${attribute(source, 'wwpn')}` : ''}`, `${name}, <hostdev>`)
      } else if (element !== 'emulator') notUnderstood.push(`devices/${element}`)
    }
  }
}

/** libvirt's memory in MiB; its default unit is KiB. */
function mebibytes(value: unknown): string | undefined {
  const text = textOf(value)
  const unit = attribute(first(value), 'unit') ?? 'KiB'
  const scale: Readonly<Record<string, number>> = {
    b: 1,
    bytes: 1,
    KB: 1e3,
    k: 1024,
    KiB: 1024,
    MB: 1e6,
    M: 1024 ** 2,
    MiB: 1024 ** 2,
    GB: 1e9,
    G: 1024 ** 3,
    GiB: 1024 ** 3,
    TB: 1e12,
    T: 1024 ** 4,
    TiB: 1024 ** 4,
  }
  return text && Object.hasOwn(scale, unit) ? String((Number(text) * (scale[unit] as number)) / 1024 ** 2) : text
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function first(value: unknown): Node {
  return node(list(value)[0])
}

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : Array.isArray(value) ? node(value[0]) : {}
}

function attribute(value: Node, name: string): string | undefined {
  const found = value[`@${name}`]
  return typeof found === 'string' ? found : undefined
}

function textOf(value: unknown): string | undefined {
  const one = list(value)[0]
  const text = typeof one === 'string' ? one : node(one)['#text']
  return typeof text === 'string' ? text.trim() : undefined
}
