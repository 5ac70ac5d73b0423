import { type Knowledge, type Proof, placeOf, shortNameOf } from '../model/index.ts'
import { judge, type Scope } from './condition.ts'
import { type PlannedDerivation, planOf } from './plan.ts'
import { CompleteSide, type Known, LazyKnown } from './side-facts.ts'

/** The facts of one side that follow by the rules' derivations, until nothing new follows. Adds to `facts`. */
export function derive(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  const scope = onFacts(knowledge, facts)
  for (let round = 0; round < 4; round++) {
    let grew = false
    for (const { needs, sets, of } of planOf(knowledge).derivations) {
      if ((needs !== undefined && !facts.has(needs)) || hasAll(facts, sets)) continue
      for (const derivation of of) {
        if (derivation.test(scope, scope.side) !== 'yes') continue
        const known = facts.size
        let isShort = false
        for (const [key, template] of derivation.sets) {
          if (facts.has(key)) continue
          const value = derivedValue(template, facts)
          facts.set(key, new LazyKnown(value, () => derived(knowledge, derivation, key, value, facts, known)))
          grew = true
          isShort ||= isWord(knowledge, key, value)
        }
        if (isShort) spellOut(knowledge, facts)
        if (hasAll(facts, sets)) break
      }
    }
    if (!grew) break
  }
  return facts
}

/** Whether a value is short for another, or another spelling of it. */
function isWord(knowledge: Knowledge, key: string, value: string): boolean {
  const words = planOf(knowledge).wordsOf.get(key) ?? []
  return words.some(({ byName }) => {
    const word = byName.get(value)
    return word !== undefined && (word['stands-for'] !== undefined || word.name !== value)
  })
}

function hasAll(facts: ReadonlyMap<string, Known>, sets: readonly string[]): boolean {
  for (const key of sets) if (!facts.has(key)) return false
  return true
}

/** Why a fact was derived: from the first `known` facts, those that were there before. */
function derived(
  knowledge: Knowledge,
  { entry, index, of }: PlannedDerivation,
  key: string,
  value: string,
  facts: ReadonlyMap<string, Known>,
  known: number,
): Proof {
  const text = `${key} is ${value}`
  const { because } = judge(of.when, onFacts(knowledge, new Map([...facts].slice(0, known))))
  const statement: Proof = {
    kind: 'statement',
    record: entry.data.id,
    revision: entry.revision,
    statement: `derive.${index}`,
    text,
    inferred: of.inferred,
    cites: of.evidence,
  }
  return { kind: 'step', text, because: [...because, statement] }
}

/** Replaces other spellings and words that are short for another (`-M pseries`) by what they mean on this side; one that cannot be told is kept as a fact of its own (`machine.short`). */
export function spellOut(knowledge: Knowledge, facts: Map<string, Known>): Map<string, Known> {
  for (const { entry, index, of, byName } of planOf(knowledge).vocabularies) {
    const known = facts.get(of.fact)
    const word = known && byName.get(known.value)
    if (!known || !word || (word.when && judge(word.when, onFacts(knowledge, facts)).truth === 'no')) continue
    const short = word['stands-for']
    const version = of.component ? facts.get(of.component) : undefined
    const branch = version && of.component ? placeOf(version.value, knowledge.lines.get(of.component))?.branch : undefined
    const meant = short ? short.find((one) => one.version === branch)?.name : word.name
    if (meant === known.value) continue
    if (meant === undefined) {
      facts.delete(of.fact)
      const rests = version ? [known.proof, version.proof] : [known.proof]
      facts.set(shortNameOf(of.fact), { value: known.value, proof: { kind: 'step', text: `what ${known.value} stands for is not known`, because: rests } })
      continue
    }
    const text = `${known.value} means ${meant}${short ? ` in ${of.component} ${branch}` : ''}`
    const statement: Proof = {
      kind: 'statement',
      record: entry.data.id,
      revision: entry.revision,
      statement: `vocabulary.${index}.${word.name}`,
      text,
      inferred: false,
      cites: of.evidence,
    }
    facts.set(of.fact, { value: meant, proof: { kind: 'step', text, because: [known.proof, ...(short && version ? [version.proof] : []), statement] } })
  }
  return facts
}

/** Where a condition is judged on bare facts, before devices and features are known. */
function onFacts(knowledge: Knowledge, facts: ReadonlyMap<string, Known>): Scope {
  return { knowledge, side: new CompleteSide('source', facts, [], false), valueOf: () => undefined }
}

/** What a derivation sets: a text in which `{linux}` stands for that fact of the same side. */
export function derivedValue(template: string, facts: ReadonlyMap<string, Known>): string {
  if (!template.includes('{')) return template
  return template.replace(/\{([^{}]+)\}/g, (_, key: string) => facts.get(key)?.value ?? '')
}

/** What a side's facts imply beside themselves, such as the architecture of a machine type. */
export function impliedFacts(knowledge: Knowledge, facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = new Map<string, Known>(Object.entries(facts).map(([fact, value]) => [fact, { value, proof: { kind: 'fact', fact, value, origin: 'given' } }]))
  derive(knowledge, spellOut(knowledge, known))
  return Object.fromEntries([...known].filter(([key]) => !(key in facts)).map(([key, { value }]) => [key, value]))
}
