import type { Consequence, Differences, Match, PartClass } from '../../model/index.ts'
import { matchOf } from '../parts/classes.ts'
import { conditionInWords, matchInWords } from './condition.ts'

/** A class of parts in words: what it is called, and a line for each thing that a receiver does. */
export interface ClassInWords {
  readonly title: string
  readonly lines: readonly string[]
}

/** What a record says of a class of parts, such as a kind of device: drivers, its name in the stream, and what follows from differences. */
export function classInWords(one: PartClass): ClassInWords {
  const kind = one.kind === 'device' ? '' : `${one.kind} `
  const condition = conditionInWords(one.if)
  return {
    title: `${one.driver.length > 0 ? `${kind}${one.driver.join(', ')}` : `common to all that is like ${one.class}`}${condition ? ` (where ${condition})` : ''}`,
    lines: [
      ...(one.section === undefined ? [] : [`the stream calls it \`${one.section}\``]),
      ...(one.like.length > 0 ? [`what is said of ${one.like.join(', ')} holds too`] : []),
      ...(one.lost === undefined ? [] : [`on the source only: ${outcomeInWords(one.lost)}`]),
      ...(one.gained === undefined ? [] : [`on the destination only: ${outcomeInWords(one.gained)}`]),
      ...(one.place && one.place.length > 0 ? [`told apart by ${one.place.join(', ')}`] : []),
      ...byOutcome(Object.entries({ ...one.fields, ...one.properties })).map(([outcome, names]) => `another ${names.join(', ')}: ${outcome}`),
      ...(one.words ? [`features that the destination lacks: ${outcomeInWords(one.words.lost)}`, `that it adds: ${outcomeInWords(one.words.gained)}`] : []),
      ...one.refuses.map(({ stage, guest, summary, if: raw, with: properties }) => {
        const when = [...Object.entries(properties ?? {}).map(([name, match]) => matchInWords(name, matchOf(match))), conditionInWords(raw)].filter(Boolean)
        return `${stage === 'guest' ? `accepted, and the guest is ${guest}` : stage === 'start' ? 'does not start' : 'cannot be migrated'}${when.length > 0 ? ` where ${when.join(' and ')}` : ''}${/^\{part\} cannot be migrated$/.test(summary) ? '' : `: ${summary.replaceAll('{part}', 'it')}`}`
      }),
      ...(one.note ? [one.note] : []),
    ],
  }
}

function byOutcome(all: readonly (readonly [string, { readonly differs: Differences }])[]): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const [name, { differs }] of all) {
    const outcome = outcomeInWords(differs)
    groups.set(outcome, [...(groups.get(outcome) ?? []), name])
  }
  return [...groups]
}

const OUTCOMES: Readonly<Record<Consequence, string>> = {
  refused: 'refused at load',
  changed: 'accepted, and the guest sees it',
  harmless: 'accepted; it can be seen, and no guest is known to mind',
  none: 'makes no difference',
  unknown: 'not recorded',
}

function outcomeInWords(differs: Differences): string {
  if (typeof differs === 'string') return OUTCOMES[differs]
  return differs
    .map(({ from, to, direction, if: raw, effect, guest, harmless, depends }) => {
      const when = [
        from === undefined ? '' : valueInWords('from', matchOf(from)),
        to === undefined ? '' : valueInWords('to', matchOf(to)),
        direction ?? '',
        conditionInWords(raw),
      ].filter(Boolean)
      const what =
        effect === 'refused' ? OUTCOMES.refused : harmless ? OUTCOMES.harmless : guest === 'unchanged' ? 'accepted' : `accepted, and the guest is ${guest}`
      return `${when.length > 0 ? `${when.join(', ')}: ` : ''}${what}${depends ? `, which depends on ${depends}` : ''}`
    })
    .join('; ')
}

function valueInWords(word: 'from' | 'to', match: Match): string {
  return matchInWords(word, match).replace('=', ' ')
}
