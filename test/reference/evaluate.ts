import {
  type Answer,
  type Clause,
  type Comparison,
  type Entry,
  type Feature,
  type Knowledge,
  type Profile,
  type RawCondition,
  type Rule,
  type Truth,
  factKey,
} from '../../lib/model/index.ts'
import { type Judged, type Possible, type Side, type World, all, holds, not } from './condition.ts'
import type { Found } from './found.ts'
import { partFindings } from './part-findings.ts'
import { receivedBy } from './received.ts'
import { completed } from './sides.ts'
import { rankOf, valueOf } from './value.ts'
import { rangeAt } from './version.ts'

/** What the evaluator has to find: no proofs, no prose. */
export interface Outcome extends Pick<Answer, 'verdict' | 'start' | 'stream' | 'guest'> {
  /** Record, claim, side and what follows of each; of parts what differs, once. Sorted. */
  readonly findings: readonly string[]
}

type Effects = Pick<Clause, 'effect' | 'guest' | 'harmless'>

/**
 * The evaluator as `docs/architecture.md` and `docs/records.md` tell it, read straight off: slow, with nothing kept from one step to the next. The
 * real one has to agree with it. Not in it: globs among words, and words of some machines only.
 */
export function referenceOutcome(knowledge: Knowledge, source: Profile, destination: Profile): Outcome {
  const sides = completed(knowledge, source, destination)
  const pair = { ...sides, boot: sides.source }
  const value: World['value'] = (id, side, as) => {
    const feature = knowledge.features.find(({ data }) => data.id === id)
    return feature ? valueOf(feature.data, { knowledge, side, value }, as) : { values: [], open: true, missing: [`knowledge.${id}`], from: '' }
  }
  const on = (side: Side): World => ({ knowledge, side, value })
  const between: World = { knowledge, side: pair.source, pair, value }
  const both = [pair.source, pair.destination] as const
  const concerns = ({ data }: Entry<Feature> | Entry<Rule>): boolean => both.some((side) => !data.applies || holds(data.applies, on(side)).truth !== 'no')
  /** Nothing is certain of a record that no side is known to be what it is about. */
  const asSureAs = (applies: RawCondition | undefined, found: Found[]): Found[] => {
    const judged = applies ? both.map((side) => holds(applies, on(side))) : []
    if (!applies || judged.some(({ truth }) => truth === 'yes')) return found
    return found.map((one) => ({ ...one, certain: false, missing: [...one.missing, ...judged.flatMap(({ missing }) => missing)] }))
  }
  const features = knowledge.features.filter(concerns)
  const parts = partFindings(between)
  const all: Found[] = [
    ...parts.found,
    ...both.flatMap((side) => startLimits(knowledge, side)),
    ...[...knowledge.rules.filter(concerns), ...features].flatMap(({ data }) =>
      asSureAs(
        data.applies,
        data.clauses.flatMap((clause) =>
          clause.stage === 'start'
            ? both.flatMap((side) => fromClause(data.id, clause, holds(clause.if, on(side)), side.name))
            : fromClause(data.id, clause, holds(clause.if, between), undefined),
        ),
      ),
    ),
    ...features.flatMap(({ data }) => asSureAs(data.applies, [...comparisons(data, between), ...uses(data, between)])),
  ]
  // A guest that is started anew carries nothing over.
  const isRestarted = pair.destination.facts['guest.restart'] === 'yes'
  const found = isRestarted ? all.filter(({ stage, side }) => stage === 'start' && side === 'destination') : all
  const isCovered =
    parts.covered || features.some(({ data }) => speaks(data) && both.every((side) => !data.applies || holds(data.applies, on(side)).truth === 'yes'))
  return { ...fold(found, isCovered), findings: shown(found) }
}

/** Whether a feature says what happens to guests or migrations; one that only informs covers nothing. */
function speaks({ clauses, uses, migration }: Feature): boolean {
  return clauses.length > 0 || uses.length > 0 || migration.some(({ compare }) => compare !== 'none')
}

/** Findings as texts, sorted; those of parts each once. */
export function shown(found: readonly Found[]): string[] {
  const texts = found.map(({ record, claim, side = '', stage, effect, guest, harmless, certain, depends = false, from = '', to = '' }) =>
    [record, claim, side, stage, effect, guest, harmless, certain, depends, JSON.stringify([from, to])].join(' '),
  )
  return texts.filter((text, index) => !found[index]?.claim.startsWith('parts.') || texts.indexOf(text) === index).sort()
}

/** A word or an option that this version of its component does not have, or may not have. */
function startLimits(knowledge: Knowledge, side: Side): Found[] {
  const limit = (record: string, claim: string, component: string, events: Parameters<typeof rangeAt>[0]): Found[] => {
    const version = side.facts[component]
    const states = version === undefined ? undefined : rangeAt(events, version, knowledge.lines.get(component))
    if (states?.length === 1 && states[0]) return []
    const certain = states?.length === 1
    const missing = certain ? [] : [`${side.name}.${component}`]
    return [{ record, claim, stage: 'start', effect: 'refused', guest: 'unchanged', harmless: false, side: side.name, certain, missing }]
  }
  return [
    ...knowledge.rules.flatMap(({ data }) =>
      data.vocabulary.flatMap(({ fact, component, values }, index) => {
        const word = values.find(({ name, aliases }) => name === side.facts[fact] || aliases.includes(side.facts[fact] ?? ''))
        return word?.versions && component ? limit(data.id, `vocabulary.${index}.${word.name}`, component, word.versions) : []
      }),
    ),
    ...knowledge.features.flatMap(({ data: { id, control } }) =>
      control.option && control.versions && side.facts[control.option] !== undefined
        ? limit(id, 'control', control.versions.component, control.versions.events)
        : [],
    ),
  ]
}

function fromClause(record: string, clause: Clause, judged: Judged, side: 'source' | 'destination' | undefined): Found[] {
  if (judged.truth === 'no') return []
  const { effect, guest, harmless, stage, id } = clause
  const missing = [...judged.missing, ...(clause.lacks ? [`knowledge.${record}.${id}`] : [])]
  const certain = judged.truth === 'yes' && !clause.lacks
  return [{ record, claim: id, stage, effect, guest, harmless, certain, missing, ...(side ? { side } : {}), ...(clause.depends ? { depends: true } : {}) }]
}

/** Each comparison of a feature; of a value that is refused for certain a guest sees nothing. */
function comparisons(feature: Feature, world: World): Found[] {
  const { source, destination } = world.pair as NonNullable<World['pair']>
  const [a, b] = [world.value(feature.id, source), world.value(feature.id, destination)]
  const found: Found[] = []
  for (const comparison of feature.migration) {
    if (comparison.compare === 'none') continue
    if (comparison.encoding) found.push(...comparedAsReceived(feature, comparison, comparison.encoding, world))
    else if (a.from !== b.from && !found.some(({ effect, certain }) => effect === 'refused' && certain))
      found.push(...comparedValues(feature, comparison, a, b, world))
  }
  return found
}

/** Compares what the receiver takes the source's value for; what is sent to a version that has no place for it is refused. */
function comparedAsReceived(feature: Feature, comparison: Comparison, encoding: NonNullable<Comparison['encoding']>, world: World): Found[] {
  const received = receivedBy(feature, encoding, world)
  if (!received) return []
  const { value, unread } = received
  const { id, stage } = comparison
  const destination = world.value(feature.id, (world.pair as NonNullable<World['pair']>).destination)
  const certain = unread.truth === 'yes'
  const refused: Found = { record: feature.id, claim: id, stage, effect: 'refused', guest: 'unchanged', harmless: false, certain, missing: unread.missing }
  return [...(certain ? [] : comparedValues(feature, comparison, value, destination, world)), ...(unread.truth === 'no' ? [] : [refused])]
}

function comparedValues(feature: Feature, comparison: Comparison, a: Possible, b: Possible, world: World): Found[] {
  const when: Judged = comparison.when ? holds(comparison.when, world) : { truth: 'yes', missing: [] }
  if (when.truth === 'no') return []
  const effectOf = (relation: Relation): Effects | undefined => {
    const own = relation === 'equal' ? undefined : comparison[relation]
    const either =
      relation === 'equal' ? undefined : comparison.compare === 'equal' ? comparison.changed : relation === 'changed' ? comparison.lowered : undefined
    const effects = own ?? either
    return effects && (effects.effect !== 'none' || effects.guest !== 'unchanged') ? effects : undefined
  }
  const relations = [...new Set(a.values.flatMap((x) => b.values.map((y) => relation(feature, x, y))))]
  const isOpen = a.open || b.open
  if (!isOpen && relations.every((one) => effectOf(one) === undefined)) return []
  const isSole = !isOpen && relations.length === 1
  const worst = isSole ? effectOf(relations[0] as Relation) : (['lowered', 'changed', 'raised'] as const).map(effectOf).find((one) => one !== undefined)
  if (!worst) return []
  const certain = isSole && when.truth === 'yes'
  const missing = certain ? [] : [...when.missing, ...a.missing, ...b.missing]
  return [{ record: feature.id, claim: comparison.id, stage: comparison.stage, ...worst, certain, missing }]
}

type Relation = 'equal' | 'lowered' | 'raised' | 'changed'

function relation({ values: domain }: Feature, a: unknown, b: unknown): Relation {
  if (domain.type !== 'set') return rankOf(domain, a) === rankOf(domain, b) ? 'equal' : rankOf(domain, a) > rankOf(domain, b) ? 'lowered' : 'raised'
  const lost = (a as unknown[]).some((one) => !(b as unknown[]).includes(one))
  const gained = (b as unknown[]).some((one) => !(a as unknown[]).includes(one))
  return lost && gained ? 'changed' : lost ? 'lowered' : gained ? 'raised' : 'equal'
}

/** A use matters if it was offered where the guest was started, is offered no more, and the guest makes use of it. */
function uses(feature: Feature, world: World): Found[] {
  const { boot, destination } = world.pair as NonNullable<World['pair']>
  const [before, after] = [world.value(feature.id, boot), world.value(feature.id, destination)]
  if (before.from === after.from) return []
  return feature.uses.flatMap((use): Found[] => {
    const said = holds({ [`guest.uses.${use.name}`]: 'yes' }, world)
    const offered = offers(feature, before, use.needs)
    // A guest that is said to use it was offered it, unless it is known that it was not.
    const wasOffered: Judged = said.truth === 'yes' && offered.truth === 'unknown' ? { truth: 'yes', missing: [] } : offered
    const isUsed = (): Judged => {
      if (said.truth !== 'unknown') return said
      for (const { when, used } of use.known) {
        const known = holds(when, world)
        if (known.truth === 'unknown') break
        if (known.truth === 'yes') return { truth: used ? 'yes' : 'no', missing: [] }
      }
      return { truth: 'unknown', missing: [`guest.uses.${use.name}`] }
    }
    const judged = all([() => all([() => wasOffered, () => not(offers(feature, after, use.needs))]), isUsed])
    if (judged.truth === 'no') return []
    return [{ record: feature.id, claim: use.name, stage: 'guest', ...use.without, certain: judged.truth === 'yes', missing: judged.missing }]
  })
}

function offers({ values: domain }: Feature, value: Possible, needs: unknown): Judged {
  const enough = (one: unknown): boolean =>
    domain.type === 'set' ? [needs].flat().every((need) => (one as unknown[]).includes(need)) : rankOf(domain, one) >= rankOf(domain, needs)
  if (value.values.length > 0 && !value.values.some(enough)) return { truth: 'no', missing: [] }
  const isSure = !value.open && value.values.length > 0 && value.values.every(enough)
  return isSure ? { truth: 'yes', missing: [] } : { truth: 'unknown', missing: value.missing }
}

/** The three questions, and the verdict. */
function fold(found: readonly Found[], isCovered: boolean): Omit<Outcome, 'findings'> {
  const isSure = (one: Found): boolean => one.certain && !one.depends
  const hangsOnGuest = (one: Found): boolean =>
    one.missing.every((fact) => factKey(fact).subject === 'guest') && (one.missing.length > 0 || one.depends === true || one.guest === 'unknown')
  const start = (side: string): Truth => {
    const refused = found.filter((one) => one.stage === 'start' && one.effect === 'refused' && one.side === side)
    return refused.some(isSure) ? 'no' : refused.length > 0 ? 'unknown' : 'yes'
  }
  const refused = found.filter((one) => one.stage === 'stream' && one.effect === 'refused')
  const hangsOnMore = refused.some(({ missing }) => missing.length > 0) && !refused.every(hangsOnGuest)
  const stream = refused.some(isSure) ? 'refused' : refused.length === 0 ? 'accepted' : hangsOnMore ? 'unknown' : 'conditional'
  const harms = ['unchanged', 'changed', 'degraded', 'broken'] as const
  const worst = (some: readonly Found[]): number => Math.max(0, ...some.map((one) => harms.indexOf(one.guest as 'broken')))
  const sure = worst(found.filter(isSure))
  const possible = found.some((one) => one.guest === 'unknown') ? 3 : worst(found)
  const guest = possible > sure ? 'unknown' : (harms[sure] as Outcome['guest'])
  const starts = { source: start('source'), destination: start('destination') }
  const felt = found.filter(
    (one) => one.effect === 'refused' || ['broken', 'degraded', 'unknown'].includes(one.guest) || (one.guest === 'changed' && !one.harmless),
  )
  const open = felt.filter((one) => !isSure(one))
  const verdict =
    starts.source === 'no' || starts.destination === 'no' || stream === 'refused' || guest === 'broken'
      ? 'no'
      : !isCovered || open.some((one) => !hangsOnGuest(one))
        ? 'unknown'
        : felt.length > 0
          ? 'conditional'
          : 'yes'
  // Of a machine that no record speaks of, nothing is promised.
  return {
    verdict,
    start: starts,
    stream: !isCovered && stream === 'accepted' ? 'unknown' : stream,
    guest: !isCovered && guest === 'unchanged' ? 'unknown' : guest,
  }
}
