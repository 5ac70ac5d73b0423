import { type Place, type ReleaseLine, comparePlaces, compareRanks, isReleased, placeOf } from '../model/index.ts'
import type { Clone, Touch } from './clone.ts'
import type { VerifyCache } from './cache.ts'

/** A commit that brought copies of another project's files up to date. */
export interface Copy {
  readonly commit: string
  /** As the commit names it: `6.18-rc3`; `5.17 of 2022-03-15` where that is before the release. */
  readonly version: string
  readonly place: Place
  /** Of a candidate, or of a tree that was to be the release: what is missing may still have come before the release. */
  readonly candidate: boolean
  /** Of that version and nothing newer: what is there bounds the claim from above. */
  readonly exact: boolean
  /** All files were brought up to date, not only those that it changed: what is missing bounds the claim from below. */
  readonly whole: boolean
  readonly files: readonly string[]
}

/**
 * The commits that brought the files at `paths` up to date with a project's version, which their subjects name.
 * @param line the releases of the project
 */
export async function copiesOf(clone: Clone, paths: readonly string[], line: ReleaseLine, cache: VerifyCache): Promise<readonly Copy[]> {
  const touches = new Map<string, Touch>()
  for (const folder of new Set(paths.map(rootOf))) {
    const known = await cache.once(clone.refs, `history of ${folder}`, () => clone.touching(folder))
    for (const touch of known) touches.set(touch.commit, touch)
  }
  return [...touches.values()].flatMap((touch) => copyOf(touch, line) ?? [])
}

/** The folder that is brought up to date as a whole: two above a file (`linux-headers` of `linux-headers/linux/kvm.h`), as far as there are. */
function rootOf(path: string): string {
  const parts = path.replace(/[*?].*$/, '').split('/')
  return parts.slice(0, Math.max(parts.length - 2, Math.min(1, parts.length - 1))).join('/') || path
}

/** Fewer files are no update of all of them. */
const WHOLE = 3

function copyOf({ commit, subject, date, files }: Touch, line: ReleaseLine): Copy | undefined {
  // `4.21-rc1/5.0-rc1`: the last that there was.
  const [named] = [...subject.matchAll(/(?<![\w.])v?(\d+\.\d+(?:\.\d+)?)(?:-?rc(\d+))?(?![\w.]*\d)/g)].reverse().flatMap(([, version = '', candidate]) => {
    const place = isReleased(version, line) ? placeOf(version, line) : undefined
    return place ? [{ version, candidate, place }] : []
  })
  if (!named) return undefined
  // `update to Linux 5.17`, written while 5.17 was in the making.
  const isEarly = named.candidate === undefined && date < (releasedOn(named.place, line) ?? '')
  return {
    commit,
    version: named.candidate !== undefined ? `${named.version}-rc${named.candidate}` : isEarly ? `${named.version} of ${date}` : named.version,
    place: named.place,
    candidate: named.candidate !== undefined || isEarly,
    exact: !/\+|\b(?:next|queue|master)\b/.test(subject),
    whole: files.length >= WHOLE,
    files,
  }
}

function releasedOn({ branch, point }: Place, line: ReleaseLine): string | undefined {
  const releases = line.branches.find(({ name }) => name === branch)?.releases ?? []
  return releases.find(({ version }) => (placeOf(version, line)?.point ?? 0) === (point ?? 0))?.date
}

/** What copies say of the first version of their project that has something. */
export interface Bounds {
  /** The first copy that has it; undefined where none does. */
  readonly first?: Copy
  /** The last copy before that one which lacks it. */
  readonly last?: Copy
}

/** @param has whether a copy has what is looked for */
export function boundsOf(copies: readonly Copy[], paths: readonly string[], has: (copy: Copy) => boolean): Bounds {
  let first: Copy | undefined
  for (const copy of copies) if (copy.exact && (!first || orderOf(copy, first) < 0) && has(copy)) first = copy
  let last: Copy | undefined
  for (const copy of copies) {
    const says = copy.whole || copy.files.some((file) => paths.includes(file))
    if (says && (!first || orderOf(copy, first) < 0) && (!last || orderOf(copy, last) > 0) && !has(copy)) last = copy
  }
  return { ...(first ? { first } : {}), ...(last ? { last } : {}) }
}

/** The newest copy. */
export function newestOf(copies: readonly Copy[]): Copy | undefined {
  return copies.reduce<Copy | undefined>((newest, copy) => (!newest || orderOf(copy, newest) > 0 ? copy : newest), undefined)
}

/** A candidate is before its release. */
function orderOf(a: Copy, b: Copy): number {
  if (compareRanks(a.place.rank, b.place.rank) !== 0) return compareRanks(a.place.rank, b.place.rank)
  if (a.candidate !== b.candidate) return a.candidate ? -1 : 1
  return comparePlaces(a.place, b.place) || (a.candidate ? candidateOf(a) - candidateOf(b) : 0)
}

/** Its number; what has none is taken for the last. */
function candidateOf({ version }: Copy): number {
  return Number(/-rc(\d+)$/.exec(version)?.[1] ?? 1000)
}

/** How a version stands to the bounds: `late` after the first copy that has it, `early` before one that lacks it. */
export function stands(version: Place, { first, last }: Bounds): 'within' | 'late' | 'early' {
  if (first && compareRanks(version.rank, first.place.rank) > 0) return 'late'
  if (last) {
    const order = compareRanks(version.rank, last.place.rank)
    if (order < 0 || (order === 0 && !last.candidate)) return 'early'
  }
  return 'within'
}

/** `not before 5.17 (5.17-rc1 lacks it), not later than 5.18 (5.18-rc6 has it)`. */
export function boundsInWords({ first, last }: Bounds): string {
  const from = last ? (last.candidate ? `from ${last.place.branch} on (${last.version} lacks it)` : `later than ${last.version}`) : ''
  const to = first ? `not later than ${first.place.branch}${first.candidate ? ` (${first.version} has it)` : ''}` : ''
  return [from, to].filter(Boolean).join(', ') || 'no copy has it'
}
