import {
  type Check,
  type Claim,
  type Event,
  type Place,
  type Probe,
  type ReleaseLine,
  comparePlaces,
  compareRanks,
  isReleased,
  placeOf,
  stateAt,
} from '../model/index.ts'
import { type Copy, boundsInWords, boundsOf, newestOf, stands } from './copies.ts'
import type { Release } from './clone.ts'

/** `unchecked`: it could not be told. */
export type Outcome = 'confirmed' | 'contradicted' | 'unchecked'

/** What a clone says of a claim, or of one probe of it. */
export interface Judgement {
  readonly outcome: Outcome
  /** In words: when presence changed, the bounds, or why it could not be told. */
  readonly text: string
}

/** A release of a clone that its release line has, or the newest candidate for one that the clone has not. */
export interface Judged extends Release {
  /** With a last number, `1.0.0` for `1.0`. */
  readonly full: string
}

/** `11.1.0-rc2` of a candidate. */
export function labelOf({ version, candidate }: Release): string {
  return candidate === undefined ? version : `${version}-${candidate}`
}

/**
 * Judges a probe on releases.
 * @param releases in the order of versions
 * @param has whether the probe finds it in a release (`absent` is heeded here)
 */
export function judgeReleases(
  claim: Claim,
  { probe, event }: Check,
  line: ReleaseLine | undefined,
  releases: readonly Judged[],
  has: (release: Judged) => boolean,
): Judgement {
  const there = (release: Judged): boolean => has(release) !== probe.absent
  const newest = releases.at(-1)
  if (!newest) return unchecked('the clone has no release that the release line has')
  // Machines, CPU models and options have no releases: their probe says that they are there.
  if (!line) {
    const found = releases.filter(there)
    return found.length > 0 ? { outcome: 'confirmed', text: changesInWords(releases, there) } : { outcome: 'contradicted', text: 'never found' }
  }
  const { window, expected } = event ? aroundEvent(claim.events, event, line) : asClaimed(claim.events, probe, line)
  const seen = releases.filter(window)
  // What a release brings, its candidates may have, or not yet.
  const isEarly = (release: Judged): boolean => {
    const before = releases[releases.indexOf(release) - 1]
    return release.candidate !== undefined && before !== undefined && expected(before) === there(release)
  }
  const wrong = seen.filter((release) => expected(release) !== there(release) && !isEarly(release))
  const changes = changesInWords(releases, there, line)
  const [first] = wrong
  if (first) {
    const others = wrong.length > 1 ? ` and ${wrong.length - 1} more` : ''
    return { outcome: 'contradicted', text: `${expected(first) ? 'not found' : 'found'} in ${labelOf(first)}${others}; ${changes}` }
  }
  const asked = event ? [event] : effective(claim.events, probe)
  const shown = expected(newest) === there(newest) ? newest : (releases.at(-2) ?? newest)
  const isBeyond = ({ version }: Event): boolean => isAfter(version, shown, line)
  const late = asked.find(isBeyond)
  const end = late ? `the clone ends with ${labelOf(newest)}, before ${late.version}` : ''
  // What came before the end is there to see.
  if (late && asked.every(isBeyond)) return unchecked(end)
  if (seen.length === 0) return unchecked(`no release of the clone shows ${event ? event.version : 'it'}`)
  return { outcome: 'confirmed', text: end === '' ? changes : `${changes}; ${end}` }
}

/** Judges a probe whose files are copies: the claim's version lies within the bounds that they give. */
export function judgeCopies(claim: Claim, { probe, event }: Check, line: ReleaseLine, copies: readonly Copy[], has: (copy: Copy) => boolean): Judgement {
  if (probe.means === 'implemented') return unchecked('copies show numbers, not what is implemented')
  const events = event ? [event] : claim.events.some((one) => one.event === 'reserved') ? claim.events.filter((one) => one.event === 'reserved') : claim.events
  const [version] = events
    .filter((one) => event || one.event === 'reserved' || one.event === 'introduced')
    .flatMap((one) => placeOf(one.version, line) ?? [])
    .sort(comparePlaces)
  if (!version) return unchecked('it names no version at which a number appeared')
  const newest = newestOf(copies)
  if (!newest) return unchecked(`no commit says which version of ${line.title} the files were copied from`)
  const paths = typeof probe.path === 'string' ? [probe.path] : probe.path
  const bounds = boundsOf(copies, paths, (copy) => has(copy) !== probe.absent)
  const text = boundsInWords(bounds)
  const beyond = compareRanks(version.rank, newest.place.rank)
  if (!bounds.first && (beyond > 0 || (beyond === 0 && newest.candidate))) return unchecked(`the copies end with ${newest.version}`)
  if (!bounds.first) return { outcome: 'contradicted', text }
  const how = stands(version, bounds)
  return { outcome: how === 'within' ? 'confirmed' : 'contradicted', text }
}

export function unchecked(text: string): Judgement {
  return { outcome: 'unchecked', text }
}

interface Expected {
  /** Releases that the check is about. */
  readonly window: (release: Judged) => boolean
  readonly expected: (release: Judged) => boolean
}

/** Found exactly where the claim's versions hold. */
function asClaimed(events: readonly Event[], probe: Probe, line: ReleaseLine): Expected {
  const counting = effective(events, probe)
  return { window: () => true, expected: (release) => events.length === 0 || stateAt(counting, release.full, line) === 'present' }
}

/** The events that switch presence. A number or name is there from when it is reserved. */
function effective(events: readonly Event[], { means }: Probe): readonly Event[] {
  const asDefined = means === 'defined' && events.some(({ event }) => event === 'reserved')
  return events.flatMap((event) => {
    if (event.event === 'deprecated' || (asDefined && event.event === 'introduced')) return []
    return event.event !== 'reserved' ? event : asDefined ? { ...event, event: 'introduced' as const } : []
  })
}

/** Found from the event's version on, until what comes next ends it; for an end, until before it. */
function aroundEvent(events: readonly Event[], event: Event, line: ReleaseLine): Expected {
  const at = placeOf(event.version, line)
  if (!at) return { window: () => false, expected: () => false }
  const isEnd = (one: Event): boolean => one.event === 'removed' || one.event === 'broken'
  const isMainline = (at.point ?? 0) === 0
  const placed = events.flatMap((one) => {
    const place = placeOf(one.version, line)
    return place ? [{ one, place, mainline: (place.point ?? 0) === 0 }] : []
  })
  const others = placed.filter(({ one, mainline }) => one !== event && mainline && (isEnd(one) || isEnd(event)) && isEnd(one) !== isEnd(event))
  const before = others.filter(({ place }) => comparePlaces(place, at) < 0)
  const after = others.filter(({ place }) => comparePlaces(place, at) > 0)
  const branches = new Set(placed.filter(({ mainline }) => !mainline).map(({ place }) => place.branch))
  const placeIn = (release: Judged) => placeOf(release.full, line) ?? at
  return {
    window: (release) => {
      const place = placeIn(release)
      // Backports are events of their own.
      if (!isMainline) return place.branch === at.branch
      if (branches.has(place.branch)) return false
      return before.every((other) => comparePlaces(other.place, place) <= 0) && after.every((other) => comparePlaces(place, other.place) < 0)
    },
    expected: (release) => comparePlaces(placeIn(release), at) >= 0 !== isEnd(event),
  }
}

function isAfter(version: string, newest: Judged, line: ReleaseLine): boolean {
  const [at, last] = [placeOf(version, line), placeOf(newest.full, line)]
  return at !== undefined && last !== undefined && comparePlaces(at, last) > 0
}

/** Times that presence may change before it is no more told. */
const MOST_CHANGES = 5

/**
 * `found from 7.0.0`, `found from 2.6.0, not from 9.1.0`, `found in 2.0.0, the first`.
 * @param line where it has first releases of branches between two that the clone has, a change is told by bounds: `found later than 5.12.9, not later than 5.14.3`
 */
export function changesInWords(releases: readonly Judged[], there: (release: Judged) => boolean, line?: ReleaseLine): string {
  const changes: string[] = []
  let last: Judged | undefined
  for (const release of releases) {
    const now = there(release)
    if (now !== (last !== undefined && there(last))) {
      if (!last) changes.push(`found in ${labelOf(release)}, the first`)
      else if (line && isGap(last, release, line)) changes.push(`${now ? 'found' : 'gone'} later than ${labelOf(last)}, not later than ${labelOf(release)}`)
      else changes.push(`${now ? 'found' : 'not'} from ${labelOf(release)}`)
    }
    last = release
  }
  if (changes.length === 0) return 'never found'
  return changes.length > MOST_CHANGES ? `${changes.slice(0, MOST_CHANGES).join(', ')}, … ${changes.length} changes` : changes.join(', ')
}

/** Whether the first release of a branch lies between the two, or a candidate stands for it. */
function isGap(before: Judged, after: Judged, line: ReleaseLine): boolean {
  const [from, to] = [placeOf(before.full, line), placeOf(after.full, line)]
  if (!from || !to) return false
  if (before.candidate !== undefined || after.candidate !== undefined) return true
  return firstsOf(line).some((place) => comparePlaces(from, place) < 0 && comparePlaces(place, to) < 0)
}

const firsts = new WeakMap<ReleaseLine, readonly Place[]>()

/** The first releases of branches. */
function firstsOf(line: ReleaseLine): readonly Place[] {
  const found = firsts.get(line) ?? line.branches.filter(({ releases }) => releases.length > 0).flatMap(({ name }) => placeOf(name, line) ?? [])
  firsts.set(line, found)
  return found
}

/** The releases of a clone that a line has, by version. */
export function releasesOn(line: ReleaseLine | undefined, releases: readonly Release[]): readonly Judged[] {
  return releases
    .flatMap((release) => {
      const place = placeOf(release.version, line)
      if (!place || (line && !isReleased(release.version, line))) return []
      return [{ release: { ...release, full: place.point === undefined ? `${release.version}.0` : release.version }, place }]
    })
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ release }) => release)
}
