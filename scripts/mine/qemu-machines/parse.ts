import type { QemuRelease } from './releases.ts'

/** One compat property as it stands in an array or macro; `driver` and `value` with QEMU's TYPE_ macros resolved where they are known. */
export type CompatProperty = { driver: string; property: string; value: string }

/** A versioned machine type as a release defines it. */
export type MachineType = {
  target: 'x86' | 'ppc64' | 'arm' | 'm68k' | 's390x'
  name: string
  file: string
  alias?: string
  isDefault: boolean
  /** In the release itself; `age` is the rule of include/hw/boards.h. */
  deprecated?: 'reason' | 'age'
  /** The source is there, and the release does not register it. */
  deleted: boolean
  /** Names of compat arrays in the order in which they are added, those of later machine types first. */
  compat: string[]
  /** What its own options functions set in its class, as in the source: `pcmc->isa_bios_alias = false`; on s390x also what they take from CPU models. */
  fields: string[]
}

export type ParsedRelease = { version: string; commit: string; types: MachineType[]; arrays: ReadonlyMap<string, CompatProperty[]> }

/** The machine types that a release registers, and its compat arrays (HW_COMPAT_2_4 and PC_COMPAT_2_4 as hw_compat_2_4, pc_compat_2_4). */
export function parseRelease({ version, commit, files }: QemuRelease, names: ReadonlyMap<string, string> = new Map()): ParsedRelease {
  const texts = new Map([...files].map(([file, text]) => [file, withoutComments(text)]))
  const all = [...texts.values()].join('\n')
  const types: MachineType[] = []
  for (const [file, text] of texts) {
    const target = targetOf(file)
    if (target && file.endsWith('.c')) types.push(...typesOf(text, file, target, version))
  }
  return { version, commit, types, arrays: arraysOf(all, new Map([...definitions(all), ...names])) }
}

/** The age after which QEMU `version` deprecates (3) or deletes (6) the machine type of release `of`: include/hw/boards.h, from 9.1; deletion from 10.1. */
export function expired(version: string, of: string, years: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [itsMajor = 0, itsMinor = 0] = of.split('.').map(Number)
  return major - itsMajor > years || (major - itsMajor === years && minor >= itsMinor)
}

/** `#define TYPE_X "text"` of a text: macro to text. */
export function definitions(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+([A-Z][A-Z0-9_]+)[ \t]+"([^"\n]*)"[ \t]*$/gm)].map((match) => [match[1] as string, match[2] as string]),
  )
}

function targetOf(file: string): MachineType['target'] | undefined {
  if (/^hw\/(i386\/)?pc(_piix|_q35)?\.c$/.test(file)) return 'x86'
  if (/spapr\.c$/.test(file)) return 'ppc64'
  if (file === 'hw/arm/virt.c') return 'arm'
  if (file === 'hw/m68k/virt.c') return 'm68k'
  return file.startsWith('hw/s390x/') ? 's390x' : undefined
}

/** How each family names a machine type in its DEFINE_ macro, and what being the latest means. */
const FAMILIES: Record<string, { prefix: string; functions: string; alias: string; default: boolean }> = {
  I440FX: { prefix: 'pc-i440fx-', functions: 'pc_i440fx_machine_V_options', alias: 'pc', default: true },
  Q35: { prefix: 'pc-q35-', functions: 'pc_q35_machine_V_options', alias: 'q35', default: false },
  SPAPR: { prefix: 'pseries-', functions: 'spapr_machine_V_class_options', alias: 'pseries', default: true },
  VIRT: { prefix: 'virt-', functions: 'virt_machine_V_options', alias: 'virt', default: false },
  CCW: { prefix: 's390-ccw-virtio-', functions: 'ccw_machine_V_class_options', alias: 's390-ccw-virtio', default: true },
}

function typesOf(text: string, file: string, target: MachineType['target'], version: string): MachineType[] {
  const functions = bodies(text)
  const types: MachineType[] = []
  const add = (name: string, state: Partial<State>, more: Partial<MachineType> = {}) =>
    types.push({
      target,
      name,
      file,
      ...(state.alias ? { alias: state.alias } : {}),
      isDefault: state.isDefault ?? false,
      ...(state.deprecated ? { deprecated: 'reason' as const } : {}),
      deleted: false,
      compat: state.compat ?? [],
      fields: [],
      ...more,
    })
  // Before QEMU 2.4 (x86) and 2.1 (the others): static QEMUMachine x = { .name = "…" }
  for (const match of text.matchAll(/static QEMUMachine (\w+) = \{([\s\S]*?)\n\};/g)) {
    const [, , body = ''] = match
    const name = /\.name = "([^"]+)"/.exec(body)?.[1]
    if (!name) continue
    const compat = [...body.matchAll(/\b(PC_COMPAT|PC_Q35_COMPAT|PC_I440FX_COMPAT|HW_COMPAT)_(\w+)/g)].map(([all]) => arrayName(all))
    const alias = /\.alias = "([^"]+)"/.exec(body)?.[1]
    add(name, { ...(alias ? { alias } : {}), isDefault: /\.is_default = 1/.test(body), compat })
  }
  const body = text.replace(/^[ \t]*#[ \t]*define(?:[^\n]*\\\n)*[^\n]*\n/gm, '\n')
  const macro = (kind: string, latestByDefault?: boolean) => {
    const family = FAMILIES[kind]
    if (!family) return
    for (const match of body.matchAll(new RegExp(`\\bDEFINE_${kind}_MACHINE(_AS_LATEST|_LATEST|_BUGFIX|_TAGGED)?\\(([^)]*)\\)`, 'g'))) {
      const words = (match[2] ?? '').split(',').map((word) => word.trim())
      const literal = words.find((word) => /^"/.test(word))?.replaceAll('"', '')
      const own = words.find((word) => /_options$/.test(word))
      const numbers = words.filter((word) => /^\d+$/.test(word))
      const tag = match[1] === '_TAGGED' ? words.at(-1) : undefined
      const of = literal ? literal.replace(/^(pc-i440fx|pc-q35|pc)-/, '') : `${numbers.join('.')}${tag ? `-${tag}` : ''}`
      const name = literal ? (/^\d/.test(literal) ? family.prefix + literal : literal) : family.prefix + of
      const symbol = /^v?\d+_\d+(_\w+)?$/.test(words[0] ?? '') ? (words[0] as string).replace(/^v/, '') : [...numbers, ...(tag ? [tag] : [])].join('_')
      const options = own ?? family.functions.replace('V', symbol)
      const state = run(options, functions)
      const latest = match[1]?.endsWith('LATEST') || words.includes('true') || latestByDefault
      if (latest && kind !== 'I440FX' && kind !== 'Q35') Object.assign(state, { alias: family.alias, isDefault: family.default })
      if (latest && (kind === 'I440FX' || kind === 'Q35') && match[1]) Object.assign(state, { alias: family.alias, isDefault: family.default })
      // Arguments that are numbers came with the rule of include/hw/boards.h, except for virt, which always had them.
      const byAge = compare(version, '9.1') && !literal
      const deprecated = byAge && expired(version, of, 3) ? ('age' as const) : state.deprecated ? ('reason' as const) : undefined
      add(name, state, {
        ...(deprecated ? { deprecated } : {}),
        deleted: byAge && compare(version, '10.1') && expired(version, of, 6),
        fields: fieldsOf(`${functions.get(options) ?? ''}${functions.get(options.replace('class_options', 'instance_options')) ?? ''}`),
      })
    }
  }
  for (const kind of Object.keys(FAMILIES)) macro(kind)
  for (const match of body.matchAll(/\bDEFINE_PC_MACHINE\(\w+,\s*"(xenfv-[\d.]+)",\s*\w+,\s*(\w+)\)/g))
    add(match[1] as string, run(match[2] as string, functions))
  // Between: TypeInfo of their own with a class_init
  for (const match of body.matchAll(/static const TypeInfo (\w+) = \{([\s\S]*?)\n\};/g)) {
    const info = match[2] ?? ''
    const init = /\.class_init\s*=\s*(\w+)/.exec(info)?.[1]
    const typed = /\.name\s*=\s*MACHINE_TYPE_NAME\("([^"]+)"\)/.exec(info)?.[1]
    const said = /\bmc->name\s*=\s*(?:"([^"]+)"|TYPE_(VIRT)_MACHINE)\s*;/.exec(functions.get(init ?? '') ?? '')
    const named = typed ?? said?.[1] ?? said?.[2]?.toLowerCase()
    if (named && init && !/\.abstract\s*=\s*true/.test(info)) add(named, run(init, functions))
  }
  return types
}

type State = { alias: string | undefined; isDefault: boolean; deprecated: boolean; compat: string[] }

/** What a chain of class_options functions leaves: each calls that of the next release's machine type first. */
function run(
  name: string,
  functions: ReadonlyMap<string, string>,
  state: State = { alias: undefined, isDefault: false, deprecated: false, compat: [] },
): State {
  const body = functions.get(name)
  if (body === undefined) return state
  const step =
    /\b(\w+)\((?:m|mc|MACHINE_CLASS\(oc\)|oc(?:, data)?)\)\s*;|\bmc?->(alias|is_default|deprecation_reason)\s*=\s*([^;]+);|compat_props_add\(mc?->compat_props,\s*(\w+)|SET_MACHINE_COMPAT\(mc?,\s*(\w+)\)|mc?->compat_props\s*=\s*(\w+);/g
  for (const [, call, field, value = '', added, set, assigned] of body.matchAll(step)) {
    if (call && call !== name) run(call, functions, state)
    else if (field === 'alias') state.alias = /"([^"]+)"/.exec(value)?.[1]
    else if (field === 'is_default') state.isDefault = /^(1|true)$/.test(value.trim())
    else if (field === 'deprecation_reason') state.deprecated = value.trim() !== 'NULL'
    else if (added ?? set ?? assigned) {
      const array = (added ?? set ?? assigned) as string
      const own = /^(compat|compat_props)$/.test(array)
      state.compat.push(own ? `${name}.compat` : arrayName(array))
    }
  }
  return state
}

function fieldsOf(body: string): string[] {
  const fields = body.matchAll(/\b(\w+->(?!alias\b|is_default\b|desc\b|name\b|deprecation_reason\b|compat_props\b)[\w.[\]]+)\s*=\s*([^;]+);/g)
  // On s390x the CPU models that a machine type offers hang on it too.
  const models = body.matchAll(/\b(s390_(?:set_qemu_cpu_model|cpudef_\w*featoff\w*)\([^;]*\));/g)
  return [
    ...[...fields].map((match) => `${match[1]} = ${match[2]?.replace(/\s+/g, ' ')}`),
    ...[...models].map((match) => (match[1] as string).replace(/\s+/g, ' ')),
  ]
}

function arrayName(name: string): string {
  return name.toLowerCase()
}

/** Functions with the name of a class's or machine's options, by name; and the body of each. */
function bodies(text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const match of text.matchAll(
    /\bvoid\s+(\w+)\(\s*(?:MachineClass|ObjectClass|MachineState)\s*\*\w+(?:,\s*(?:const )?void \*\w+)?\s*\)\s*\{([\s\S]*?)\n\}/g,
  ))
    found.set(match[1] as string, match[2] as string)
  return found
}

function arraysOf(text: string, names: ReadonlyMap<string, string>): Map<string, CompatProperty[]> {
  const arrays = new Map<string, CompatProperty[]>()
  for (const match of text.matchAll(/\bGlobalProperty (\w+)\[\] = \{([^;]*?)\};/g)) {
    const name = match[1] as string
    if (name !== 'compat' && name !== 'compat_props') arrays.set(name, properties(match[2] ?? '', names))
  }
  // a static array inside a class_options function
  for (const [owner, body] of bodies(text))
    for (const match of body.matchAll(/static GlobalProperty (compat|compat_props)\[\] = \{([\s\S]*?)\n\s*\};/g))
      arrays.set(`${owner}.compat`, properties(match[2] ?? '', names))
  // written into the machine itself, before 2.4
  for (const match of text.matchAll(/\.name = "(pc-[\d.]+)",[^;]*?compat_props = \(GlobalProperty\s*\[\]\) \{([\s\S]*?)\n\};/g))
    arrays.set(`${match[1]?.replace(/[-.]/g, '_')}.compat`, properties(match[2] ?? '', names))
  // macros, before 4.0
  for (const match of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+((?:HW|PC|SPAPR|CCW|VIRT|PC_Q35|PC_I440FX)_COMPAT_\w+)((?:[^\n]*\\\n)*[^\n]*\n)/gm))
    arrays.set(arrayName(match[1] as string), properties(match[2] ?? '', names))
  return arrays
}

function properties(text: string, names: ReadonlyMap<string, string>): CompatProperty[] {
  const found: CompatProperty[] = []
  for (const match of text.replaceAll('\\\n', '\n').matchAll(/\{([^{}]*)\}/g)) {
    const inner = (match[1] ?? '').trim()
    const field = (name: string) => new RegExp(`\\.${name}\\s*=\\s*([\\s\\S]*?)(?=,\\s*(?:\\.|$)|,?$)`).exec(inner)?.[1]
    const [driver, property, value] = inner.startsWith('.') ? [field('driver'), field('property'), field('value')] : split(inner)
    if (driver && property && value !== undefined) found.push({ driver: plain(driver, names), property: plain(property, names), value: plain(value, names) })
  }
  return found
}

/** At commas outside quotes and parentheses. */
function split(text: string): string[] {
  return (text.match(/(?:"(?:[^"\\]|\\.)*"|\([^()]*\)|[^,"(])+/g) ?? []).map((part) => part.trim()).filter((part) => !part.startsWith('.'))
}

/** String literals and macros set side by side, as one text; a macro that is not known keeps its name. */
function plain(text: string, names: ReadonlyMap<string, string>): string {
  const cpu = /^X86_CPU_TYPE_NAME\("([^"]*)"\)$/.exec(text.trim())
  if (cpu) return `${cpu[1]}-x86_64-cpu`
  return (text.match(/"(?:[^"\\]|\\.)*"|\w+\([^)]*\)|\w+/g) ?? [])
    .map((part) => (part.startsWith('"') ? part.slice(1, -1) : (names.get(part) ?? part)))
    .join('')
}

function compare(version: string, since: string): boolean {
  const [a = 0, b = 0] = version.split('.').map(Number)
  const [c = 0, d = 0] = since.split('.').map(Number)
  return a > c || (a === c && b >= d)
}

function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) => (part.startsWith('"') ? part : ' '))
}
