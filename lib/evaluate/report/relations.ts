import type { Feature, Knowledge } from '../../model/index.ts'

/** Records that a feature hangs together with in one way, in words: `part of`, `has the parts`. */
export interface Relation {
  readonly words: string
  readonly ids: readonly string[]
}

type Name = keyof Feature['relations']

/** In the words of the record that says it, and of the one that it is said of. */
const WORDS: Readonly<Record<Name, readonly [string, string]>> = {
  'part-of': ['part of', 'has the parts'],
  'depends-on': ['depends on', 'needed by'],
  implies: ['implies', 'implied by'],
  conflicts: ['conflicts with', 'conflicts with'],
  supersedes: ['supersedes', 'superseded by'],
  'see-also': ['see also', 'see also'],
}

/** What a feature's relations say, and what those of others say of it: each record once per way. */
export function relationsOf(knowledge: Knowledge, id: string): readonly Relation[] {
  const found = new Map<string, Set<string>>()
  const add = (words: string, ids: readonly string[]): void => {
    const known = found.get(words) ?? new Set()
    for (const one of ids) known.add(one)
    if (known.size > 0) found.set(words, known)
  }
  const own = knowledge.entries.get(id)?.data
  const reverse = reverseOf(knowledge).get(id)
  for (const [name, [words, turned]] of Object.entries(WORDS) as [Name, readonly [string, string]][]) {
    if (own?.kind === 'feature') add(words, own.relations[name])
    add(turned, reverse?.get(name) ?? [])
  }
  return [...found].map(([words, ids]) => ({ words, ids: [...ids] }))
}

/** For each record that relations name, by name, who names it; made once per knowledge. */
function reverseOf(knowledge: Knowledge): ReadonlyMap<string, ReadonlyMap<Name, readonly string[]>> {
  const known = reverses.get(knowledge)
  if (known) return known
  const made = new Map<string, Map<Name, string[]>>()
  for (const { data } of knowledge.features)
    for (const [name, ids] of Object.entries(data.relations) as [Name, readonly string[]][])
      for (const id of ids) {
        const of = made.get(id) ?? new Map<Name, string[]>()
        made.set(id, of)
        const list = of.get(name)
        if (list) list.push(data.id)
        else of.set(name, [data.id])
      }
  reverses.set(knowledge, made)
  return made
}

const reverses = new WeakMap<Knowledge, ReadonlyMap<string, ReadonlyMap<Name, readonly string[]>>>()
