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
  parseCondition,
} from '../model/index.ts'
import { type Test, testOf } from './compile.ts'

/** A record as the evaluator goes through it. */
export interface PlannedRecord {
  readonly entry: Entry<Feature> | Entry<Rule>
  /** Its place in `Plan.records`. */
  readonly at: number
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
  /** Rules, then features. */
  readonly records: readonly PlannedRecord[]
  readonly features: ReadonlyMap<string, Entry<Feature>>
  readonly vocabularies: readonly Words[]
  readonly derivations: readonly PlannedDerivation[]
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
  const limited = new Map<string, Entry<Feature>[]>()
  for (const entry of features) {
    const { option, versions } = entry.data.control
    if (option && versions) limited.set(option, [...(limited.get(option) ?? []), entry])
  }
  return {
    records: [...rules, ...features].map(planRecord),
    features: new Map(features.map((entry) => [entry.data.id, entry] as const)),
    vocabularies: rules.flatMap((entry) => entry.data.vocabulary.map((of, index) => ({ entry, index, of, byName: byName(of) }))),
    derivations: rules.flatMap((entry) =>
      entry.data.derive.map((of, index) => ({ entry, index, of, test: testOf(parseCondition(of.when)), sets: Object.entries(of.set) })),
    ),
    limited,
  }
}

function planRecord(entry: Entry<Feature> | Entry<Rule>, at: number): PlannedRecord {
  const { data } = entry
  const clauses = data.clauses.map((of) => ({ of, test: testOf(parseCondition(of.if)) }))
  return {
    entry,
    at,
    applies: data.applies && testOf(parseCondition(data.applies)),
    start: clauses.filter(({ of }) => of.stage === 'start'),
    pair: clauses.filter(({ of }) => of.stage !== 'start'),
    comparisons: data.kind === 'feature' ? data.migration.filter(({ compare }) => compare !== 'none') : [],
    uses: data.kind === 'feature' ? data.uses.map((of) => ({ of, said: { [`guest.uses.${of.name}`]: 'yes' } })) : [],
  }
}

/** The first word of a name or alias wins. */
function byName({ values }: Vocabulary): Map<string, Vocabulary['values'][number]> {
  const words = new Map<string, Vocabulary['values'][number]>()
  for (const word of values) for (const name of [word.name, ...word.aliases]) if (!words.has(name)) words.set(name, word)
  return words
}
