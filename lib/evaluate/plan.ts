import {
  type Clause,
  type Comparison,
  type Entry,
  type Feature,
  type Knowledge,
  type RawCondition,
  type Rule,
  type Use,
  type Vocabulary,
  factKey,
  mentioned,
  parseCondition,
} from '../model/index.ts'
import { type Test, testOf } from './compile.ts'
import type { SideValue } from './condition.ts'
import { Recent } from './recent.ts'

/** A record as the evaluator goes through it. */
export interface PlannedRecord {
  readonly entry: Entry<Feature> | Entry<Rule>
  /** Its place in `Plan.records`. */
  readonly at: number
  /** Whether it says what happens to a guest or a migration; the others are only asked for their values. */
  readonly speaks: boolean
  readonly applies: Test | undefined
  /** Clauses about one side, and about the pair. */
  readonly start: readonly Planned<Clause>[]
  readonly pair: readonly Planned<Clause>[]
  readonly comparisons: readonly Comparison[]
  readonly uses: readonly PlannedUse[]
}

/** Something with a condition, and the condition compiled. */
export interface Planned<Of> {
  readonly of: Of
  readonly test: Test
}

/** A use, and the condition that the question says the guest uses it. */
export interface PlannedUse {
  readonly of: Use
  readonly said: RawCondition
}

/** A feature, and the facts of a side that its value can depend on, through other features too. */
export interface PlannedFeature {
  readonly entry: Entry<Feature>
  readonly facts: readonly string[]
  /** Whether the side's devices matter too. */
  readonly devices: boolean
  /** Values without reasons, by the side's name and those facts. */
  readonly values: Recent<string, SideValue>
}

/** Most values of one feature that are remembered. */
const MOST_VALUES = 512

/** One vocabulary of a rule, its words found by name or alias. */
export interface Words {
  readonly entry: Entry<Rule>
  readonly index: number
  readonly of: Vocabulary
  readonly byName: ReadonlyMap<string, Vocabulary['values'][number]>
}

type Derivation = Rule['derive'][number]

/** One derivation of a rule. */
export interface PlannedDerivation extends Planned<Derivation> {
  readonly entry: Entry<Rule>
  readonly index: number
  readonly sets: readonly (readonly [string, string])[]
}

/** Derivations in a row that set the same facts and need the same one. */
export interface DerivationRun {
  /** None of them holds where this is not known; undefined where they need more than one fact, or none. */
  readonly needs: string | undefined
  readonly sets: readonly string[]
  readonly of: readonly PlannedDerivation[]
}

/** Knowledge as the evaluator uses it: conditions compiled, records in order, words and features found by name. */
export interface Plan {
  /** Rules, then features: those that can say something of a pair, and the features that they ask for. Records that only inform cost an answer nothing. */
  readonly records: readonly PlannedRecord[]
  /** Of any feature, planned when it is first asked for. */
  readonly featureOf: (id: string) => PlannedFeature | undefined
  readonly vocabularies: readonly Words[]
  /** The same by fact. */
  readonly wordsOf: ReadonlyMap<string, readonly Words[]>
  readonly derivations: readonly DerivationRun[]
  /** The first feature that an option sets. */
  readonly optionOf: ReadonlyMap<string, Feature>
  /** Features that an option sets and that not every version has, by the option. */
  readonly limited: ReadonlyMap<string, readonly Entry<Feature>[]>
}

/** The plan of a knowledge; made once. */
export function planOf(knowledge: Knowledge): Plan {
  const known = plans.get(knowledge)
  if (known) return known
  const plan = make(knowledge)
  plans.set(knowledge, plan)
  return plan
}

const plans = new WeakMap<Knowledge, Plan>()

function make({ rules, features }: Knowledge): Plan {
  const byId = new Map(features.map((entry) => [entry.data.id, entry.data] as const))
  const planned = new Map<string, Entry<Feature> | PlannedFeature>(features.map((entry) => [entry.data.id, entry]))
  const vocabularies = rules.flatMap((entry) => entry.data.vocabulary.map((of, index) => ({ entry, index, of, byName: byName(of) })))
  return {
    records: inAnswers(rules, features).map((entry, at) => new RecordPlan(entry, at)),
    featureOf: (id) => {
      const entry = planned.get(id)
      if (!entry || 'facts' in entry) return entry
      const made = planFeature(entry, byId)
      planned.set(id, made)
      return made
    },
    vocabularies,
    wordsOf: grouped(vocabularies, ({ of }) => of.fact),
    optionOf: new Map([...features].reverse().flatMap(({ data }) => (data.control.option ? [[data.control.option, data] as const] : []))),
    derivations: inRuns(rules.flatMap((entry) => entry.data.derive.map((of, index) => new DerivationPlan(entry, index, of)))),
    limited: grouped(
      features.filter(({ data }) => data.control.option && data.control.versions),
      ({ data }) => data.control.option as string,
    ),
  }
}

/** In their order. */
function inAnswers(rules: readonly Entry<Rule>[], features: readonly Entry<Feature>[]): (Entry<Feature> | Entry<Rule>)[] {
  const byId = new Map(features.map((entry) => [entry.data.id, entry] as const))
  const taken = new Set<Entry<Feature> | Entry<Rule>>([...rules, ...features].filter(({ data }) => speaks(data)))
  // What is added is gone through too.
  const take = (id: string): void => {
    const asked = byId.get(id)
    if (asked) taken.add(asked)
  }
  for (const { data } of taken) for (const condition of conditionsOf(data)) if (condition) eachFeature(condition, take)
  return [...rules, ...features].filter((entry) => taken.has(entry))
}

/** The features that a condition asks for, without reading the rest of it: most records concern no question at hand. */
function eachFeature(raw: RawCondition, take: (id: string) => void): void {
  for (const key in raw) {
    const value = raw[key]
    if (key === 'all' || key === 'any') for (const part of value as readonly RawCondition[]) eachFeature(part, take)
    else if (key === 'not') eachFeature(value as RawCondition, take)
    else if (key === 'differs') take(value as string)
    else if (key.includes('/')) take(key.replace(/^(boot|source|destination)\./, ''))
  }
}

/** Whether it has a clause, a use or a comparison. */
export function speaks(data: Feature | Rule): boolean {
  return data.clauses.length > 0 || (data.kind === 'feature' && (data.uses.length > 0 || data.migration.some(({ compare }) => compare !== 'none')))
}

function conditionsOf(data: Feature | Rule): readonly (RawCondition | undefined)[] {
  const own = [data.applies, ...data.clauses.map((clause) => clause.if)]
  if (data.kind === 'rule') return own
  return [
    ...own,
    ...(data.layers ?? []).map(({ when }) => when),
    ...data.support.map(({ when }) => when),
    ...data.migration.flatMap(({ when, encoding }) => [when, encoding?.carried]),
    ...data.uses.flatMap(({ known }) => known.map(({ when }) => when)),
  ]
}

/** What a record says is compiled when it is first asked for. */
class RecordPlan implements PlannedRecord {
  readonly entry: Entry<Feature> | Entry<Rule>
  readonly at: number
  readonly speaks: boolean
  readonly applies: Test | undefined
  #clauses: Pick<PlannedRecord, 'start' | 'pair'> | undefined
  #comparisons: readonly Comparison[] | undefined
  #uses: readonly PlannedUse[] | undefined

  constructor(entry: Entry<Feature> | Entry<Rule>, at: number) {
    const { data } = entry
    this.entry = entry
    this.at = at
    this.speaks = speaks(data)
    this.applies = data.applies && testOf(parseCondition(data.applies))
  }

  get start(): readonly Planned<Clause>[] {
    this.#clauses ??= clausesOf(this.entry.data)
    return this.#clauses.start
  }

  get pair(): readonly Planned<Clause>[] {
    this.#clauses ??= clausesOf(this.entry.data)
    return this.#clauses.pair
  }

  get comparisons(): readonly Comparison[] {
    const { data } = this.entry
    this.#comparisons ??= data.kind === 'feature' ? data.migration.filter(({ compare }) => compare !== 'none') : []
    return this.#comparisons
  }

  get uses(): readonly PlannedUse[] {
    const { data } = this.entry
    this.#uses ??= data.kind === 'feature' ? data.uses.map((of) => ({ of, said: { [`guest.uses.${of.name}`]: 'yes' } })) : []
    return this.#uses
  }
}

function clausesOf({ clauses }: Feature | Rule): Pick<PlannedRecord, 'start' | 'pair'> {
  const planned = clauses.map((of) => ({ of, test: testOf(parseCondition(of.if)) }))
  return { start: planned.filter(({ of }) => of.stage === 'start'), pair: planned.filter(({ of }) => of.stage !== 'start') }
}

/** The condition is compiled when it is first asked for. */
class DerivationPlan implements PlannedDerivation {
  readonly entry: Entry<Rule>
  readonly index: number
  readonly of: Derivation
  readonly sets: readonly (readonly [string, string])[]
  #test: Test | undefined

  constructor(entry: Entry<Rule>, index: number, of: Derivation) {
    this.entry = entry
    this.index = index
    this.of = of
    this.sets = Object.entries(of.set)
  }

  get test(): Test {
    this.#test ??= testOf(parseCondition(this.of.when))
    return this.#test
  }
}

function inRuns(derivations: readonly PlannedDerivation[]): DerivationRun[] {
  const runs: { needs: string | undefined; sets: string[]; of: PlannedDerivation[] }[] = []
  for (const derivation of derivations) {
    const needs = neededBy(derivation.of.when)
    const sets = derivation.sets.map(([key]) => key)
    const last = runs.at(-1)
    if (last && last.needs === needs && last.sets.join() === sets.join()) last.of.push(derivation)
    else runs.push({ needs, sets, of: [derivation] })
  }
  return runs
}

/** The fact that a condition about one fact needs: what is compared with one that is not known does not hold. */
function neededBy(when: RawCondition): string | undefined {
  const [only, ...more] = Object.entries(when)
  if (!only || more.length > 0) return undefined
  const [key, value] = only
  // A use may be answered for by `guest.uses.*`.
  const isFact = !key.includes('/') && !key.startsWith('guest.uses.') && !['all', 'any', 'not', 'differs', 'departs', 'older', 'device'].includes(key)
  return isFact && (typeof value !== 'object' || Array.isArray(value)) && factKey(key).absent === 'unknown' ? key : undefined
}

function planFeature(entry: Entry<Feature>, features: ReadonlyMap<string, Feature>): PlannedFeature {
  const facts = new Set<string>()
  const seen = new Set<string>()
  const walk = (id: string): void => {
    const data = features.get(id)
    if (!data || seen.has(id)) return
    seen.add(id)
    if (data.control.option) facts.add(data.control.option)
    for (const { component } of data.support) facts.add(component)
    const conditions = [data.applies, ...(data.layers ?? []).map(({ when }) => when), ...data.support.map(({ when }) => when)]
    for (const condition of conditions) {
      if (!condition) continue
      const asked = mentioned(parseCondition(condition))
      for (const fact of asked.facts) facts.add(fact)
      for (const feature of asked.features) walk(feature)
    }
  }
  walk(entry.data.id)
  if ([...facts].some((fact) => fact.startsWith('guest.uses.'))) facts.add('guest.uses.*')
  return { entry, facts: [...facts].filter((fact) => fact !== 'device'), devices: facts.has('device'), values: new Recent(MOST_VALUES) }
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** The first word of a name or alias wins. */
function byName({ values }: Vocabulary): Map<string, Vocabulary['values'][number]> {
  const words = new Map<string, Vocabulary['values'][number]>()
  for (const word of values) for (const name of [word.name, ...word.aliases]) if (!words.has(name)) words.set(name, word)
  return words
}
