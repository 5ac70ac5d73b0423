import { type Condition, type Event, type Finding, type Knowledge, type Match, type Proof, compareRanks, parseCondition, placeOf } from '../model/index.ts'
import type { Found } from './found.ts'
import { tick } from './patience.ts'
import { type Bundle, proposals } from './proposals.ts'
import type { Sides } from './sides.ts'

/**
 * Other versions of a component: the one that has a word (a machine type) that was missing, the last one that had it, and then newer ones at which a
 * statement or clause behind a finding changes.
 */
export function upgrades(knowledge: Knowledge, found: readonly Found[], sides: Sides): Bundle[] {
  const words = found.flatMap(({ finding }) => wordEvents(knowledge, finding))
  const first = new Wanted()
  for (const [component, { event, version }] of words) if (event === 'introduced') first.add(component, version)
  const wanted = new Wanted()
  for (const id of involved(knowledge, found, sides)) {
    const data = knowledge.entries.get(id)?.data
    if (data?.kind === 'feature') {
      for (const { component, versions } of data.support)
        for (const { event, version } of versions ?? []) if (event !== 'reserved' && event !== 'deprecated') wanted.add(component, version)
      for (const { version } of data.control.versions?.events ?? []) wanted.add(data.control.versions?.component as string, version)
      for (const { when, encoding } of data.migration)
        for (const condition of [when, encoding?.carried]) if (condition) constraints(parseCondition(condition), wanted)
    }
    if (data?.kind === 'feature' || data?.kind === 'rule') for (const clause of data.clauses) constraints(parseCondition(clause.if), wanted)
  }
  return [...newer(knowledge, first, sides), ...lastWithWord(knowledge, words, sides), ...newer(knowledge, wanted, sides)]
}

/** Versions of components, each once. */
class Wanted {
  readonly byComponent = new Map<string, Set<string>>()

  add(component: string, version: string): void {
    const known = this.byComponent.get(component)
    if (known) known.add(version)
    else this.byComponent.set(component, new Set([version]))
  }
}

/** Those that are newer than what a side has: on either side, and on both. */
function newer(knowledge: Knowledge, { byComponent }: Wanted, sides: Sides): Bundle[] {
  const bundles: Bundle[] = []
  for (const [component, versions] of byComponent) {
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

/** For a word that the destination's version has no more, the branch before it was removed. */
function lastWithWord(knowledge: Knowledge, words: readonly WordEvent[], sides: Sides): Bundle[] {
  return words.flatMap(([component, { event, version }]): Bundle[] => {
    const line = knowledge.lines.get(component)
    const removed = placeOf(version, line)
    const now = placeOf(sides.destination.facts.get(component)?.value ?? '', line)
    if (!line || event !== 'removed' || !removed || !now || compareRanks(now.rank, removed.rank) < 0) return []
    const last = line.branches[line.branches.findIndex(({ name }) => name === removed.branch) - 1]
    return last ? [{ changes: [{ side: 'destination', set: component, to: last.name }], applies: 'running' }] : []
  })
}

type WordEvent = readonly [component: string, event: Event]

/** What versions a word comes and goes at that a finding is about. */
function wordEvents(knowledge: Knowledge, { record, claim }: Finding): WordEvent[] {
  const [, index, name] = /^vocabulary\.(\d+)\.(.+)$/.exec(claim) ?? []
  const data = knowledge.entries.get(record)?.data
  const of = data?.kind === 'rule' ? data.vocabulary[Number(index)] : undefined
  const component = of?.component
  if (!component) return []
  return of.values.filter((value) => value.name === name).flatMap(({ versions = [] }) => versions.map((event) => [component, event] as const))
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

function constraints(condition: Condition, wanted: Wanted): void {
  const ofMatch = (fact: string, match: Match): void => {
    if (match.kind === 'constraint') for (const { version } of match.terms) wanted.add(fact, version)
    if (match.kind === 'not') ofMatch(fact, match.match)
    if (match.kind === 'oneOf') for (const part of match.of) ofMatch(fact, part)
  }
  if (condition.kind === 'all' || condition.kind === 'any') for (const part of condition.of) constraints(part, wanted)
  if (condition.kind === 'not') constraints(condition.of, wanted)
  if (condition.kind === 'fact') ofMatch(condition.fact, condition.match)
}
