import {
  type Condition,
  type Device,
  type Knowledge,
  type Match,
  type RawCondition,
  type ReleaseLine,
  type Side,
  type Truth,
  factKey,
  parseCondition,
} from '../model/index.ts'
import type { Scope } from './condition.ts'
import { matchText, matchValue } from './match.ts'
import { compareVersions } from '../model/ranges.ts'
import type { SideFacts } from './side-facts.ts'

/** A condition's truth on a side (or, where the condition names one, on that side of the pair), without reasons. */
export type Test = (scope: Scope, side: SideFacts) => Truth

/** Compiles a condition by Kleene's logic; done once per condition. What `judge` says of it is the same truth, with reasons. */
export function testOf(condition: Condition): Test {
  const known = compiled.get(condition)
  if (known) return known
  const test = compile(condition)
  compiled.set(condition, test)
  return test
}

/** The truth of a condition about `scope.side`, or the pair. */
export function truthOf(raw: RawCondition, scope: Scope): Truth {
  const known = tests.get(raw)
  if (known) return known(scope, scope.side)
  const test = testOf(parseCondition(raw))
  tests.set(raw, test)
  return test(scope, scope.side)
}

const tests = new WeakMap<RawCondition, Test>()

const compiled = new WeakMap<Condition, Test>()

function compile(condition: Condition): Test {
  switch (condition.kind) {
    case 'all':
      return fold(condition.of.map(testOf), 'no', 'yes')
    case 'any':
      return fold(condition.of.map(testOf), 'yes', 'no')
    case 'not': {
      const inner = testOf(condition.of)
      return (scope, side) => negate(inner(scope, side))
    }
    case 'fact':
      return on(condition.side, factTest(condition.fact, condition.match))
    case 'feature':
      return on(condition.side, featureTest(condition.feature, condition.match))
    case 'device':
      return on(condition.side, deviceTest(condition.properties))
    case 'differs':
      return condition.fact === 'device'
        ? devicesDiffer
        : condition.fact.includes('/')
          ? featureDiffers(condition.fact)
          : factDiffers(condition.fact, condition.how)
  }
}

function fold(tests: readonly Test[], decisive: Truth, otherwise: Truth): Test {
  return (scope, side) => {
    let truth = otherwise
    for (const test of tests) {
      const one = test(scope, side)
      if (one === decisive) return decisive
      if (one === 'unknown') truth = 'unknown'
    }
    return truth
  }
}

function on(name: Side | undefined, test: Test): Test {
  return name === undefined ? test : (scope, side) => test(scope, scope.sides ? scope.sides[name] : side)
}

function negate(truth: Truth): Truth {
  return truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown'
}

function asTruth(holds: boolean | undefined): Truth {
  return holds === undefined ? 'unknown' : holds ? 'yes' : 'no'
}

function factTest(key: string, match: Match): Test {
  if (match.kind === 'not') {
    const inner = factTest(key, match.match)
    return (scope, side) => negate(inner(scope, side))
  }
  if (match.kind === 'given') return (_, side) => asTruth(match.given === (lookUp(key, side) !== undefined))
  const ifAbsent: Truth = factKey(key).absent === 'default' ? asTruth(ifUnset(match)) : 'unknown'
  return (scope, side) => {
    const known = lookUp(key, side)
    return known ? asTruth(matchText(match, known.value, key, scope.knowledge)) : ifAbsent
  }
}

/** A fact by its name on a side. `guest.uses.*` answers for every use that is not named. */
export function lookUp(key: string, side: SideFacts): ReturnType<SideFacts['facts']['get']> {
  const known = side.facts.get(key)
  return known === undefined && key.startsWith('guest.uses.') ? side.facts.get('guest.uses.*') : known
}

/** What a match says of a value that was never set. */
function ifUnset(match: Match): boolean {
  return match.kind === 'not' ? !ifUnset(match.match) : match.kind === 'given' ? !match.given : match.kind === 'oneOf' ? match.of.some(ifUnset) : false
}

function featureTest(feature: string, match: Match): Test {
  return (scope, side) => {
    const value = scope.valueOf(feature, side)
    if (!value || value.open || value.candidates.length === 0) return 'unknown'
    let held = 0
    for (const candidate of value.candidates) if (matchValue(match, candidate, value.domain)) held++
    return held === value.candidates.length ? 'yes' : held > 0 ? 'unknown' : 'no'
  }
}

function deviceTest(properties: readonly (readonly [string, Match])[]): Test {
  const ofKind = properties.some(([name]) => name === 'kind')
  return (scope, side) =>
    asTruth(
      side.devices.some(
        (device) => (ofKind || device.kind === 'device') && properties.every(([name, match]) => deviceMatches(device, name, match, scope.knowledge)),
      ),
    )
}

function deviceMatches(device: Device, name: string, match: Match, knowledge: Knowledge): boolean {
  const value = name === 'driver' || name === 'kind' ? device[name] : device.properties[name]
  if (match.kind === 'given') return match.given === (value !== undefined)
  return value === undefined ? ifUnset(match) : matchText(match, value, `device.${name}`, knowledge) === true
}

function devicesDiffer({ sides }: Scope): Truth {
  return asTruth(sides !== undefined && devicesText(sides.source) !== devicesText(sides.destination))
}

/** A side's devices as one text, made once. */
export function devicesText({ devices }: SideFacts): string {
  const known = texts.get(devices) ?? JSON.stringify(devices)
  texts.set(devices, known)
  return known
}

const texts = new WeakMap<SideFacts['devices'], string>()

/** Whether a fact differs; one that neither side gives is the same on both, but for facts of the host, which may differ unseen. */
function factDiffers(key: string, how?: 'departs' | 'older'): Test {
  const { subject, absent } = factKey(key)
  const ifNeither: Truth = subject !== 'host' || absent === 'default' ? 'no' : 'unknown'
  return ({ sides, knowledge }) => {
    if (!sides) return 'no'
    const a = lookUp(key, sides.source)
    const b = lookUp(key, sides.destination)
    if (a && b && how === 'older') return isOlder(b.value, a.value, knowledge.lines.get(key))
    if (a && b) return asTruth(how === 'departs' ? !b.value.startsWith(a.value) : a.value !== b.value)
    if (!a && !b) return ifNeither
    return absent === 'default' ? 'yes' : 'unknown'
  }
}

/** Whether a version is earlier than another; of a branch's bare name and a release of it nobody can tell. */
function isOlder(version: string, other: string, line: ReleaseLine | undefined): Truth {
  if (version === other) return 'no'
  const orders = [compareVersions(version, other, line), compareVersions(other, version, line)]
  const [order, back] = orders
  if (!order || !back || order.low !== order.high || back.low !== back.high) return 'unknown'
  return asTruth(order.high < 0)
}

/** Whether a feature has another value on the destination; two sides that are alike have the same value even if it is not known. */
function featureDiffers(feature: string): Test {
  return (scope) => {
    if (!scope.sides) return 'no'
    const a = scope.valueOf(feature, scope.sides.source)
    const b = scope.valueOf(feature, scope.sides.destination)
    if (!a || !b) return 'unknown'
    if (a.inputs === b.inputs) return 'no'
    return a.only !== undefined && b.only !== undefined ? asTruth(JSON.stringify(a.only) !== JSON.stringify(b.only)) : 'unknown'
  }
}
