import { type Answer, GUEST_FACTS, factKey } from '../../model/index.ts'
import { howToGive } from './words.ts'

/** What is missing, told by whom it is asked of. */
export interface Asked {
  /** Facts that were simply not given: of each side, and of the guest. */
  readonly bySide: readonly { readonly where: string; readonly facts: readonly AskedFact[] }[]
  /** What else is missing, each with why: what no record says, and values that say too little. */
  readonly others: readonly string[]
}

export interface AskedFact {
  /** How it is written: `qemu=…`. */
  readonly how: string
  /** What it is, where the key does not say it. */
  readonly about: string
}

/** The missing facts of an answer, those of one side together. */
export function askedTogether({ missing }: Pick<Answer, 'missing'>): Asked {
  const sides = [
    ['of the source', /^source\./],
    ['of the destination', /^destination\./],
    ['of the guest', /^guest\./],
  ] as const
  const plain = missing.filter(({ fact, why }) => howToGive(fact) !== undefined && (fact.startsWith('guest.uses.') || / is not (given|known)$/.test(why)))
  const bySide = sides.flatMap(([where, own]) => {
    const facts = plain.filter(({ fact }) => own.test(fact)).map(({ fact }) => ({ how: shortly(fact), about: aboutOf(fact) }))
    return facts.length === 0 ? [] : [{ where, facts }]
  })
  const others = missing
    .filter((one) => !plain.includes(one) || !sides.some(([, own]) => own.test(one.fact)))
    .map(({ fact, why }) => (howToGive(fact) === undefined ? `${fact.split(/[./]/).at(-1)}: ${why}` : `${why} (give ${howToGive(fact)})`))
  return { bySide, others: [...new Set(others)] }
}

function shortly(fact: string): string {
  const use = /^guest\.uses\.(.+)$/.exec(fact)?.[1]
  if (use) return `uses=${use} or uses=-${use}`
  return `${fact.replace(/^(source|destination|guest)\./, '')}=…`
}

function aboutOf(fact: string): string {
  if (fact.startsWith('guest.')) return GUEST_FACTS[fact] ?? ''
  const { key, about } = factKey(fact.replace(/^(source|destination)\./, ''))
  return key.endsWith('.') || about === 'machine option' ? '' : about
}
