import {
  type Answer,
  DERIVED_FACTS,
  FACT_KEYS,
  type Finding,
  type Knowledge,
  type Profile,
  type Proof,
  type Vocabulary,
  comparePlaces,
  factKey,
  placeOf,
} from '../../model/index.ts'
import { stateAt } from '../../model/ranges.ts'

/** One thing that can be set in a VM's definition. */
export interface Knob {
  readonly set: string
  readonly to: string
}

/** Most words of one vocabulary that are tried, the newest first. */
const MOST_WORDS = 8

/**
 * What the records know that could be set about the VM where a move is closed: what they propose, the options of the features that the findings go
 * by, and other words (machine types, CPU models) that every host has.
 * @param hosts facts of each kind of hosts
 */
export function knobsFor(knowledge: Knowledge, vm: Profile, answer: Answer, hosts: readonly Readonly<Record<string, string>>[]): Knob[] {
  const ids = new Set(answer.findings.flatMap((finding) => [finding.record, ...recordsIn(finding.because)]))
  const knobs = [
    ...answer.findings.flatMap((finding) => proposed(knowledge, finding)),
    ...knowledge.features.filter(({ data }) => ids.has(data.id)).flatMap(({ data }) => optionValues(data)),
    ...[...ids].flatMap((id) => askedFor(knowledge.entries.get(id)?.data)),
    ...knowledge.rules.flatMap(({ data }) => data.vocabulary.flatMap((vocabulary) => words(knowledge, vm, vocabulary, hosts))),
  ].filter(({ set, to }) => isOption(knowledge, set) && to !== '' && vm.facts[set] !== to)
  return [...new Map(knobs.map((knob) => [`${knob.set}=${knob.to}`, knob])).values()]
}

/** Whether something can be set in a VM's definition by this name. */
function isOption({ options }: Knowledge, set: string): boolean {
  return factKey(set).subject === 'vm' && !set.includes('.') && (options.includes(set) || FACT_KEYS.some(({ key }) => key === set)) && !DERIVED_FACTS.has(set)
}

/** The definition with knobs set. */
export function withKnobs(vm: Profile, knobs: readonly Knob[]): Profile {
  return { ...vm, facts: { ...vm.facts, ...Object.fromEntries(knobs.map(({ set, to }) => [set, to])) } }
}

function proposed(knowledge: Knowledge, { record, claim }: Finding): Knob[] {
  const data = knowledge.entries.get(record)?.data
  if (data?.kind !== 'feature' && data?.kind !== 'rule') return []
  const remedies = [
    ...data.clauses.filter(({ id }) => id === claim).flatMap((clause) => clause.remedies),
    ...(data.kind === 'feature'
      ? [...data.migration.filter(({ id }) => id === claim), ...data.uses.filter(({ name }) => name === claim)].flatMap((one) => one.remedies)
      : []),
  ]
  return remedies.flatMap(({ set }) => Object.entries(set).flatMap(([key, to]) => (to.includes('{') ? [] : [{ set: key, to }])))
}

function optionValues({
  control,
  values,
}: {
  control: { option?: string | undefined; values?: Readonly<Record<string, unknown>> | undefined }
  values: { type: string; order?: readonly string[] }
}): Knob[] {
  const { option } = control
  if (option === undefined) return []
  const texts = control.values ? Object.keys(control.values) : values.type === 'boolean' ? ['on', 'off'] : (values.order ?? [])
  return texts.map((to) => ({ set: option, to }))
}

/** Values that a record asks of options: under another of them it may come to something else. */
function askedFor(data: unknown): Knob[] {
  if (Array.isArray(data)) return data.flatMap(askedFor)
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, value]) => {
    const set = key.replace(/^(source|destination|boot)\./, '')
    const texts = [value].flat().filter((one): one is string => typeof one === 'string' && /^[a-z0-9][a-z0-9.+-]*$/i.test(one))
    return OPTION.test(set) && texts.length > 0 ? texts.map((to) => ({ set, to })) : askedFor(value)
  })
}

/** Names of machine options, as they are spelt; whether one is known is for the caller to tell. */
const OPTION = /^[a-z0-9]+(-[a-z0-9]+)+$/

/** Other words for what the definition names, of the same family, that every host's version has; the newest first. */
function words(knowledge: Knowledge, vm: Profile, { fact, component, values }: Vocabulary, hosts: readonly Readonly<Record<string, string>>[]): Knob[] {
  const now = vm.facts[fact]
  if (now === undefined || component === undefined) return []
  const line = knowledge.lines.get(component)
  const short = values.find(({ name, aliases }) => name === now || aliases.includes(now))?.['stands-for']
  const families = new Set([now, ...(short ?? []).map(({ name }) => name)].map(familyOf))
  const everywhere = values.filter(
    ({ name, versions, ...word }) =>
      versions &&
      !word['stands-for'] &&
      families.has(familyOf(name)) &&
      hosts.every((host) => host[component] !== undefined && stateAt(versions, host[component], line) === 'present'),
  )
  const since = (events: NonNullable<(typeof values)[number]['versions']>) => placeOf(events.find(({ event }) => event === 'introduced')?.version ?? '', line)
  return everywhere
    .sort((a, b) => {
      const [left, right] = [since(a.versions ?? []), since(b.versions ?? [])]
      return left && right ? comparePlaces(right, left) : 0
    })
    .slice(0, MOST_WORDS)
    .map(({ name }) => ({ set: fact, to: name }))
}

/** A word without the version at its end. */
function familyOf(word: string): string {
  return word.replace(/[-_]?v?\d[\d.]*$/, '')
}

function recordsIn(proofs: readonly Proof[]): string[] {
  return proofs.flatMap((proof) => (proof.kind === 'statement' ? [proof.record] : proof.kind === 'step' ? recordsIn(proof.because) : []))
}
