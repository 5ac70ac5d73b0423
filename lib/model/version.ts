import type { ReleaseLine } from './release.ts'

/**
 * A version's place on its release line. Stable branches are a tree: `point` orders releases inside `branch` only,
 * and a mainline event reaches a branch by the branch's rank. `point` is undefined when the text names a whole branch (`6.1`).
 */
export interface Place {
  readonly branch: string
  readonly rank: readonly number[]
  readonly point: number | undefined
}

/**
 * Finds a version on a release line.
 * @param text as people write it: `6.1`, `6.1.77`, `7.2.0`; a leading `v` is dropped
 * @param line without it, the first two numbers name the branch
 * @returns undefined for anything that is not an upstream release number, such as a vendor build (`5.14.0-427.el9`)
 */
export function placeOf(text: string, line?: ReleaseLine): Place | undefined {
  const known = (line && places.get(line)) ?? (line ? (places.set(line, new Map()).get(line) as Map<string, Place | undefined>) : withoutLine)
  if (known.has(text)) return known.get(text)
  const place = findPlace(text, line)
  // Texts come from questions; what is kept of them is bounded.
  if (known.size < MOST_KEPT) known.set(text, place)
  return place
}

const MOST_KEPT = 4096
const places = new WeakMap<ReleaseLine, Map<string, Place | undefined>>()
const withoutLine = new Map<string, Place | undefined>()

function findPlace(text: string, line: ReleaseLine | undefined): Place | undefined {
  const plain = text.replace(/^v(?=\d)/, '')
  if (!/^\d+(\.\d+){1,3}$/.test(plain)) return undefined
  const branch = line ? branchOf(plain, line) : plain.split('.').slice(0, 2).join('.')
  if (branch === undefined) return undefined
  const rest = plain.slice(branch.length + 1)
  return { branch, rank: numbers(branch), point: rest === '' ? undefined : Number(rest.split('.')[0]) }
}

/** Whether the line has this release: listed, the bare name of a branch, or below the newest of a branch marked `open`. */
export function isReleased(text: string, line: ReleaseLine): boolean {
  const place = placeOf(text, line)
  if (!place) return false
  const branch = line.branches.find(({ name }) => name === place.branch)
  if (!branch) return false
  if (place.point === undefined) return true
  const points = branch.releases.map(({ version }) => placeOf(version, line)?.point ?? 0)
  return points.includes(place.point) || (branch.open === true && place.point >= 0)
}

/** Orders two places: branch first, then point; a missing point counts as the branch's first release. */
export function comparePlaces(a: Place, b: Place): number {
  return compareRanks(a.rank, b.rank) || (a.point ?? 0) - (b.point ?? 0)
}

/** Orders two ranks number by number; a missing number counts as 0. */
export function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function branchOf(plain: string, line: ReleaseLine): string | undefined {
  let found: string | undefined
  for (const { name } of line.branches) {
    if ((plain === name || plain.startsWith(`${name}.`)) && name.length > (found?.length ?? 0)) found = name
  }
  return found
}

function numbers(text: string): number[] {
  return text.split('.').map(Number)
}
