import { execFileSync } from 'node:child_process'
import { type CompatProperty, definitions, parseRelease } from './parse.ts'
import { readReleases } from './releases.ts'

/** One versioned machine type over all releases of a clone. `removed`: the first release without it; `deleted`: its source is still there, and it is not registered. */
type MinedType = {
  target: string
  name: string
  file: string
  introduced: string
  deprecated?: string
  why?: string
  removed?: string
  deleted?: boolean
  compat: string[]
  fields: string[]
}

type Mined = {
  types: MinedType[]
  /** What an alias stands for, and whether it is the default of the target's QEMU, in a release. */
  aliases: Array<{ target: string; alias: string; version: string; name: string; isDefault: boolean }>
  /** A property of hw_compat_* or pc_compat_*: `since` the first release that has it there, `until` the first that has not any more. */
  compat: Array<CompatProperty & { array: string; since: string; until?: string }>
  /** Arrays in the newest release that has them. */
  arrays: Array<{ array: string; version: string; properties: CompatProperty[] }>
}

/** Reads a bare clone of QEMU. A type counts as there if its release registers it; versions are the releases' (`2.12`). */
export function mineMachines(dir: string): Mined {
  const sources = readReleases(dir)
  const newest = sources.at(-1)
  const macros = newest ? macrosOf(dir, newest.commit) : new Map<string, string>()
  const releases = sources.map((release) => parseRelease(release, macros))
  const types = new Map<string, MinedType>()
  const arrays = new Map<string, { array: string; version: string; properties: CompatProperty[] }>()
  const compat = new Map<string, CompatProperty & { array: string; since: string; until?: string }>()
  const aliases: Mined['aliases'] = []
  for (const release of releases) {
    const here = new Map(release.types.map((type) => [`${type.target} ${type.name}`, type]))
    for (const [key, type] of here) {
      if (type.alias && !type.deleted)
        aliases.push({ target: type.target, alias: type.alias, version: release.version, name: type.name, isDefault: type.isDefault })
      const known = types.get(key) ?? {
        target: type.target,
        name: type.name,
        file: type.file,
        introduced: release.version,
        compat: type.compat,
        fields: type.fields,
      }
      if (type.deprecated && !known.deprecated) Object.assign(known, { deprecated: release.version, why: type.deprecated })
      if (type.deleted && !known.removed) Object.assign(known, { removed: release.version, deleted: true })
      if (!type.deleted) Object.assign(known, { file: type.file, compat: type.compat, fields: type.fields })
      types.set(key, known)
    }
    for (const [key, type] of types) if (!here.has(key) && !type.removed) type.removed = release.version
    for (const [array, properties] of release.arrays) {
      arrays.set(array, { array, version: release.version, properties })
      for (const property of properties) {
        const key = `${array} ${property.driver} ${property.property}`
        const known = compat.get(key)
        if (!known || known.value !== property.value) compat.set(key, { ...property, array, since: known?.since ?? release.version })
      }
    }
    for (const [key, known] of compat)
      if (!release.arrays.get(known.array)?.some((one) => `${known.array} ${one.driver} ${one.property}` === key) && !known.until) known.until = release.version
  }
  return { types: [...types.values()], aliases, compat: [...compat.values()], arrays: [...arrays.values()] }
}

/** `#define X "text"` anywhere in a commit's sources: what drivers are called. */
function macrosOf(dir: string, commit: string): Map<string, string> {
  const lines = execFileSync('git', ['-C', dir, 'grep', '-hE', '^# *define +[A-Z][A-Z0-9_]+ +"[^"]*" *$', commit, '--', 'include', 'hw', 'target'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  const names = definitions(lines)
  names.set('TYPE_X86_CPU', 'x86_64-cpu')
  return names
}
