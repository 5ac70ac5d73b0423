import { type Answer, type Change, type Knowledge, type Profile, type RemedyOffer, factKey } from '../model/index.ts'
import { asSource } from './as-source.ts'
import { type Decision, rankOf } from './decide.ts'
import type { Found } from './found.ts'
import { Hurdles } from './hurdles.ts'
import { judgePair } from './judge-pair.ts'
import { type Bundle, keyOf, proposals } from './proposals.ts'
import type { SideFacts } from './side-facts.ts'
import { type Sides, withDefinition } from './sides.ts'
import { upgrades } from './upgrades.ts'
import { withChanges } from './with-changes.ts'

/** Most changes proposed together, and most offers shown. */
const MOST_TOGETHER = 3
const MOST_BUNDLES = 10
const MOST_OFFERS = 5
/** Most differences of two definitions that are undone at once: each is tried to be left out. */
const MOST_AS_SOURCE = 60

/**
 * Changes that improve the verdict: proposals of the records that found something, and upgrades to versions at which something
 * they speak of changed. Every set was evaluated; smaller sets come first, and a larger one is shown only if it does better.
 * With `guest.running=yes` nothing is offered that the guest would have to be started with.
 */
export function findRemedies(
  knowledge: Knowledge,
  source: Profile,
  destination: Profile,
  boot: SideFacts | undefined,
  known: { decision: Decision; found: readonly Found[]; sides: Sides },
): RemedyOffer[] {
  const running = known.sides.source.facts.get('guest.running')?.value === 'yes' || boot !== undefined
  // What is harmless keeps no verdict down, and what it proposes would crowd out the rest.
  const found = known.found.filter(({ finding: { effect, guest, harmless } }) => effect === 'refused' || !(harmless || guest === 'unchanged'))
  const bundles = [...proposals(knowledge, found, known.sides), ...upgrades(knowledge, found, known.sides)]
    .filter(({ applies, changes }) => !(running && applies === 'before-boot') && changes.length > 0)
    .slice(0, MOST_BUNDLES)
  const from = withDefinition(knowledge, source, destination)
  const to = withDefinition(knowledge, destination, source)
  const hurdles = new Hurdles(knowledge, found, boot)
  /** The verdict with the changes, where it is better than `rank`. */
  const tryOut = (changes: readonly Change[], rank: number): Answer['verdict'] | undefined => {
    const [source, destination] = [withChanges(from, changes, 'source'), withChanges(to, changes, 'destination')]
    if (hurdles.keepAt(rank, source, destination)) return undefined
    const { verdict } = judgePair(knowledge, source, destination, boot, false).decision
    return rankOf(verdict) > rank ? verdict : undefined
  }
  const offers: RemedyOffer[] = []
  const seen = new Set<string>()
  for (const set of subsets(bundles, MOST_TOGETHER)) {
    const changes = merged(set)
    if (!changes || isAgain(changes, seen)) continue
    if (offers.some((offer) => offer.verdict === 'yes' && includesAll(changes, offer.changes))) continue
    const rank = rankOf(known.decision.verdict)
    const before = offers.filter((offer) => includesAll(changes, offer.changes)).map((offer) => rankOf(offer.verdict))
    const verdict = tryOut(changes, Math.max(rank, ...before))
    if (!verdict) continue
    const needed = changes.length > MOST_TOGETHER ? withoutNeedless(changes, (some) => tryOut(some, rank) === verdict) : changes
    offers.push({ changes: needed, applies: set.every(({ applies }) => applies === 'running') ? 'running' : 'before-boot', verdict })
  }
  if (!offers.some(({ applies, verdict }) => applies === 'running' && verdict === 'yes')) {
    // What people would do: start the destination with what the source was started with.
    const changes = asSource(from, to)
    const rank = Math.max(rankOf(known.decision.verdict), ...offers.filter(({ applies }) => applies === 'running').map((offer) => rankOf(offer.verdict)))
    const verdict = changes.length > 0 && changes.length <= MOST_AS_SOURCE ? tryOut(changes, rank) : undefined
    if (verdict) offers.push({ changes: withoutNeedless(changes, (some) => tryOut(some, rank) === verdict), applies: 'running', verdict })
  }
  const best = offers
    .filter((offer) => !offers.some((other) => isBetter(other, offer)))
    .sort((a, b) => rankOf(b.verdict) - rankOf(a.verdict) || a.changes.length - b.changes.length || costOf(a) - costOf(b))
    .slice(0, MOST_OFFERS)
  // Unplugging what cannot be migrated is not what everybody can do; what the destination is not started with yet is left out easily.
  const isEasy = best.some(
    ({ applies, verdict, changes }) =>
      applies === 'running' && verdict === 'yes' && !changes.some(({ side, set }) => side === 'source' && set.startsWith('remove.')),
  )
  return isEasy ? best : [...best, ...restarted(knowledge, from, to, known.decision)]
}

/** A large set without the changes that it works without too. */
function withoutNeedless(changes: readonly Change[], works: (some: readonly Change[]) => boolean): Change[] {
  let needed = [...changes]
  for (const change of changes) {
    const fewer = needed.filter((one) => one !== change)
    if (works(fewer)) needed = fewer
  }
  return needed
}

/** Whether `other` does as well with a part of the changes; or with other values for a part of what is changed, and no later. */
function isBetter(other: RemedyOffer, offer: RemedyOffer): boolean {
  if (other === offer || other.changes.length >= offer.changes.length || rankOf(other.verdict) < rankOf(offer.verdict)) return false
  const places = new Set(offer.changes.map(keyOf))
  const isNoLater = other.applies === 'running' || offer.applies !== 'running'
  return includesAll(offer.changes, other.changes) || (isNoLater && other.changes.every((change) => places.has(keyOf(change))))
}

/** Stopping the guest and starting it on the destination, instead of a live migration; where that side is known to start it. */
function restarted(knowledge: Knowledge, from: Profile, to: Profile, { verdict }: Decision): RemedyOffer[] {
  const changes: Change[] = [{ side: 'destination', set: 'guest.restart', to: 'yes' }]
  const tried = judgePair(knowledge, from, withChanges(to, changes, 'destination'), undefined, false).decision
  return rankOf(tried.verdict) > rankOf(verdict) ? [{ changes, applies: 'restart', verdict: tried.verdict }] : []
}

/** Options are cheaper than upgrades, and what a running guest bears is cheaper than what it must be started with. */
function costOf({ applies, changes }: RemedyOffer): number {
  const upgrades = changes.filter(({ set }) => factKey(set).subject === 'host').length
  return upgrades * 2 + (applies === 'running' ? 0 : 1)
}

function* subsets(bundles: readonly Bundle[], most: number): Generator<readonly Bundle[]> {
  for (let size = 1; size <= most; size++) yield* choose(bundles, size, 0)
}

function* choose(bundles: readonly Bundle[], size: number, from: number): Generator<readonly Bundle[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let i = from; i < bundles.length; i++) for (const rest of choose(bundles, size - 1, i + 1)) yield [bundles[i] as Bundle, ...rest]
}

/** Whether a smaller set came to the same changes: many a bundle is a part of another. */
function isAgain(changes: readonly Change[], seen: Set<string>): boolean {
  const key = changes
    .map((change) => `${keyOf(change)} ${change.to}`)
    .sort()
    .join('\n')
  const before = seen.size
  return seen.add(key).size === before
}

/** All changes of a set; undefined if two set the same thing differently. */
function merged(set: readonly Bundle[]): Change[] | undefined {
  const byKey = new Map<string, Change>()
  for (const change of set.flatMap(({ changes }) => changes)) {
    const key = keyOf(change)
    const before = byKey.get(key)
    if (before && before.to !== change.to) return undefined
    byKey.set(key, change)
  }
  return [...byKey.values()]
}

function includesAll(changes: readonly Change[], part: readonly Change[]): boolean {
  return part.every((one) => changes.some((change) => change.side === one.side && change.set === one.set && change.to === one.to))
}
