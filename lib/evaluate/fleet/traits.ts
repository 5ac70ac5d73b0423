import type { Feature, Knowledge, Profile } from '../../model/index.ts'
import { planOf } from '../plan.ts'
import { stateOf } from '../side-state.ts'
import { completeSides } from '../sides.ts'

/** What features come to on a host, as text: hosts with equal texts are one where nothing but features' values counts. */
export interface Traits {
  /** All features. */
  readonly all: (host: Profile) => string
  /** What a guest carries along from the host on which it was started. */
  readonly boot: (host: Profile) => string
}

/**
 * The values of the features that count for one VM. A value that is not known stands for all that it was computed from, as where the evaluator tells whether two
 * such values are the same.
 * @param vm the definition with what is known of the guest; hosts are given with it
 */
export function traitsFor(knowledge: Knowledge, vm: Profile): Traits {
  const options = new Map(countingFeatures(knowledge).map((data) => [data.id, data.control.option] as const))
  const { ids, facts } = atBoot(knowledge, vm)
  const told = (host: Profile, some: Iterable<string>): string[] => {
    const side = completeSides(knowledge, host, host).source
    const { valueOf } = stateOf(knowledge, side).scope
    const one = (id: string, as?: 'default'): string => {
      const value = valueOf(id, side, as)
      return value && !value.open && value.candidates.length === 1 ? JSON.stringify(value.candidates[0]) : `? ${value?.inputs}`
    }
    return [...some].flatMap((id) => {
      const option = options.get(id)
      return option !== undefined && side.facts.has(option) ? [one(id), one(id, 'default')] : [one(id)]
    })
  }
  return {
    all: (host) => told(host, options.keys()).join('|'),
    boot: (host) => [...told(host, ids), ...facts.map((fact) => host.facts[fact] ?? '-')].join('|'),
  }
}

/** Those that say something of a pair, and those that a rule or one of them asks for in a condition: as its key, or by `differs`. */
function countingFeatures(knowledge: Knowledge): readonly Feature[] {
  const known = counting.get(knowledge)
  if (known) return known
  const { records } = planOf(knowledge)
  const conditions = JSON.stringify([...knowledge.rules.map(({ data }) => data), ...records.map(({ entry }) => entry.data)])
  const ids = new Set<string>(records.map(({ entry }) => entry.data.id))
  for (const [, key, differing] of conditions.matchAll(/"([^":]+\/[^":]+)":|"differs":"([^"]+\/[^"]+)"/g))
    ids.add(key?.replace(/^(boot|source|destination)\./, '') ?? (differing as string))
  const found = knowledge.features.map(({ data }) => data).filter(({ id }) => ids.has(id))
  counting.set(knowledge, found)
  return found
}

const counting = new WeakMap<Knowledge, readonly Feature[]>()

/** Features and facts of the first host that records look at later: what a guest may use, and what is asked of `boot`. */
function atBoot(knowledge: Knowledge, vm: Profile): { ids: string[]; facts: string[] } {
  const isLive = ({ uses }: Feature): boolean => uses.some(({ name }) => (vm.facts[`guest.uses.${name}`] ?? vm.facts['guest.uses.*']) !== 'no')
  const named = namedAtBoot(knowledge)
  return {
    ids: [...new Set([...knowledge.features.filter(({ data }) => isLive(data)).map(({ data }) => data.id), ...named.filter((name) => name.includes('/'))])],
    facts: [...new Set(named.filter((name) => !name.includes('/')))],
  }
}

/** Every fact and feature that some record asks of `boot`. */
function namedAtBoot(knowledge: Knowledge): readonly string[] {
  const known = atBootOf.get(knowledge)
  if (known) return known
  const records = [...knowledge.rules, ...knowledge.features]
  const named = records.flatMap(({ data }) => [...JSON.stringify(data).matchAll(/"boot\.([^"]+)"/g)].map(([, name]) => name as string))
  atBootOf.set(knowledge, named)
  return named
}

const atBootOf = new WeakMap<Knowledge, readonly string[]>()
