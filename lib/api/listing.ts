import { type Entry, type Feature, type Knowledge, type Policy, aliasName } from '../model/index.ts'

/** What `/features` is asked for; each is empty where it narrows nothing. */
export interface FeatureFilter {
  readonly words: string
  readonly area: string
  readonly surface: string
  /** What fixes the value. */
  readonly by: string
  /** Has statements about this component. */
  readonly component: string
  readonly sort: 'id' | 'title'
}

/** Features as a list of them is asked for. */
export interface FeatureList {
  readonly filter: FeatureFilter
  /** Something is asked for that leaves features out, or another order. */
  readonly isNarrowed: boolean
  /** By area; in one group of no name where the order is not by id. */
  readonly groups: ReadonlyMap<string, readonly Entry<Feature>[]>
  readonly matched: number
  /** What can be chosen, with how many of all features have it. */
  readonly choices: Readonly<Record<'area' | 'surface' | 'by' | 'component', readonly Choice[]>>
}

export type Choice = readonly [name: string, count: number]

/** Features that `q` (all of the words), `area`, `surface`, `by` and `component` leave, in the order of `sort`. */
export function listFeatures(knowledge: Knowledge, query: URLSearchParams): FeatureList {
  const filter: FeatureFilter = {
    words: query.get('q')?.slice(0, 200) ?? '',
    area: query.get('area') ?? '',
    surface: query.get('surface') ?? '',
    by: query.get('by') ?? '',
    component: query.get('component') ?? '',
    sort: query.get('sort') === 'title' ? 'title' : 'id',
  }
  const wanted = wordsOf(filter.words)
  const found = knowledge.features.filter(
    ({ data }) =>
      (filter.area === '' || areaOf(data.id) === filter.area) &&
      (filter.surface === '' || data.surface.kind === filter.surface) &&
      (filter.by === '' || data.control.by === filter.by) &&
      (filter.component === '' || data.support.some(({ component }) => component === filter.component)) &&
      (wanted.length === 0 || hasAll(wanted, [data.id, data.title, data.summary, data.surface.kind, ...data.aliases.map(aliasName)])),
  )
  const key = ({ data }: Entry<Feature>): string => (filter.sort === 'title' ? data.title.toLowerCase() : data.id)
  const sorted = [...found].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const groups = new Map<string, Entry<Feature>[]>()
  for (const entry of sorted) {
    const group = filter.sort === 'id' ? areaOf(entry.data.id) : ''
    const list = groups.get(group)
    if (list) list.push(entry)
    else groups.set(group, [entry])
  }
  const { words, area, surface, by, component, sort } = filter
  return {
    filter,
    isNarrowed: [words, area, surface, by, component].some((one) => one !== '') || sort !== 'id',
    groups,
    matched: found.length,
    choices: choicesOf(knowledge),
  }
}

/** What `/policies` is asked for. */
export interface PolicyFilter {
  readonly words: string
  readonly status: string
  readonly force: string
  readonly person: string
  /** `last`: the latest word first. */
  readonly sort: 'last' | 'first' | 'title' | 'status'
}

export interface PolicyList {
  readonly filter: PolicyFilter
  readonly isNarrowed: boolean
  readonly found: readonly Entry<Policy>[]
  readonly choices: Readonly<Record<'status' | 'force' | 'person', readonly Choice[]>>
}

/** Policies that `q`, `status`, `force` and `person` leave, in the order of `sort`. */
export function listPolicies(knowledge: Knowledge, query: URLSearchParams): PolicyList {
  const sort = query.get('sort')
  const filter: PolicyFilter = {
    words: query.get('q')?.slice(0, 200) ?? '',
    status: query.get('status') ?? '',
    force: query.get('force') ?? '',
    person: query.get('person') ?? '',
    sort: sort === 'first' || sort === 'title' || sort === 'status' ? sort : 'last',
  }
  const wanted = wordsOf(filter.words)
  const found = policiesByDate(knowledge).filter(
    ({ data }) =>
      (filter.status === '' || data.status === filter.status) &&
      (filter.force === '' || data['in-force'] === filter.force) &&
      (filter.person === '' || data.positions.some(({ person }) => person === filter.person)) &&
      (wanted.length === 0 || hasAll(wanted, [data.id, data.title, data.summary, data.question, data.outcome.text, ...data.aliases.map(aliasName)])),
  )
  const { words, status, force, person } = filter
  return {
    filter,
    isNarrowed: [words, status, force, person].some((one) => one !== ''),
    found: sorted(found, filter.sort),
    choices: {
      status: counted(knowledge.policies.map(({ data }) => data.status)),
      force: counted(knowledge.policies.map(({ data }) => data['in-force'])),
      person: counted(knowledge.policies.flatMap(({ data }) => [...new Set(data.positions.map((one) => one.person))])),
    },
  }
}

/** Policies, the one with the latest word first. */
export function policiesByDate(knowledge: Knowledge): Entry<Policy>[] {
  return [...knowledge.policies].sort((a, b) => (datesOf(a.data).last < datesOf(b.data).last ? 1 : -1))
}

/** The first part of an id. */
export function areaOf(id: string): string {
  return id.split('/')[0] as string
}

/** First and last date on which somebody spoke or something happened. */
export function datesOf(policy: Policy): { first: string; last: string } {
  const dates = [...policy.positions, ...policy.later].map(({ date }) => date).sort()
  return { first: dates[0] ?? '', last: dates.at(-1) ?? '' }
}

function sorted(policies: readonly Entry<Policy>[], sort: PolicyFilter['sort']): readonly Entry<Policy>[] {
  if (sort === 'last') return policies
  const key = ({ data }: Entry<Policy>): string => (sort === 'first' ? datesOf(data).first : sort === 'title' ? data.title.toLowerCase() : data.status)
  return [...policies].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

function choicesOf(knowledge: Knowledge): FeatureList['choices'] {
  const known = choices.get(knowledge)
  if (known) return known
  const of = (names: (feature: Feature) => readonly string[]): readonly Choice[] => counted(knowledge.features.flatMap(({ data }) => names(data)))
  const made = {
    area: of(({ id }) => [areaOf(id)]),
    surface: of(({ surface }) => [surface.kind]),
    by: of(({ control }) => [control.by]),
    component: of(({ support }) => [...new Set(support.map(({ component }) => component))]),
  }
  choices.set(knowledge, made)
  return made
}

const choices = new WeakMap<Knowledge, FeatureList['choices']>()

/** Each name with how often it is there, by name. */
function counted(names: readonly string[]): readonly Choice[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b, 'en'))
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

function hasAll(wanted: readonly string[], texts: readonly string[]): boolean {
  const text = texts.join(' ').toLowerCase()
  return wanted.every((word) => text.includes(word))
}
