import type { Consequence, Difference, Differences, Truth } from '../../model/index.ts'
import type { Scope } from '../condition.ts'
import type { Found } from '../found.ts'
import { matchText } from '../match.ts'
import type { PairScope } from '../pair-scope.ts'
import { type MissingFact, missingOnce } from '../truth.ts'
import { type Aspect, show } from './aspects.ts'
import { matchOf } from './classes.ts'
import { type Conditioned, type Context, conditionOf, found } from './found-part.ts'
import type { Told } from './side-part.ts'

/** What a record says of an aspect, as findings. */
export function judged(aspect: Aspect, { scope }: Context): Found[] {
  return outcomesOf(listOf(aspect.differs), aspect.from, aspect.to, scope).flatMap((outcome) => fromOutcome(aspect, outcome, scope))
}

/** What a record says of a difference, at length. */
export function listOf(differs: Differences): readonly Difference[] {
  const list = Array.isArray(differs) ? differs : [WORDS[differs]]
  return list.filter((one) => one !== undefined)
}

/** A difference of a record's list that decides, or may. */
export interface Outcome {
  readonly index: number
  readonly difference: Difference
  readonly truth: Truth
  /** What would tell whether it decides. */
  readonly missing: readonly MissingFact[]
  /** Its condition, and those of the differences before it. */
  readonly conditions: readonly Conditioned[]
}

/** The first difference that fits decides; one of which that is not known may, and so may those after it. */
export function outcomesOf(list: readonly Difference[], from: Told, to: Told, scope: PairScope): Outcome[] {
  const outcomes: Outcome[] = []
  const conditions: Conditioned[] = []
  const missing: MissingFact[] = []
  let isFirst = true
  for (let index = 0; index < list.length; index++) {
    const difference = list[index] as Difference
    const fits = picks(difference, from, to, scope)
    if (fits === 'no') continue
    const condition = conditionOf(difference.if, scope, scope.explained)
    conditions.push(condition)
    if (condition.truth === 'no') continue
    const isSure = fits === 'yes' && condition.truth === 'yes'
    if (fits === 'unknown') missing.push(...from.missing, ...to.missing)
    if (condition.truth === 'unknown') missing.push(...condition.judge().missing)
    isFirst &&= isSure
    outcomes.push({ index, difference, truth: isFirst ? 'yes' : 'unknown', missing: missingOnce(missing), conditions: [...conditions] })
    if (isSure) break
  }
  return outcomes
}

/** What is found where a difference decides, or may. */
export function fromOutcome(aspect: Aspect, { difference, truth, missing, conditions }: Outcome, scope: PairScope): Found[] {
  const { stage, effect, guest, harmless, depends } = difference
  if (effect === 'none' && guest === 'unchanged') return []
  const { from, to, name, part } = aspect
  const unset = name === 'lost' || name === 'gained' ? [] : [from, to].filter(({ value }) => value === undefined)
  const knowledge = (why: string): MissingFact => ({ fact: `knowledge.${aspect.origin.entry.data.id}.${name}`, why })
  const open = unset.flatMap((one) => (one.missing.length > 0 ? one.missing : [knowledge(`what ${name} is where it is not set is not recorded`)]))
  const lacks = difference.lacks ? [knowledge(difference.lacks)] : []
  const summary = difference.summary?.replaceAll('{part}', part).replaceAll('{from}', show(from)).replaceAll('{to}', show(to)) ?? aspect.summary
  return [
    found(
      scope,
      { ...aspect, from: from.value, to: to.value, missing: missingOnce([...open, ...lacks]) },
      { stage, effect, guest, harmless, summary, ...(depends ? { depends } : {}) },
      { truth, judge: () => ({ truth, because: conditions.flatMap((one) => one.judge().because), missing }) },
    ),
  ]
}

const base = { stage: 'guest', effect: 'silent', guest: 'changed', harmless: false } as const
const WORDS: Readonly<Record<Consequence, Difference | undefined>> = {
  refused: { ...base, stage: 'stream', effect: 'refused', guest: 'unchanged' },
  changed: base,
  harmless: { ...base, harmless: true },
  none: undefined,
  unknown: { ...base, stage: 'stream', effect: 'refused', guest: 'unknown', lacks: 'what QEMU and the guest make of this difference is not recorded' },
}

/** Whether a difference is about such values; what is not known may be, what is not set counts as nothing. */
function picks(difference: Difference, from: Told, to: Told, { knowledge }: Scope): Truth {
  const fits = (raw: unknown, { value, missing }: Told): Truth => {
    if (raw === undefined) return 'yes'
    if (value === undefined && missing.length > 0) return 'unknown'
    const match = matchOf(raw)
    const holds =
      match.kind === 'given' ? match.given === (value !== undefined) : value !== undefined && matchText(match, value, 'part.value', knowledge) === true
    return holds ? 'yes' : 'no'
  }
  const left = fits(difference.from, from)
  const right = fits(difference.to, to)
  const isOpen = [from, to].some(({ value, missing }) => value === undefined && missing.length > 0)
  const way = difference.direction === undefined ? 'yes' : isOpen ? 'unknown' : difference.direction === directionOf(from.value, to.value) ? 'yes' : 'no'
  return left === 'no' || right === 'no' || way === 'no' ? 'no' : left === 'yes' && right === 'yes' && way === 'yes' ? 'yes' : 'unknown'
}

function directionOf(from = '', to = ''): 'lowered' | 'raised' | undefined {
  const rank = (text: string): number => (text === 'off' ? 0 : text === 'on' ? 1 : Number(text))
  const [a, b] = [rank(from), rank(to)]
  return b < a ? 'lowered' : b > a ? 'raised' : undefined
}
