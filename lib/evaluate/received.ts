import type { Encoding, Entry, Feature, Proof, Truth, Value } from '../model/index.ts'
import { type Scope, type SideValue, judge, sameInputs } from './condition.ts'
import { onlyOf } from './feature.ts'
import type { SideFacts } from './side-facts.ts'
import type { Sides } from './sides.ts'
import { type Judgement, NO, YES, and, not } from './truth.ts'
import { showValue } from './values.ts'

/** What a receiver makes of a value that is sent only where it was set and is not the default. */
export interface Received {
  /** What the receiver takes the source's value for. */
  readonly value: SideValue
  /** It is sent, and the receiver's version has no place for it. */
  readonly unread: Judgement
}

/**
 * The value that the receiver goes by: the source's where it is sent, else the receiver's own default.
 * @returns undefined where that is the destination's own value whatever is not known, so that there is nothing to compare
 */
export function receivedValue(entry: Entry<Feature>, encoding: Encoding, scope: Scope & { readonly sides: Sides }): Received | undefined {
  const { source, destination } = scope.sides
  const option = entry.data.control.option
  const isGiven = option !== undefined && source.facts.has(option)
  const isSet = option !== undefined && destination.facts.has(option)
  if (option === undefined || (!isGiven && !isSet)) return undefined
  const value = (side: SideFacts): SideValue => scope.valueOf(entry.data.id, side) as SideValue
  const byDefault = (side: SideFacts): SideValue => scope.valueOf(entry.data.id, side, 'default') as SideValue
  const fallback = byDefault(destination)
  const given = [source, destination].flatMap(({ facts }) => facts.get(option)?.proof ?? [])
  if (!isGiven) return { value: because(given, assumed(fallback)), unread: NO }
  const places = [source, destination].map((side) => (encoding.carried ? judge(encoding.carried, { ...scope, side }) : YES)) as [Judgement, Judgement]
  const own = byDefault(source)
  const sent = and([places[0], differsFrom(value(source), own)], itself)
  // Set alike and with the same default on both sides: sent or not, the receiver goes by its own value.
  if (places[0].truth === 'yes' && places[1].truth === 'yes' && sameInputs(value(source), value(destination)) && sameInputs(own, fallback)) return undefined
  const unread = and([sent, not(places[1])], itself)
  const received = sent.truth === 'yes' ? carried(value(source), sent) : sent.truth === 'no' ? assumed(fallback, sent) : either(value(source), fallback, sent)
  return { value: because(given, received), unread: because(given, unread) }
}

/** That the option was given is a reason too. */
function because<Reasoned extends { readonly because: readonly Proof[] }>(given: readonly Proof[], one: Reasoned): Reasoned {
  return { ...one, because: [...new Set([...given, ...one.because])] }
}

/** Whether a value that was set is another than the default. */
function differsFrom(value: SideValue, own: SideValue): Judgement {
  const results = value.candidates.flatMap((a) => own.candidates.map((b) => !same(a, b)))
  const isOpen = value.open || own.open || results.length === 0
  const truth: Truth = isOpen ? 'unknown' : results.every(Boolean) ? 'yes' : results.some(Boolean) ? 'unknown' : 'no'
  const text = `the source's own default is ${own.open || own.candidates.length !== 1 ? 'not known' : showValue(own.candidates[0] as Value)}`
  return {
    truth,
    because: [...value.because, { kind: 'step', text, because: [...own.because] }],
    missing: truth === 'unknown' ? [...value.missing, ...own.missing] : [],
  }
}

function itself(judgement: Judgement): Judgement {
  return judgement
}

function carried(value: SideValue, sent: Judgement): SideValue {
  return { ...value, because: [step("it was set and is not the source's default, so it is in the stream", sent.because)] }
}

function assumed(fallback: SideValue, sent?: Judgement): SideValue {
  const own = step("the receiver takes its own default for the source's value", fallback.because)
  return { ...fallback, because: [...(sent ? [step('the value is not in the stream', sent.because)] : []), own] }
}

function either(value: SideValue, fallback: SideValue, sent: Judgement): SideValue {
  const candidates = [...new Map([...value.candidates, ...fallback.candidates].map((one) => [JSON.stringify(one), one])).values()]
  const open = value.open || fallback.open
  return {
    ...value,
    candidates,
    open,
    only: onlyOf({ candidates, open }),
    because: [step('whether the value is in the stream is not known', sent.because), ...fallback.because],
    missing: [...sent.missing, ...fallback.missing],
  }
}

function step(text: string, because: readonly Proof[]): Proof {
  return { kind: 'step', text, because: [...because] }
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
