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

/** Knowledge as the evaluator uses it: conditions compiled, records in order, words and features found by name. */
export interface Plan {
  /** Rules, then features: those that can say something of a pair, and the features that they ask for. Records that only inform cost an answer nothing. */
  readonly records: readonly PlannedRecord[]
  /** Of any feature, planned when it is first asked for. */
  readonly featureOf: (id: string) => PlannedFeature | undefined
  readonly vocabularies: readonly Words[]
  /** The same by fact. */
  readonly wordsOf: ReadonlyMap<string, readonly Words[]>
  readonly derivations: readonly PlannedDerivation[]
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
    records: inAnswers(rules, features).map(planRecord),
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
    derivations: rules.flatMap((entry) =>
      entry.data.derive.map((of, index) => ({ entry, index, of, test: testOf(parseCondition(of.when)), sets: Object.entries(of.set) })),
    ),
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
  for (const { data } of taken)
    for (const condition of conditionsOf(data))
      for (const id of condition ? mentioned(parseCondition(condition)).features : []) {
        const asked = byId.get(id)
        if (asked) taken.add(asked)
      }
  return [...rules, ...features].filter((entry) => taken.has(entry))
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

function planRecord(entry: Entry<Feature> | Entry<Rule>, at: number): PlannedRecord {
  const { data } = entry
  const clauses = data.clauses.map((of) => ({ of, test: testOf(parseCondition(of.if)) }))
  return {
    entry,
    at,
    speaks: speaks(data),
    applies: data.applies && testOf(parseCondition(data.applies)),
    start: clauses.filter(({ of }) => of.stage === 'start'),
    pair: clauses.filter(({ of }) => of.stage !== 'start'),
    comparisons: data.kind === 'feature' ? data.migration.filter(({ compare }) => compare !== 'none') : [],
    uses: data.kind === 'feature' ? data.uses.map((of) => ({ of, said: { [`guest.uses.${of.name}`]: 'yes' } })) : [],
  }
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
