import {
  type Condition,
  type Device,
  type Domain,
  type Knowledge,
  type Match,
  type Proof,
  type RawCondition,
  type Side,
  type Truth,
  type Value,
  factKey,
  parseCondition,
} from '../model/index.ts'
import { globMatches } from './glob.ts'
import { compareVersions } from './ranges.ts'
import type { Known, SideFacts, Sides } from './sides.ts'
import { type Judgement, NO, YES, and, not, or } from './truth.ts'
import { offers, showValue } from './values.ts'

/** A feature's value on a side: one candidate when known; several, or `open` (could be anything), when facts are missing. */
export interface SideValue extends Omit<Judgement, 'truth'> {
  readonly domain: Domain
  readonly candidates: readonly Value[]
  readonly open: boolean
  /** What the value was computed from; two sides with the same inputs have the same value even if it is not known. */
  readonly inputs: ReadonlyMap<string, string>
}

/** Whether two sides' values are the same even where they are not known: their statements came to the same. */
export function sameInputs(a: SideValue, b: SideValue): boolean {
  return a.inputs.size === b.inputs.size && [...a.inputs].every(([key, input]) => b.inputs.get(key) === input)
}

/** What a value was computed from as one text; made once per value. */
function signatureOf(value: SideValue): string {
  const known = signatures.get(value) ?? JSON.stringify([...value.inputs].sort())
  signatures.set(value, known)
  return known
}

const signatures = new WeakMap<SideValue, string>()

/** Where a condition is judged: one side, or (with `sides`) the pair. `valueOf` gives features' values; `note` hears of each fact that was looked at. */
export interface Scope {
  readonly knowledge: Knowledge
  readonly side: SideFacts
  readonly sides?: Sides
  readonly valueOf: (feature: string, side: SideFacts) => SideValue | undefined
  readonly inputs?: Map<string, string>
}

/** Judges a condition by Kleene's logic. The reasons are the facts and features that decided; what is missing is named. */
export function judge(raw: RawCondition, scope: Scope): Judgement {
  return judgeParsed(parseCondition(raw), scope)
}

/** `match` against a text fact of `key`; undefined when the two cannot be compared (a vendor build against an upstream version). */
export function matches(match: Match, value: string, key: string, knowledge: Knowledge): boolean | undefined {
  switch (match.kind) {
    case 'equals':
      return sameText(String(match.value), value, key, knowledge)
    case 'glob':
      return globMatches(match.pattern, value)
    case 'given':
      return match.given
    case 'contains':
    case 'atLeast':
      return undefined
    case 'not': {
      const inner = matches(match.match, value, key, knowledge)
      return inner === undefined ? undefined : !inner
    }
    case 'oneOf': {
      const results = match.of.map((part) => matches(part, value, key, knowledge))
      return results.includes(true) ? true : results.includes(undefined) ? undefined : false
    }
    case 'constraint': {
      const results = match.terms.map(({ op, version }) => satisfies(op, value, version, key, knowledge))
      return results.includes(false) ? false : results.includes(undefined) ? undefined : true
    }
  }
}

function judgeParsed(condition: Condition, scope: Scope): Judgement {
  switch (condition.kind) {
    case 'all':
      return and(condition.of.map((part) => judgeParsed(part, scope)))
    case 'any':
      return or(condition.of.map((part) => judgeParsed(part, scope)))
    case 'not':
      return not(judgeParsed(condition.of, scope))
    case 'fact':
      return judgeFact(condition.fact, condition.match, pick(condition.side, scope), scope)
    case 'feature':
      return judgeFeature(condition.feature, condition.match, pick(condition.side, scope), scope)
    case 'device':
      return judgeDevice(condition.properties, pick(condition.side, scope), scope)
    case 'differs':
      return judgeDiffers(condition.fact, scope)
  }
}

function pick(side: Side | undefined, scope: Scope): SideFacts {
  return side && scope.sides ? scope.sides[side] : scope.side
}

function judgeFact(key: string, match: Match, side: SideFacts, scope: Scope): Judgement {
  if (match.kind === 'not') return not(judgeFact(key, match.match, side, scope))
  const known = lookUp(key, side)
  scope.inputs?.set(key, known ? known.value : absentInput(key, side))
  if (match.kind === 'given') return decided(match.given === (known !== undefined), [known?.proof ?? notGiven(key, side)])
  if (!known) return factKey(key).absent === 'default' ? decided(negated(match), [leftAtDefault(key, side)]) : unknownFact(key, side)
  const result = matches(match, known.value, key, scope.knowledge)
  if (result === undefined)
    return unknownFact(
      key,
      side,
      `\`${known.value}\` cannot be placed among the upstream releases that the record speaks of; give the exact upstream version`,
      [known.proof],
    )
  return decided(result, [known.proof])
}

/** A fact by its name on a side. `guest.uses.*` answers for every use that is not named. */
function lookUp(key: string, side: SideFacts): Known | undefined {
  return side.facts.get(key) ?? (key.startsWith('guest.uses.') ? side.facts.get('guest.uses.*') : undefined)
}

function judgeFeature(feature: string, match: Match, side: SideFacts, scope: Scope): Judgement {
  const value = scope.valueOf(feature, side)
  if (!value) return { truth: 'unknown', because: [], missing: [{ fact: `knowledge.${feature}`, why: `no record \`${feature}\`` }] }
  scope.inputs?.set(feature, signatureOf(value))
  const results = value.candidates.map((candidate) => matchesValue(match, candidate, value.domain))
  const truth: Truth = value.open || results.length === 0 ? 'unknown' : results.every(Boolean) ? 'yes' : results.some(Boolean) ? 'unknown' : 'no'
  const text = `${feature} on the ${side.name} is ${value.candidates.length === 1 && !value.open ? showValue(value.candidates[0] as Value) : 'not known'}`
  return { truth, because: [{ kind: 'step', text, because: [...value.because] }], missing: truth === 'unknown' ? value.missing : [] }
}

function matchesValue(match: Match, value: Value, domain: Domain): boolean {
  switch (match.kind) {
    case 'equals':
      return String(value) === String(match.value)
    case 'oneOf':
      return match.of.some((part) => matchesValue(part, value, domain))
    case 'not':
      return !matchesValue(match.match, value, domain)
    case 'contains':
      return Array.isArray(value) && value.includes(match.member)
    case 'atLeast':
      return offers(domain, value, match.value)
    case 'glob':
      return globMatches(match.pattern, String(value))
    case 'given':
      return match.given
    case 'constraint':
      return match.terms.every(({ op, version }) => holds(op, Math.sign(Number(value) - Number(version))))
  }
}

function judgeDevice(properties: readonly (readonly [string, Match])[], side: SideFacts, scope: Scope): Judgement {
  scope.inputs?.set('device', JSON.stringify(side.devices))
  const ofKind = properties.some(([name]) => name === 'kind')
  const found = side.devices.some(
    (device) => (ofKind || device.kind === 'device') && properties.every(([name, match]) => deviceMatches(device, name, match, scope.knowledge)),
  )
  return decided(found, [side.deviceProof])
}

function deviceMatches(device: Device, name: string, match: Match, knowledge: Knowledge): boolean {
  const value = name === 'driver' || name === 'kind' ? device[name] : device.properties[name]
  if (match.kind === 'given') return match.given === (value !== undefined)
  return value === undefined ? negated(match) : matches(match, value, `device.${name}`, knowledge) === true
}

function judgeDiffers(key: string, scope: Scope): Judgement {
  if (!scope.sides) return NO
  const { source, destination } = scope.sides
  if (key.includes('/')) return judgeFeatureDiffers(key, scope.sides, scope)
  if (key === 'device') {
    const same = JSON.stringify(source.devices) === JSON.stringify(destination.devices)
    return decided(!same, [source.deviceProof, destination.deviceProof])
  }
  const a = lookUp(key, source)
  const b = lookUp(key, destination)
  if (a && b) return decided(a.value !== b.value, [a.proof, b.proof])
  const { subject, absent } = factKey(key)
  if (!a && !b && (subject !== 'host' || absent === 'default')) return decided(false, [{ kind: 'assumed', text: `${key} is the same on both sides` }])
  if (absent === 'default') return decided(true, [a?.proof ?? leftAtDefault(key, source), b?.proof ?? leftAtDefault(key, destination)])
  return and([a ? { ...YES, because: [a.proof] } : unknownFact(key, source), b ? { ...YES, because: [b.proof] } : unknownFact(key, destination)])
}

/** Whether a feature has another value on the destination; two sides that are alike have the same value even if it is not known. */
function judgeFeatureDiffers(feature: string, { source, destination }: Sides, scope: Scope): Judgement {
  const a = scope.valueOf(feature, source)
  const b = scope.valueOf(feature, destination)
  if (!a || !b) return { truth: 'unknown', because: [], missing: [{ fact: `knowledge.${feature}`, why: `no record \`${feature}\`` }] }
  const because: Proof[] = [{ kind: 'step', text: `${feature} on both sides`, because: [...a.because, ...b.because] }]
  if (sameInputs(a, b)) return { truth: 'no', because, missing: [] }
  if (a.open || b.open || a.candidates.length !== 1 || b.candidates.length !== 1) return { truth: 'unknown', because, missing: [...a.missing, ...b.missing] }
  return decided(JSON.stringify(a.candidates) !== JSON.stringify(b.candidates), because)
}

function unknownFact(key: string, side: SideFacts, why = whyAsked(key), because: readonly Proof[] = []): Judgement {
  const fact = missingName(key, side)
  return { truth: 'unknown', because: [...because, { kind: 'missing', fact, why }], missing: [{ fact, why }] }
}

function whyAsked(key: string): string {
  const use = /^guest\.uses\.(.+)$/.exec(key)?.[1]
  return use ? `whether the guest uses ${use} is not known` : key.startsWith('guest.') ? `${key} is not given` : `${factKey(key).about} is not given`
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
  return factKey(key).absent === 'default' ? leftAtDefault(key, side) : { kind: 'assumed', text: `${key} is not given`, fact: missingName(key, side) }
}

function leftAtDefault(key: string, side: SideFacts): Proof {
  return { kind: 'assumed', text: `${key} is left at its default on the ${side.name}`, fact: `${side.name}.${key}` }
}

function decided(holdsTrue: boolean, because: readonly Proof[]): Judgement {
  return { truth: holdsTrue ? 'yes' : 'no', because, missing: [] }
}

/** What a match says of a value that was never set. */
function negated(match: Match): boolean {
  return match.kind === 'not' ? !negated(match.match) : match.kind === 'given' ? !match.given : match.kind === 'oneOf' ? match.of.some(negated) : false
}

function sameText(expected: string, value: string, key: string, knowledge: Knowledge): boolean | undefined {
  if (expected === value) return true
  const line = knowledge.lines.get(key.replace(/^guest\./, ''))
  if (!line) return false
  const order = compareVersions(value, expected, line)
  return order === undefined ? undefined : order.low === 0 && order.high === 0 ? true : order.low === order.high ? false : undefined
}

function satisfies(op: string, value: string, version: string, key: string, knowledge: Knowledge): boolean | undefined {
  const line = knowledge.lines.get(key.replace(/^guest\./, ''))
  if (!line && /^\d+$/.test(value)) return holds(op, Math.sign(Number(value) - Number(version)))
  const order = compareVersions(value, version, line)
  if (!order) return undefined
  const [low, high] = [holds(op, order.low), holds(op, order.high)]
  return low === high ? low : undefined
}

function holds(op: string, order: number): boolean {
  switch (op) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    default:
      return order === 0
  }
}
