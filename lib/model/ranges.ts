import type { Event } from './range.ts'
import type { ReleaseLine } from './release.ts'
import { type Place, comparePlaces, compareRanks, placeOf } from './version.ts'

/** `either`: the version names a branch, and an event inside the branch decides. */
export type RangeState = 'present' | 'absent' | 'either'

/**
 * Whether a range of events holds at a version. A mainline event reaches every branch from its own on; an event on a point
 * release reaches the later releases of its branch only. The last event that reaches the version decides; before any, absent.
 * `reserved` and `deprecated` decide nothing. Without any introduction (only `removed`, `broken`), the range starts as present.
 * @returns undefined when `version` is not an upstream release number
 */
export function stateAt(events: readonly Event[], version: string, line: ReleaseLine | undefined): RangeState | undefined {
  const place = placeOf(version, line)
  if (!place) return undefined
  const placed = placedOn(events, line)
  let on = placed.length > 0 && !placed.some(({ kind }) => kind === 'introduced')
  for (const event of placed) if (event.mainline && compareRanks(event.at.rank, place.rank) <= 0) on = event.on
  const inBranch = placed.filter(({ at, mainline }) => !mainline && at.branch === place.branch)
  if (place.point === undefined) return inBranch.some((event) => event.on !== on) ? 'either' : on ? 'present' : 'absent'
  for (const event of inBranch) if (comparePlaces(event.at, place) <= 0) on = event.on
  return on ? 'present' : 'absent'
}

/**
 * The last event that decides at a version whether the range holds there; undefined before any, and where the version is no release.
 * Of a branch's bare name, what its first release has.
 */
export function decidingEvent(events: readonly Event[], version: string, line: ReleaseLine | undefined): Event['event'] | undefined {
  const place = placeOf(version, line)
  if (!place) return undefined
  const placed = placedOn(events, line)
  const main = placed.findLast((event) => event.mainline && compareRanks(event.at.rank, place.rank) <= 0)
  const inBranch = placed.findLast((event) => !event.mainline && event.at.branch === place.branch && comparePlaces(event.at, place) <= 0)
  return (inBranch ?? main)?.kind
}

/** Whether an event was there at a version: on a mainline version, for it and every later branch; on a point release, inside its branch. */
export function hasReached({ version: at }: Pick<Event, 'version'>, version: string, line: ReleaseLine | undefined): boolean {
  const [event, place] = [placeOf(at, line), placeOf(version, line)]
  if (!event || !place) return false
  if ((event.point ?? 0) === 0) return compareRanks(event.rank, place.rank) <= 0
  return event.branch === place.branch && place.point !== undefined && comparePlaces(event, place) <= 0
}

/** `version` against a constraint's version: by branch, then point. Undefined where a branch's name leaves it open, or for vendor builds. */
export function compareVersions(version: string, other: string, line: ReleaseLine | undefined): { readonly low: number; readonly high: number } | undefined {
  const place = placeOf(version, line)
  const at = placeOf(other, line)
  if (!place || !at) return undefined
  const sameBranch = place.branch === at.branch
  if (sameBranch && place.point === undefined && at.point !== undefined) return { low: at.point > 0 ? -1 : 0, high: 1 }
  // A branch's bare name in a constraint is all of the branch: 6.1.77 is `<=6.1`.
  const order = sameBranch && at.point === undefined ? 0 : Math.sign(comparePlaces(place, at))
  return { low: order, high: order }
}

interface Placed {
  readonly on: boolean
  readonly kind: Event['event']
  readonly at: Place
  readonly mainline: boolean
}

/** Events in the order of their line; made once per list of a record. */
function placedOn(events: readonly Event[], line: ReleaseLine | undefined): readonly Placed[] {
  const known = placements.get(events)
  if (known && known.line === line) return known.placed
  const placed = events
    .filter(({ event }) => event !== 'reserved' && event !== 'deprecated')
    .flatMap((event) => {
      const at = placeOf(event.version, line)
      return at ? [{ on: event.event === 'introduced' || event.event === 'fixed', kind: event.event, at, mainline: (at.point ?? 0) === 0 }] : []
    })
    .sort((a, b) => comparePlaces(a.at, b.at))
  placements.set(events, { line, placed })
  return placed
}

const placements = new WeakMap<readonly Event[], { line: ReleaseLine | undefined; placed: readonly Placed[] }>()
