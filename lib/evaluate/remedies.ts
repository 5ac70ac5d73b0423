import {
  type Answer,
  type Change,
  type Clause,
  type Condition,
  type Device,
  type Finding,
  type Knowledge,
  type Match,
  NOT_SET,
  type Profile,
  type Proof,
  type Remedy,
  type RemedyOffer,
  compareRanks,
  factKey,
  parseCondition,
  placeOf,
} from '../model/index.ts'
import { asSource } from './as-source.ts'
import { type Decision, rankOf } from './decide.ts'
import type { Found } from './found.ts'
import { globMatches } from './glob.ts'
import { Hurdles } from './hurdles.ts'
import { judgePair } from './judge-pair.ts'
import { partText } from './parts/given.ts'
import { tick } from './patience.ts'
import type { SideFacts } from './side-facts.ts'
import { type Sides, withDefinition } from './sides.ts'

/** Most changes proposed together, and most offers shown. */
const MOST_TOGETHER = 3
const MOST_BUNDLES = 10
const MOST_OFFERS = 5
/** Most differences of two definitions that are undone at once: each is tried to be left out. */
const MOST_AS_SOURCE = 60

interface Bundle {
  readonly changes: readonly Change[]
  readonly applies: 'running' | 'before-boot'
}

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
  for (const set of subsets(bundles, MOST_TOGETHER)) {
    const changes = merged(set)
    if (!changes || offers.some((offer) => offer.verdict === 'yes' && includesAll(changes, offer.changes))) continue
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

/**
 * A profile with changes made. `device.<id or driver>.<property>` changes that property of every such part (also `netdev.`, `blockdev.`, …);
 * `add.device` and `remove.device` take one in and out.
 */
export function withChanges(profile: Profile, changes: readonly Change[], side: 'source' | 'destination'): Profile {
  let { facts, devices } = profile
  for (const { side: on, set, to } of changes) {
    if (on !== side) continue
    const [, verb, kind] = /^(add|remove)\.([a-z]+)$/.exec(set) ?? []
    const [, of, name, property] = /^([a-z]+)\.(.+)\.([^.]+)$/.exec(set) ?? []
    if (verb === 'add') devices = [...devices, readPart(kind as string, to)]
    else if (verb === 'remove') devices = devices.filter((one) => one.kind !== kind || partText(one) !== to)
    else if (of && devices.some((one) => one.kind === of && isMeant(one, name as string)))
      devices = devices.map(
        (one): Device => (one.kind === of && isMeant(one, name as string) ? { ...one, properties: changed(one.properties, property as string, to) } : one),
      )
    else facts = changed(facts, set, to)
  }
  return { ...profile, facts, devices }
}

function changed(values: Readonly<Record<string, string>>, name: string, to: string): Record<string, string> {
  const { [name]: _before, ...others } = values
  return to === NOT_SET ? others : { ...values, [name]: to }
}

/** A part by its id, its driver, or the beginning of its driver (`vhost-*`). */
function isMeant({ driver, properties }: Device, name: string): boolean {
  return properties.id === name || properties['node-name'] === name || globMatches(name, driver)
}

/** A part as `partText` writes it. */
function readPart(kind: string, text: string): Device {
  const [driver = '', ...rest] = text.split(',')
  return { kind, driver, properties: Object.fromEntries(rest.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)])) }
}

function proposals(knowledge: Knowledge, found: readonly Found[], sides: Sides): Bundle[] {
  const own = found.flatMap(({ changes = [] }): Bundle[] => (changes.length > 0 ? [{ changes, applies: 'running' }] : []))
  const bundles = found.flatMap(({ finding }): Bundle[] => {
    const data = knowledge.entries.get(finding.record)?.data
    if (!data || (data.kind !== 'feature' && data.kind !== 'rule')) return []
    const claims: readonly { remedies: readonly Remedy[]; key: string }[] = [
      ...data.clauses.map((clause: Clause) => ({ remedies: clause.remedies, key: clause.id })),
      ...(data.kind === 'feature'
        ? [...data.migration.map((one) => ({ remedies: one.remedies, key: one.id })), ...data.uses.map((one) => ({ remedies: one.remedies, key: one.name }))]
        : []),
    ]
    return claims
      .filter(({ key }) => key === finding.claim)
      .flatMap(({ remedies }) =>
        remedies.map((remedy) => ({
          applies: remedy.applies,
          changes: Object.entries(remedy.set)
            .flatMap(([set, to]) => remedy.sides.map((side): Change => ({ side, set, to: fillFacts(to, sides) })))
            .filter(({ to }) => to !== ''),
        })),
      )
  })
  return unique([...bundles, ...together([...bundles, ...own]), ...own])
}

/** All changes of the destination at once, the first where two set the same thing. */
function together(bundles: readonly Bundle[]): Bundle[] {
  const some = bundles.filter(({ applies, changes }) => applies === 'running' && changes.every(({ side }) => side === 'destination'))
  const bySet = new Map<string, Change>()
  for (const change of some.flatMap(({ changes }) => changes)) {
    const key = keyOf(change)
    if (!bySet.has(key)) bySet.set(key, change)
  }
  return some.length > 1 ? [{ changes: [...bySet.values()], applies: 'running' }] : []
}

/** Newer versions of a component at which a statement or clause behind a finding changes. */
function upgrades(knowledge: Knowledge, found: readonly Found[], sides: Sides): Bundle[] {
  const wanted = new Map<string, Set<string>>()
  const want = (component: string, version: string): void => {
    ;(wanted.get(component) ?? (wanted.set(component, new Set()).get(component) as Set<string>)).add(version)
  }
  for (const { finding } of found) for (const [component, version] of wordEvents(knowledge, finding)) want(component, version)
  for (const id of involved(knowledge, found, sides)) {
    const data = knowledge.entries.get(id)?.data
    if (data?.kind === 'feature') {
      for (const { component, versions } of data.support)
        for (const { event, version } of versions ?? []) if (event !== 'reserved' && event !== 'deprecated') want(component, version)
      for (const { version } of data.control.versions?.events ?? []) want(data.control.versions?.component as string, version)
      for (const { when, encoding } of data.migration)
        for (const condition of [when, encoding?.carried]) if (condition) constraints(parseCondition(condition), want)
    }
    if (data?.kind === 'feature' || data?.kind === 'rule') for (const clause of data.clauses) constraints(parseCondition(clause.if), want)
  }
  const bundles: Bundle[] = []
  for (const [component, versions] of wanted) {
    const line = knowledge.lines.get(component)
    if (!line) continue
    for (const side of ['destination', 'source'] as const) {
      const now = placeOf(sides[side].facts.get(component)?.value ?? '', line)
      if (!now) continue
      for (const version of versions) {
        const place = placeOf(version, line)
        if (place && compareRanks(place.rank, now.rank) > 0)
          bundles.push({ changes: [{ side, set: component, to: version }], applies: side === 'source' ? 'before-boot' : 'running' })
      }
    }
    for (const version of versions) {
      const pair = bundles.filter(({ changes }) => changes.length === 1 && changes[0]?.set === component && changes[0]?.to === version)
      if (pair.length === 2) bundles.push({ changes: pair.flatMap(({ changes }) => changes), applies: 'before-boot' })
    }
  }
  return bundles.sort((a, b) => b.changes.length - a.changes.length)
}

/** The versions at which a word comes or goes that a finding is about. */
function wordEvents(knowledge: Knowledge, { record, claim }: Finding): (readonly [string, string])[] {
  const [, index, name] = /^vocabulary\.(\d+)\.(.+)$/.exec(claim) ?? []
  const data = knowledge.entries.get(record)?.data
  const of = data?.kind === 'rule' ? data.vocabulary[Number(index)] : undefined
  const component = of?.component
  if (!component) return []
  return of.values
    .filter((value) => value.name === name)
    .flatMap(({ versions = [] }) => versions.flatMap(({ event, version }) => (event === 'introduced' ? [[component, version] as const] : [])))
}

/** The records behind the findings: their own, and the features their proofs go through. */
function involved(knowledge: Knowledge, found: readonly Found[], sides: Sides): Set<string> {
  const ids = new Set<string>()
  // Many go by the same steps.
  const seen = new Set<Proof>()
  const walk = (parts: readonly Proof[]): void => {
    for (const part of parts) {
      if (seen.has(part)) continue
      seen.add(part)
      if (part.kind === 'statement') ids.add(part.record)
      if (part.kind === 'step') walk(part.because)
    }
  }
  for (const { finding, explain } of found) {
    tick()
    ids.add(finding.record)
    walk(explain?.() ?? finding.because)
  }
  // A proposed option may exist from a later version on only.
  for (const { changes } of proposals(knowledge, found, sides)) {
    for (const { data } of knowledge.features) if (changes.some(({ set }) => set === data.control.option)) ids.add(data.id)
  }
  return ids
}

function constraints(condition: Condition, want: (component: string, version: string) => void): void {
  const ofMatch = (fact: string, match: Match): void => {
    if (match.kind === 'constraint') for (const { version } of match.terms) want(fact, version)
    if (match.kind === 'not') ofMatch(fact, match.match)
    if (match.kind === 'oneOf') for (const part of match.of) ofMatch(fact, part)
  }
  if (condition.kind === 'all' || condition.kind === 'any') for (const part of condition.of) constraints(part, want)
  if (condition.kind === 'not') constraints(condition.of, want)
  if (condition.kind === 'fact') ofMatch(condition.fact, condition.match)
}

/** `{source.machine}` in a proposal is the source's machine; empty where that is not known. */
function fillFacts(text: string, sides: Sides): string {
  return text.replace(
    /\{(source|destination|boot)\.([^{}]+)\}/g,
    (_, side: 'source' | 'destination' | 'boot', key: string) => sides[side].facts.get(key)?.value ?? '',
  )
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

/** What a change is about; several parts may be added and dropped. */
function keyOf({ side, set, to }: Change): string {
  return /^(add|remove)\./.test(set) ? `${side} ${set} ${to}` : `${side} ${set}`
}

function includesAll(changes: readonly Change[], part: readonly Change[]): boolean {
  return part.every((one) => changes.some((change) => change.side === one.side && change.set === one.set && change.to === one.to))
}

function unique(bundles: readonly Bundle[]): Bundle[] {
  return [...new Map(bundles.map((bundle) => [JSON.stringify(bundle.changes), bundle])).values()]
}
