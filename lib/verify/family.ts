import { type Clone, type Release, compareNumbers } from './clone.ts'
import { isGlob } from './path-glob.ts'

/** One member of a family, as the releases of a clone have it. */
export interface Member {
  /** The exact identifier; its record has it as an alias. */
  readonly name: string
  /** Its number where it has one, in the newest release that has it. */
  readonly number?: number
  /** The first release that has it (`4.1.0`). */
  readonly since: string
  /** The first release, after the last that has it, that has not; left out while the newest has it. */
  readonly until?: string
}

/** Features that upstream lists in one place, so that all of them can be told from its source. */
export interface Family {
  /** As people call it, in the plural. */
  readonly title: string
  /** The source record whose clone lists its members, without `sources/`: `qemu`. */
  readonly repository: string
  /** All members that any release of the clone has, by name. */
  members(clone: Clone): Promise<readonly Member[]>
}

/**
 * The members that a regular expression finds in files: the usual form of a family.
 * @param paths of files, or globs; all that a release has are read
 * @param expression flags `gmu`; the group `name` is the member's identifier, `number` (optional) its number as C writes it: `12`, `0x4b`, `(1 << 3)`, `1UL`
 */
export async function membersByExpression(clone: Clone, paths: readonly string[], expression: RegExp): Promise<readonly Member[]> {
  return membersBy(clone, async (commit) => {
    const texts = await textsOf(clone, commit, paths)
    return texts.flatMap((text) =>
      [...text.matchAll(expression)].flatMap(({ groups }) => (groups?.name ? [{ name: groups.name, number: numberOf(groups.number) }] : [])),
    )
  })
}

/**
 * Members from what each release lists.
 * @param list what there is at a commit
 */
export async function membersBy(
  clone: Clone,
  list: (commit: string) => Promise<readonly { readonly name: string; readonly number?: number | undefined }[]>,
): Promise<readonly Member[]> {
  const found = new Map<string, { since: string; until?: string; number?: number | undefined; last: number }>()
  const releases = inOrder(clone)
  for (const [at, { version, commit }] of releases.entries()) {
    for (const { name, number } of await list(commit)) {
      const known = found.get(name)
      found.set(name, { since: known?.since ?? version, last: at, number: number ?? known?.number })
    }
  }
  return [...found]
    .map(([name, { since, number, last }]): Member => {
      const until = releases[last + 1]?.version
      return { name, since, ...(number === undefined ? {} : { number }), ...(until === undefined ? {} : { until }) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function textsOf(clone: Clone, commit: string, paths: readonly string[]): Promise<readonly string[]> {
  const files = await Promise.all(paths.map((path) => (isGlob(path) ? clone.files(commit, path) : [path])))
  const blobs = await clone.blobs(commit, [...new Set(files.flat())])
  return Promise.all(blobs.flatMap((blob) => (blob === undefined ? [] : [clone.text(blob)])))
}

/** By version, not by date: a branch's last point release comes before what follows the branch. */
function inOrder(clone: Clone): readonly Release[] {
  return [...clone.releases()].sort((a, b) => compareNumbers(a.version, b.version))
}

function numberOf(text: string | undefined): number | undefined {
  const [, shifted, plain] = /^(?:\(?\s*1(?:U|L|UL|ULL)?\s*<<\s*(\d+)\s*\)?|\(?((?:0x[0-9a-f]+|\d+))(?:U|L|UL|ULL)?\)?)$/i.exec(text?.trim() ?? '') ?? []
  return shifted !== undefined ? 2 ** Number(shifted) : plain !== undefined ? Number(plain) : undefined
}
