import { FACT_KEYS, FACT_PREFIXES, shortNameOf } from '../model/index.ts'
import type { Context } from './context.ts'

/** Names of facts that records may speak of. */
export interface KnownFacts {
  has(name: string): boolean
  /** All that can be listed, for suggestions. */
  readonly names: readonly string[]
}

/** The fixed facts, the options that features are controlled by or machines have, and what rules have words for or derive. */
export function knownFacts({ features, rules }: Context): KnownFacts {
  const uses = features.flatMap(({ data }) => data.uses.map(({ name }) => `guest.uses.${name}`))
  const names = new Set([
    ...FACT_KEYS.map(({ key }) => key),
    ...features.flatMap(({ data }) => data.control.option ?? []),
    ...rules.flatMap(({ data }) => [
      ...data.vocabulary.flatMap(({ fact, values }) => (values.some((word) => word['stands-for']) ? [fact, shortNameOf(fact)] : [fact])),
      ...data.derive.flatMap(({ set }) => Object.keys(set)),
    ]),
    ...rules.flatMap(({ data }) => data.parts.filter(({ kind }) => kind === 'machine').flatMap(({ properties }) => Object.keys(properties))),
    ...uses,
  ])
  return {
    has: (name) =>
      names.has(name) ||
      (!name.startsWith('guest.uses.') &&
        [...FACT_PREFIXES.map(({ key }) => key), 'device.'].some((prefix) => name.startsWith(prefix) && name.length > prefix.length)),
    names: [...names],
  }
}

/** The words that rules list for a fact, with their other names; undefined if any word goes. */
export function wordsFor(fact: string, { rules }: Context): string[] | undefined {
  const lists = rules.flatMap(({ data }) => data.vocabulary.filter((vocabulary) => vocabulary.fact === fact))
  return lists.length === 0 ? undefined : lists.flatMap(({ values }) => values.flatMap(({ name, aliases }) => [name, ...aliases]))
}
