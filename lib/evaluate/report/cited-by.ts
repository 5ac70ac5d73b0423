import { type Entry, type Kind, type Knowledge, parseReference } from '../../model/index.ts'

/** A record that names another one, and how. */
export interface Referrer {
  readonly id: string
  readonly title: string
  readonly kind: Kind
  /** `judges by`: its conditions hang on the value; `lists`: in a list of records; `speaks of`: in words. The first that holds. */
  readonly how: 'judges by' | 'lists' | 'speaks of'
}

/** The records that name this one, those that hang on it first, each once; records that are related to it by name are `relationsOf`. */
export function citedBy(knowledge: Knowledge, id: string): readonly Referrer[] {
  return referrersOf(knowledge).get(id) ?? []
}

const ORDER = ['judges by', 'lists', 'speaks of'] as const

/** Made once per knowledge. */
function referrersOf(knowledge: Knowledge): ReadonlyMap<string, readonly Referrer[]> {
  const known = made.get(knowledge)
  if (known) return known
  const found = new Map<string, Map<string, Referrer>>()
  for (const entry of knowledge.entries.values()) {
    if (entry.data.kind === 'verification') continue
    for (const [id, how] of namedIn(entry, knowledge)) {
      if (id === entry.data.id) continue
      const of = found.get(id) ?? new Map<string, Referrer>()
      found.set(id, of)
      of.set(entry.data.id, { id: entry.data.id, title: entry.data.title, kind: entry.data.kind, how })
    }
  }
  const sorted = new Map([...found].map(([id, of]) => [id, [...of.values()].sort(byHow)] as const))
  made.set(knowledge, sorted)
  return sorted
}

const made = new WeakMap<Knowledge, ReadonlyMap<string, readonly Referrer[]>>()

function byHow(a: Referrer, b: Referrer): number {
  return ORDER.indexOf(a.how) - ORDER.indexOf(b.how) || (a.id < b.id ? -1 : 1)
}

/** Every record that this one names, with the strongest way in which it does. */
function namedIn({ data, body }: Entry, { entries }: Knowledge): Map<string, Referrer['how']> {
  const found = new Map<string, Referrer['how']>()
  const add = (id: string, how: Referrer['how']): void => {
    const before = found.get(id)
    if (before === undefined || ORDER.indexOf(how) < ORDER.indexOf(before)) found.set(id, how)
  }
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (LISTS.has(key) && entries.has(value)) add(value, 'lists')
      else if (value.includes('{'))
        for (const [, id] of value.matchAll(/\{(?:source|destination|boot|received)\.([^{}]+\/[^{}]+)\}/g))
          if (entries.has(id as string)) add(id as string, 'judges by')
      if (key === 'differs' && entries.has(value)) add(value, 'judges by')
      return
    }
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const one of value) walk(one, key)
      return
    }
    for (const [name, part] of Object.entries(value)) {
      // Of conditions the keys are what they look at.
      const fact = name.includes('/') ? name.replace(/^(?:source|destination|boot)\./, '') : ''
      if (fact !== '' && entries.has(fact)) add(fact, 'judges by')
      if (name !== 'evidence' && name !== 'relations') walk(part, name)
    }
  }
  walk(data, '')
  for (const [, target = ''] of body.matchAll(/:record\[([^\]]+)\]/g)) {
    const id = parseReference(target)?.id
    if (id !== undefined && entries.has(id)) add(id, 'speaks of')
  }
  return found
}

const LISTS: ReadonlySet<string> = new Set(['policies', 'features', 'begin', 'superseded-by'])
