import { FACT_KEYS, type InputProblem, type Knowledge, type Profile, type ReleaseLine, isReleased, nearest, placeOf } from '../model/index.ts'
import { judge } from './condition.ts'
import { globMatches } from './glob.ts'
import { type Words, planOf } from './plan.ts'
import { derive, derivedValue } from './derive.ts'
import type { SideFacts } from './side-facts.ts'
import { valueFromText } from './values.ts'

/** After so many problems no more are looked for. */
const MOST_PROBLEMS = 50
/** Text facts longer than this are bad input. */
const LONGEST_VALUE = 4096

/**
 * Everything in a profile that cannot be: words that no record knows, versions that were never released, option values outside
 * the feature's domain, facts that contradict each other. Empty when the profile is good.
 * @param path how messages name the profile: `source`, `destination`, `via.1`
 */
export function validateProfile(knowledge: Knowledge, profile: Profile, path: string): InputProblem[] {
  const problems: InputProblem[] = []
  for (const [key, value] of Object.entries(profile.facts)) {
    problems.push(
      ...wordProblems(knowledge, key, value, path),
      ...versionProblems(knowledge, key, value, path),
      ...optionProblems(knowledge, key, value, path),
      ...useProblems(knowledge, key, path),
    )
    if (problems.length >= MOST_PROBLEMS) return problems
  }
  return [...problems, ...contradictions(knowledge, profile, path)]
}

/**
 * What is wrong with a whole question: each side, and facts of the guest that the sides tell differently.
 * @param validate what is wrong with one side, for callers that know it already
 */
export function validateQuestion(
  knowledge: Knowledge,
  question: { source: Profile; destination: Profile; via?: readonly Profile[] },
  validate = validateProfile,
): InputProblem[] {
  const sides: [string, Profile][] = [
    ['source', question.source],
    ...(question.via ?? []).map((profile, index): [string, Profile] => [`via.${index}`, profile]),
    ['destination', question.destination],
  ]
  const problems = sides.flatMap(([path, profile]) => validate(knowledge, profile, path))
  const guest = new Map<string, [string, string]>()
  for (const [path, { facts }] of sides) {
    for (const [key, value] of Object.entries(facts)) {
      if (!key.startsWith('guest.')) continue
      const before = guest.get(key)
      if (before && before[1] !== value)
        problems.push({
          path: `${path}.${key}`,
          message: `\`${key}\` is \`${value}\` on the ${path} and \`${before[1]}\` on the ${before[0]}; a guest is one and the same`,
        })
      else guest.set(key, [path, value])
    }
  }
  return problems
}

function wordProblems(knowledge: Knowledge, key: string, value: string, path: string): InputProblem[] {
  if (value.length > LONGEST_VALUE)
    return [{ path: `${path}.${key}`, message: `\`${key}\` is ${value.length} characters long; at most ${LONGEST_VALUE} are taken` }]
  const vocabularies = planOf(knowledge).wordsOf.get(key)
  if (!vocabularies || vocabularies.some((vocabulary) => knows(vocabulary, value))) return []
  const names = vocabularies.flatMap(({ of }) => of.values).filter(({ name }) => !name.includes('*'))
  const words = names.flatMap(({ name, aliases }) => [name, ...aliases])
  const near = nearest(value.slice(0, 200), words)
  const known =
    words.length <= 12
      ? `known are ${words.join(', ')}`
      : `the ${names.length} that are known are in ${[...new Set(vocabularies.map(({ entry }) => entry.data.id))].join(', ')}; without it the question can be asked`
  return [{ path: `${path}.${key}`, message: `\`${key}=${shorten(value)}\` is not known; ${near ? `did you mean \`${near}\`?` : known}` }]
}

function knows({ of, byName }: Words, word: string): boolean {
  return byName.has(word) || of.values.some(({ name }) => name.includes('*') && globMatches(name, word))
}

function versionProblems(knowledge: Knowledge, key: string, value: string, path: string): InputProblem[] {
  const line = knowledge.lines.get(key.replace(/^guest\./, ''))
  if (!line) return []
  const looksUpstream = /^v?\d+(\.\d+)*$/.test(value)
  if (!looksUpstream) {
    return /^\d/.test(value)
      ? []
      : [{ path: `${path}.${key}`, message: `\`${key}=${shorten(value)}\` is not a version; write it as \`${key}=${newestOf(line)}\`` }]
  }
  if (isReleased(value, line)) return []
  return [
    {
      path: `${path}.${key}`,
      message: `\`${key}=${shorten(value)}\`: ${line.title} never had this release (${placeOf(value, line) ? `${placeOf(value, line)?.branch} ends with ${lastOf(value, line)}` : `the newest known here is ${newestOf(line)}`})`,
    },
  ]
}

function lastOf(version: string, line: ReleaseLine): string {
  const branch = placeOf(version, line)?.branch
  return line.branches.find(({ name }) => name === branch)?.releases.at(-1)?.version ?? newestOf(line)
}

function newestOf(line: ReleaseLine): string {
  return line.branches.at(-1)?.name ?? ''
}

function optionProblems(knowledge: Knowledge, key: string, value: string, path: string): InputProblem[] {
  const feature = planOf(knowledge).optionOf.get(key)
  if (!feature || valueFromText(feature.values, value, feature.control.values) !== undefined) return []
  const known = feature.control.values
    ? Object.keys(feature.control.values)
    : feature.values.type === 'boolean'
      ? ['on', 'off']
      : feature.values.type === 'enum'
        ? feature.values.order
        : []
  return [
    { path: `${path}.${key}`, message: `\`${key}=${shorten(value)}\` is not a value of ${key}${known.length > 0 ? `; it takes ${known.join(', ')}` : ''}` },
  ]
}

/** A use that no record asks for: it would be passed over in silence. */
function useProblems(knowledge: Knowledge, key: string, path: string): InputProblem[] {
  const name = /^guest\.uses\.(.+)$/.exec(key)?.[1]
  if (name === undefined || name === '*') return []
  if (knowledge.features.some(({ data }) => data.uses.some((use) => use.name === name))) return []
  const names = useNames.get(knowledge) ?? usesIn(knowledge)
  useNames.set(knowledge, names)
  if (names.has(name)) return []
  const near = nearest(name.slice(0, 100), names)
  const known = near ? `; did you mean \`${near}\`?` : names.size > 0 ? `; known: ${[...names].sort().slice(0, 30).join(', ')}` : ''
  return [{ path: `${path}.${key}`, message: `\`guest.uses=${shorten(name)}\` is not a use that a record knows${known}` }]
}

/** Uses of features, and those that only a condition asks for. */
function usesIn({ features, rules }: Knowledge): Set<string> {
  const asked = JSON.stringify([features, rules]).match(/guest\.uses\.[A-Za-z0-9._-]+/g)
  return new Set([...(asked?.map((one) => one.slice(11)) ?? []), ...features.flatMap(({ data }) => data.uses.map((use) => use.name))])
}

const useNames = new WeakMap<Knowledge, Set<string>>()

/** Facts that differ from what other facts of the same side imply. */
function contradictions(knowledge: Knowledge, profile: Profile, path: string): InputProblem[] {
  const given = new Map(
    Object.entries(profile.facts).map(([key, value]) => [key, { value, proof: { kind: 'fact', fact: key, value, origin: 'given' } as const }]),
  )
  const facts = derive(knowledge, given)
  const side: SideFacts = { name: 'source', facts, devices: [], deviceProof: { kind: 'assumed', text: 'no devices' } }
  const scope = { knowledge, side, valueOf: () => undefined }
  const derivations = planOf(knowledge).derivations.flatMap(({ needs, of }) => (needs !== undefined && !facts.has(needs) ? [] : of))
  return derivations.flatMap((derivation) => {
    const { of, sets } = derivation
    const wrong: (readonly [string, string])[] = []
    for (const [key, template] of sets) {
      const known = facts.get(key)?.value
      if (known === undefined) continue
      const value = derivedValue(template, facts)
      if (known !== value && canonical(knowledge, key, known) !== value) wrong.push([key, value])
    }
    if (wrong.length === 0 || derivation.test(scope, side) !== 'yes') return []
    const because = new Set(judge(of.when, scope).because.map((proof) => (proof.kind === 'fact' ? proof.fact : '')))
    const shown = (key: string): string => `\`${key}=${shorten(facts.get(key)?.value ?? '')}\``
    return wrong.map(([key, value]) => {
      const asked = FACT_KEYS.map((one) => one.key).filter((one) => one !== key && facts.has(one) && JSON.stringify(of.when).includes(`"${one}"`))
      // What follows from other facts is no fact that was given; then all that was asked for is named.
      const given = asked.filter((one) => because.has(one))
      const causes = (given.length > 0 ? given : asked).map(shown)
      return { path: `${path}.${key}`, message: `${shown(key)} contradicts ${causes.join(', ')}, which means ${key}=${value}; drop one of them` }
    })
  })
}

/** The name of a word, whatever alias it is written as. */
function canonical(knowledge: Knowledge, key: string, value: string): string {
  for (const { byName } of planOf(knowledge).wordsOf.get(key) ?? []) {
    const word = byName.get(value)
    if (word) return word.name
  }
  return value
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
