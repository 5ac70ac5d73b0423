import { type Entry, type Feature, type Knowledge, type Match, type Profile, EMPTY_PROFILE, parseCondition } from '../../model/index.ts'
import type { Condition } from '../../model/condition.ts'
import { rememberedSide } from '../own-side.ts'
import { stateOf } from '../side-state.ts'
import { least } from '../values.ts'
import { bearingOn } from './axis.ts'
import { directionOf } from './direction-grid.ts'

/** What people run of an architecture, as far as it has to be said. */
const MACHINES: Readonly<Record<string, string>> = { x86_64: 'q35', i386: 'pc', ppc64: 'pseries', s390x: 's390-ccw-virtio', aarch64: 'virt', arm: 'virt' }
const COMMON = 'x86_64'
/** Facts are added until the value is known, at most so many. */
const MOST_FACTS = 6
/** Words that are tried for one fact. */
const MOST_TRIED = 24

/**
 * A host on which a feature can be looked at, where nobody said which: of the architecture and accelerator that the record speaks of, with the newest
 * release of each component, and for each fact that its value hangs on the first word of the record under which the feature is there.
 */
export function defaultHost(knowledge: Knowledge, entry: Entry<Feature>, given: Readonly<Record<string, string>> = {}): Profile {
  const { data } = entry
  const { facts: bearing } = bearingOn(knowledge, data.id)
  const facts: Record<string, string> = { ...given }
  const set = (fact: string, value: string | undefined): void => {
    if (value !== undefined && facts[fact] === undefined) facts[fact] = value
  }
  const archs = wordsFor(data, 'arch')
  const accels = wordsFor(data, 'accel')
  const isXen = facts.accel === 'xen' || (!facts.accel && (accels[0] === 'xen' || data.support.some(({ component }) => component === 'xen')))
  set('arch', archs.length === 0 || archs.includes(COMMON) ? COMMON : archs[0])
  set('accel', isXen ? 'xen' : accels.length === 1 ? accels[0] : 'kvm')
  if (!isXen && (bearing.has('machine') || bearing.has('machine.version'))) set('machine', MACHINES[facts.arch ?? ''])
  for (const [component, line] of knowledge.lines) if (bearing.has(component) && (component !== 'xen' || isXen)) set(component, line.branches.at(-1)?.name)
  for (let round = 0; round < MOST_FACTS; round++) {
    const fact = missingFact(knowledge, entry, facts)
    const word = fact && best(knowledge, data, facts, fact)
    if (!fact || word === undefined) break
    facts[fact] = word
  }
  return { ...EMPTY_PROFILE, facts }
}

/** A fact of the host or VM on which the feature's value hangs, or else what its record finds between two such hosts. */
function missingFact(knowledge: Knowledge, entry: Entry<Feature>, facts: Readonly<Record<string, string>>): string | undefined {
  const profile = { ...EMPTY_PROFILE, facts: { ...facts } }
  const missing = [
    ...(valueOn(knowledge, entry.data, facts)?.missing.map(({ fact }) => fact) ?? []),
    ...directionOf(knowledge, entry, profile, profile, false).move.missing,
  ].map((fact) => fact.replace(/^(source|destination)\./, ''))
  return missing.find((one) => !one.startsWith('knowledge.') && !one.startsWith('guest.') && facts[one] === undefined)
}

/** The first word of the records for a fact under which the feature is there, else the first under which it is known. */
function best(knowledge: Knowledge, feature: Feature, facts: Readonly<Record<string, string>>, fact: string): string | undefined {
  const vocabulary = knowledge.rules
    .flatMap(({ data }) => data.vocabulary.filter((one) => one.fact === fact))
    .flatMap(({ values }) => values.map(({ name }) => name))
  const words = [...new Set([...wordsFor(feature, fact), ...vocabulary])].filter((word) => !word.includes('*')).slice(0, MOST_TRIED)
  const none = JSON.stringify(least(feature.values))
  const tried = words.map((word) => ({ word, value: valueOn(knowledge, feature, { ...facts, [fact]: word }) }))
  const isThere = tried.find(({ value }) => value?.only !== undefined && JSON.stringify(value.only) !== none)
  const isMore = tried.find(({ value }) => value && !value.open && value.candidates.some((one) => JSON.stringify(one) !== none))
  return (isThere ?? isMore ?? tried.find(({ value }) => value?.only !== undefined) ?? tried[0])?.word
}

function valueOn(knowledge: Knowledge, feature: Feature, facts: Readonly<Record<string, string>>) {
  const { side } = rememberedSide(knowledge, 'source', { ...EMPTY_PROFILE, facts: { ...facts } })
  return stateOf(knowledge, side).scope.valueOf(feature.id, side)
}

/** The plain words that a feature's own conditions ask of a fact, in their order. */
function wordsFor(feature: Feature, fact: string): string[] {
  const conditions = [feature.applies, ...(feature.layers ?? []).map(({ when }) => when), ...feature.support.map(({ when }) => when)]
  return [...new Set(conditions.flatMap((raw) => (raw ? asked(parseCondition(raw), fact) : [])))]
}

function asked(condition: Condition, fact: string): string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((part) => asked(part, fact))
    case 'fact':
      return condition.fact === fact ? plainWords(condition.match) : []
    case 'not':
    case 'feature':
    case 'device':
    case 'differs':
      return []
  }
}

function plainWords(match: Match): string[] {
  if (match.kind === 'oneOf') return match.of.flatMap(plainWords)
  return match.kind === 'equals' ? [String(match.value)] : []
}
