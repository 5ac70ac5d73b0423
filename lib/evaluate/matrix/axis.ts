import { type Feature, type Knowledge, type Profile, type RawCondition, mentioned, parseCondition, placeOf } from '../../model/index.ts'
import { planOf } from '../plan.ts'
import { compareOn } from '../matrix.ts'
import { comparedIn } from './compared.ts'

/** What a feature's values and findings can depend on. */
export interface Bearing {
  /** Facts of a side, and components. */
  readonly facts: ReadonlySet<string>
  /** Versions of each component with which something is compared. */
  readonly versions: ReadonlyMap<string, ReadonlySet<string>>
}

/** Everything that can bear on a feature: its statements and conditions, those of features it asks for, and what rules derive of their facts. */
export function bearingOn(knowledge: Knowledge, id: string): Bearing {
  const kept = bearings.get(knowledge) ?? new Map<string, Bearing>()
  bearings.set(knowledge, kept)
  const known = kept.get(id)
  if (known) return known
  const made = gather(knowledge, id)
  kept.set(id, made)
  return made
}

const bearings = new WeakMap<Knowledge, Map<string, Bearing>>()

/**
 * The releases of a component at which a feature may change, oldest first, each standing for those up to the next.
 * @param profile a short word in it (`machine`) may mean something else in each release
 * @param every each branch
 */
export function axisOf(knowledge: Knowledge, id: string, component: string, profile: Profile, every = false): string[] {
  const line = knowledge.lines.get(component)
  if (!line) return []
  const { facts, versions } = bearingOn(knowledge, id)
  const names = line.branches.map(({ name }) => name)
  const branches = new Set<string>(every ? names : names.slice(0, 1))
  const points = new Map<string, Set<string>>()
  const told = [...(versions.get(component) ?? []), ...meantDifferently(knowledge, profile, facts, component)]
  for (const version of told) {
    const place = placeOf(version, line)
    const at = place ? names.indexOf(place.branch) : -1
    if (!place || at < 0) continue
    // `<=6.1` changes after it.
    branches.add(place.branch)
    if (at + 1 < names.length) branches.add(names[at + 1] as string)
    if ((place.point ?? 0) === 0) continue
    const all = points.get(place.branch) ?? new Set()
    points.set(place.branch, all.add(version))
  }
  return names
    .filter((name) => branches.has(name))
    .flatMap((name) => {
      const inside = [...(points.get(name) ?? [])].sort((a, b) => compareOn(line, a, b))
      // The branch's bare name would leave open which of its releases is meant.
      return inside.length > 0 ? [`${name}.0`, ...inside] : [name]
    })
}

interface Gathering {
  readonly facts: Set<string>
  readonly versions: Map<string, Set<string>>
  /** Facts that repeat a component's version. */
  readonly alike: Map<string, string>
}

function gather(knowledge: Knowledge, id: string): Bearing {
  const found: Gathering = { facts: new Set(), versions: new Map(), alike: new Map() }
  const derivations = knowledge.rules.flatMap(({ data }) => data.derive)
  for (const { set } of derivations)
    for (const [fact, text] of Object.entries(set)) {
      const component = /^\{([a-z-]+)\}$/.exec(text)?.[1]
      if (component && knowledge.lines.has(component)) found.alike.set(fact, component)
    }
  const seen = new Set<string>()
  const pending = [id]
  const condition = (raw: RawCondition | undefined): void => {
    if (!raw) return
    const parsed = parseCondition(raw)
    const { facts, features } = mentioned(parsed)
    for (const fact of facts) found.facts.add(fact)
    pending.push(...features)
    for (const { fact, word } of comparedIn(parsed)) {
      add(found, fact, word)
      const component = found.alike.get(fact)
      if (component) add(found, component, word)
    }
  }
  const visit = (): void => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const data = planOf(knowledge).featureOf(next)?.entry.data
      if (!data || seen.has(next)) continue
      seen.add(next)
      visitFeature(data, found, condition)
    }
  }
  visit()
  // What derivations set may hang on facts that other derivations set.
  const used = new Set<number>()
  for (let grew = true; grew; ) {
    grew = false
    derivations.forEach((one, index) => {
      if (used.has(index) || !Object.keys(one.set).some((fact) => found.facts.has(fact))) return
      used.add(index)
      grew = true
      condition(one.when)
      visit()
    })
  }
  return found
}

function visitFeature(data: Feature, found: Gathering, condition: (raw: RawCondition | undefined) => void): void {
  const events = (component: string, list: readonly { readonly version: string }[]): void => {
    found.facts.add(component)
    for (const { version } of list) add(found, component, version)
  }
  if (data.control.option) found.facts.add(data.control.option)
  if (data.control.versions) events(data.control.versions.component, data.control.versions.events)
  condition(data.applies)
  for (const layer of data.layers ?? []) condition(layer.when)
  for (const one of data.support) {
    events(one.component, one.versions ?? [])
    condition(one.when)
  }
  for (const one of data.migration) {
    condition(one.when)
    condition(one.encoding?.carried)
  }
  for (const use of data.uses) for (const one of use.known) condition(one.when)
  for (const clause of data.clauses) condition(clause.if)
}

function add({ versions }: Gathering, component: string, version: string): void {
  versions.set(component, (versions.get(component) ?? new Set()).add(version))
}

/** Releases at which a short word of the profile that bears on the feature means something else. */
function meantDifferently(knowledge: Knowledge, { facts }: Profile, bearing: ReadonlySet<string>, component: string): string[] {
  return planOf(knowledge).vocabularies.flatMap(({ of, byName }) => {
    const word = of.component === component && bearing.has(of.fact) ? byName.get(facts[of.fact] ?? '') : undefined
    return (word?.['stands-for'] ?? []).map(({ version }) => version)
  })
}
