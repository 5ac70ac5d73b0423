import { type Clone, compareNumbers } from '../../../lib/verify/clone.ts'

/** A capability of the pseries machine, as QEMU's source has it. */
export interface MinedSpaprCap {
  /** `SPAPR_CAP_HTM`. */
  readonly name: string
  /** The machine option without `cap-`: `htm`. */
  readonly option: string
  /** The words that the option takes; none for one that is on or off, or a size. */
  readonly words: readonly string[]
  readonly since: string
  /** The release from which on its value has a place in the stream. */
  readonly carried?: string
  /** Default by machine type (`pseries-2.12-sxxm`), before the CPU lowers it: `ON`, `WORKAROUND`, `16`. The newest release that has the type decides. */
  readonly defaults: ReadonlyMap<string, string>
}

/**
 * Reads hw/ppc/spapr_caps.c (what there is), hw/ppc/spapr.c (what is sent, and the defaults of each machine type) in every release.
 * @param clone of QEMU
 */
export async function minedSpaprCaps(clone: Clone): Promise<readonly MinedSpaprCap[]> {
  const found = new Map<string, Found>()
  const releases = [...clone.releases()].sort((a, b) => compareNumbers(a.version, b.version))
  for (const { version, commit } of releases) {
    const caps = await clone.read(commit, 'hw/ppc/spapr_caps.c')
    const machine = await clone.read(commit, 'hw/ppc/spapr.c')
    if (caps === undefined || machine === undefined) continue
    const types = defaultsOf(machine)
    const states = new Map(
      [...caps.matchAll(/^SPAPR_CAP_MIG_STATE\((?<state>\w+), (?<cap>SPAPR_CAP_\w+)\)/gmu)].map(({ groups }) => [groups?.cap, groups?.state]),
    )
    for (const { groups } of caps.matchAll(/^ *\[(?<name>SPAPR_CAP_\w+)\] = \{(?<body>[\s\S]*?)^ {4}\},/gmu)) {
      const name = groups?.name as string
      const option = /\.name = "(?<option>[^"]+)"/u.exec(groups?.body ?? '')?.groups?.option ?? ''
      const list = /\.possible = &(?<list>\w+)/u.exec(groups?.body ?? '')?.groups?.list
      const words = list ? new RegExp(`${list} = \\{[^;]*?\\.vals = \\{(?<words>[^}]*)\\}`, 'u').exec(caps)?.groups?.words : undefined
      const known: Found = found.get(name) ?? { name, option, words: [], since: version, defaults: new Map() }
      found.set(name, known)
      known.option = option
      known.words = [...(words ?? '').matchAll(/"(?<word>[^"]+)"/gu)].flatMap(({ groups: one }) => one?.word ?? [])
      const state = states.get(name)
      if (known.carried === undefined && state !== undefined && new RegExp(`&vmstate_spapr_cap_${state}\\b`, 'u').test(machine)) known.carried = version
      for (const [type, values] of types) {
        const value = values.get(name)
        if (value !== undefined) known.defaults.set(type, value)
      }
    }
  }
  return [...found.values()].sort((a, b) => compareNumbers(a.since, b.since) || (a.name < b.name ? -1 : 1))
}

type Found = { -readonly [Key in keyof MinedSpaprCap]: MinedSpaprCap[Key] } & { defaults: Map<string, string> }

/** By machine type, each capability's default: the base class's, then what the chain of `class_options` sets on the way to the type. */
function defaultsOf(source: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const bodies = new Map(
    [...source.matchAll(/^static void spapr_machine_(?<type>\w+?_class_options|class_init)\([^{;]*\{(?<body>[\s\S]*?)^\}/gmu)].map(({ groups }) => [
      groups?.type as string,
      groups?.body ?? '',
    ]),
  )
  const settings = (type: string): readonly (readonly [string, string])[] => {
    const body = bodies.get(type) ?? ''
    const called = /spapr_machine_(?<type>\w+_class_options)\(mc\)/u.exec(body)?.groups?.type
    const own = [...body.matchAll(/caps\[(?<cap>SPAPR_CAP_\w+)\] = (?:SPAPR_CAP_)?(?<value>\w+);/gu)].map(
      ({ groups }) => [groups?.cap as string, groups?.value as string] as const,
    )
    return [...(called ? settings(called) : []), ...own]
  }
  const base = settings('class_init')
  return new Map(
    [...bodies.keys()]
      .filter((type) => /^\d/u.test(type))
      .map((type) => {
        const [major = '', minor = '', tag] = type.replace('_class_options', '').split('_')
        return [`pseries-${major}.${minor}${tag ? `-${tag}` : ''}`, new Map([...base, ...settings(type)])]
      }),
  )
}
