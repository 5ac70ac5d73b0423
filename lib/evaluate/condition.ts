import {
  type Condition,
  type Domain,
  type Knowledge,
  type Match,
  type Proof,
  type RawCondition,
  type Side,
  type Value,
  GUEST_FACTS,
  factKey,
  parseCondition,
} from '../model/index.ts'
import { devicesText, lookUp, testOf } from './compile.ts'
import type { SideFacts } from './side-facts.ts'
import type { Sides } from './sides.ts'
import { type Judgement, NO, and, not, or } from './truth.ts'
import { showValue } from './values.ts'

/** A feature's value on a side: one candidate when known; several, or `open` (could be anything), when facts are missing. */
export interface SideValue extends Omit<Judgement, 'truth'> {
  readonly domain: Domain
  readonly candidates: readonly Value[]
  readonly open: boolean
  /** The value where it is known. */
  readonly only: Value | undefined
  /** What the value was computed from, as one text; two sides with the same inputs have the same value even if it is not known. */
  readonly inputs: string
  /** Statements behind it that contradict each other. */
  readonly conflicts: readonly string[]
}

/** Whether two sides' values are the same even where they are not known: their statements came to the same. */
export function sameInputs(a: SideValue, b: SideValue): boolean {
  return a === b || a.inputs === b.inputs
}

/** Where a condition is judged: one side, or (with `sides`) the pair. `valueOf` gives features' values; `inputs` hears of each fact that was looked at. */
export interface Scope {
  readonly knowledge: Knowledge
  readonly side: SideFacts
  readonly sides?: Sides
  /** A feature's value on a side; `default`: what it would be without the option that sets it. */
  readonly valueOf: (feature: string, side: SideFacts, as?: 'default') => SideValue | undefined
  readonly inputs?: Map<string, string>
}

/** Judges a condition by Kleene's logic. The reasons are the facts and features that decided; what is missing is named. */
export function judge(raw: RawCondition, scope: Scope): Judgement {
  return judgeParsed(parseCondition(raw), scope)
}

function judgeParsed(condition: Condition, scope: Scope): Judgement {
  switch (condition.kind) {
    case 'all':
      return and(condition.of, (part) => judgeParsed(part, scope))
    case 'any':
      return or(condition.of, (part) => judgeParsed(part, scope))
    case 'not':
      return not(judgeParsed(condition.of, scope))
    case 'fact':
      return judgeFact(condition, condition.fact, isGiven(condition.match), pick(condition.side, scope), scope)
    case 'feature':
      return judgeFeature(condition, condition.feature, pick(condition.side, scope), scope)
    case 'device': {
      const side = pick(condition.side, scope)
      scope.inputs?.set('device', devicesText(side))
      return { truth: testOf(condition)(scope, scope.side), because: [side.deviceProof], missing: [] }
    }
    case 'differs':
      return scope.sides ? judgeDiffers(condition, condition.fact, scope.sides, scope) : NO
  }
}

function pick(side: Side | undefined, scope: Scope): SideFacts {
  return side && scope.sides ? scope.sides[side] : scope.side
}

function isGiven(match: Match): boolean {
  return match.kind === 'not' ? isGiven(match.match) : match.kind === 'given'
}

function judgeFact(condition: Condition, key: string, given: boolean, side: SideFacts, scope: Scope): Judgement {
  const truth = testOf(condition)(scope, scope.side)
  const known = lookUp(key, side)
  scope.inputs?.set(key, known ? known.value : absentInput(key, side))
  if (given) return { truth, because: [known?.proof ?? notGiven(key, side)], missing: [] }
  if (!known) return truth === 'unknown' ? unknownFact(key, side) : { truth, because: [leftAtDefault(key, side)], missing: [] }
  if (truth !== 'unknown') return { truth, because: [known.proof], missing: [] }
  return unknownFact(key, side, notPlaced(known.value), [known.proof])
}

function judgeFeature(condition: Condition, feature: string, side: SideFacts, scope: Scope): Judgement {
  const value = scope.valueOf(feature, side)
  if (!value) return noRecord(feature)
  // What is known is known, however it was found out.
  scope.inputs?.set(feature, value.open || value.candidates.length !== 1 ? value.inputs : showValue(value.candidates[0] as Value))
  const truth = testOf(condition)(scope, scope.side)
  return { truth, because: [stepOf(value, feature, side)], missing: truth === 'unknown' ? value.missing : [] }
}

/** A value as one step of a proof; the same object each time, so that repeats can be told. */
function stepOf(value: SideValue, feature: string, { name }: SideFacts): Proof {
  const known = steps.get(value)
  if (known) return known
  const text = `${feature} on the ${name} is ${value.only === undefined ? 'not known' : showValue(value.only)}`
  const step: Proof = { kind: 'step', text, because: [...value.because] }
  steps.set(value, step)
  return step
}

const steps = new WeakMap<SideValue, Proof>()

function judgeDiffers(condition: Condition, key: string, sides: Sides, scope: Scope): Judgement {
  const truth = testOf(condition)(scope, scope.side)
  const { source, destination } = sides
  if (key === 'device') return { truth, because: [source.deviceProof, destination.deviceProof], missing: [] }
  if (key.includes('/')) {
    const a = scope.valueOf(key, source)
    const b = scope.valueOf(key, destination)
    if (!a || !b) return noRecord(key)
    const because: Proof[] = [{ kind: 'step', text: `${key} on both sides`, because: [...a.because, ...b.because] }]
    return { truth, because, missing: truth === 'unknown' ? [...a.missing, ...b.missing] : [] }
  }
  const a = lookUp(key, source)
  const b = lookUp(key, destination)
  if (a && b && truth !== 'unknown') return { truth, because: [a.proof, b.proof], missing: [] }
  if (a && b)
    return { truth, ...joined([a, b].map(({ value, proof }, index) => unknownFact(key, index === 0 ? source : destination, notPlaced(value), [proof]))) }
  if (truth === 'no') return { truth, because: [{ kind: 'assumed', text: `${key} is the same on both sides` }], missing: [] }
  if (truth === 'yes') return { truth, because: [a?.proof ?? leftAtDefault(key, source), b?.proof ?? leftAtDefault(key, destination)], missing: [] }
  return {
    truth,
    ...joined([a ? { because: [a.proof], missing: [] } : unknownFact(key, source), b ? { because: [b.proof], missing: [] } : unknownFact(key, destination)]),
  }
}

type Reasons = Pick<Judgement, 'because' | 'missing'>

function joined(parts: readonly Reasons[]): Reasons {
  return { because: parts.flatMap(({ because }) => because), missing: parts.flatMap(({ missing }) => missing) }
}

/** Why the version that is given is not enough. */
function notPlaced(value: string): string {
  return `\`${value}\` cannot be placed among the upstream releases that the record speaks of; give the exact upstream version`
}

function noRecord(feature: string): Judgement {
  const missing = { fact: `knowledge.${feature}`, why: `no record \`${feature}\`` }
  return { truth: 'unknown', because: [{ kind: 'missing', ...missing }], missing: [missing] }
}

function unknownFact(key: string, side: SideFacts, why = whyAsked(key), because: readonly Proof[] = []): Judgement {
  const fact = missingName(key, side)
  return { truth: 'unknown', because: [...because, once(side, `missing ${fact} ${why}`, () => ({ kind: 'missing', fact, why }))], missing: [{ fact, why }] }
}

function whyAsked(key: string): string {
  const use = /^guest\.uses\.(.+)$/.exec(key)?.[1]
  return use
    ? `whether the guest uses ${use} is not known`
    : key.startsWith('guest.')
      ? `${GUEST_FACTS[key] ?? key} is not given`
      : `${factKey(key).about} is not given`
}

/** How a fact that is not known is asked for; one of the guest has no side, one of the VM is asked of the source. */
function missingName(key: string, side: SideFacts): string {
  const { subject } = factKey(key)
  return subject === 'guest' ? key : subject === 'vm' ? `source.${key}` : `${side.name === 'boot' ? 'source' : side.name}.${key}`
}

function absentInput(key: string, side: SideFacts): string {
  const { subject, absent } = factKey(key)
  return absent === 'default' ? '(default)' : subject === 'host' ? `(unknown on ${side.name})` : '(unknown, one value)'
}

/** What is not said of a fact that has no default; a record that asks for this says what it takes for granted then. */
function notGiven(key: string, side: SideFacts): Proof {
  if (factKey(key).absent === 'default') return leftAtDefault(key, side)
  return once(side, `not given ${key}`, () => ({ kind: 'assumed', text: `${key} is not given`, fact: missingName(key, side) }))
}

function leftAtDefault(key: string, side: SideFacts): Proof {
  return once(side, `default ${key}`, () => ({ kind: 'assumed', text: `${key} is left at its default on the ${side.name}`, fact: `${side.name}.${key}` }))
}

/** A leaf of proofs about a side: the same object each time, so that what many conditions rest on is told once. */
function once(side: SideFacts, name: string, make: () => Proof): Proof {
  const known = leaves.get(side) ?? (leaves.set(side, new Map()).get(side) as Map<string, Proof>)
  const proof = known.get(name) ?? make()
  known.set(name, proof)
  return proof
}

const leaves = new WeakMap<SideFacts, Map<string, Proof>>()
