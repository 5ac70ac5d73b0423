/** What a fact's or a feature's value is compared with. Constraint texts such as `>=5.18 <6.1` compare versions and numbers. */
export type Match =
  | { readonly kind: 'equals'; readonly value: string | number | boolean }
  | { readonly kind: 'oneOf'; readonly of: readonly Match[] }
  | { readonly kind: 'not'; readonly match: Match }
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'constraint'; readonly terms: readonly Term[] }
  | { readonly kind: 'contains'; readonly member: string | number }
  | { readonly kind: 'atLeast'; readonly value: string | number | boolean }
  | { readonly kind: 'given'; readonly given: boolean }

export interface Term {
  readonly op: '>=' | '<=' | '>' | '<' | '='
  readonly version: string
}

export type Side = 'boot' | 'source' | 'destination'

/** A condition over one side or a pair of sides. `side` is undefined where the context has one side only. */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'fact'; readonly side?: Side; readonly fact: string; readonly match: Match }
  | { readonly kind: 'feature'; readonly side?: Side; readonly feature: string; readonly match: Match }
  | { readonly kind: 'device'; readonly side?: Side; readonly properties: readonly (readonly [string, Match])[] }
  | { readonly kind: 'differs'; readonly fact: string; readonly how?: 'departs' | 'older' }

/** A condition as written in a record; see docs/records.md. A mapping is a conjunction of its entries. */
export interface RawCondition {
  readonly [key: string]: unknown
}

/**
 * Reads a condition. Keys: `all`, `any` (lists), `not`, `differs` (a fact compared between the sides), `departs` (likewise, but a
 * destination's text that begins with all of the source's is no difference), `older` (likewise, and the destination's version is the
 * earlier one), a fact (`linux`),
 * a feature id (has a `/`), `device` (a mapping of `driver` and properties); the last three take a side as prefix
 * (`destination.linux`). Repeated reads of the same object are free.
 * @throws ConditionError for anything else, with the place.
 */
export function parseCondition(raw: RawCondition): Condition {
  const known = parsed.get(raw)
  if (known) return known
  const condition = readCondition(raw, [])
  parsed.set(raw, condition)
  return condition
}

/** A condition that cannot be read; `path` leads to the bad part. */
export class ConditionError extends Error {
  readonly path: readonly (string | number)[]
  constructor(message: string, path: readonly (string | number)[]) {
    super(message)
    this.path = path
  }
}

/** Reads what a value is compared with, as it is written in a condition. @throws ConditionError for anything else */
export function parseMatch(raw: unknown): Match {
  return readMatch(raw, [])
}

/** Every fact and feature that a condition looks at. */
export function mentioned(condition: Condition): { facts: string[]; features: string[] } {
  const facts: string[] = []
  const features: string[] = []
  const walk = (part: Condition): void => {
    switch (part.kind) {
      case 'all':
      case 'any':
        part.of.forEach(walk)
        break
      case 'not':
        walk(part.of)
        break
      case 'fact':
        facts.push(part.fact)
        break
      case 'differs':
        ;(part.fact.includes('/') ? features : facts).push(part.fact)
        break
      case 'feature':
        features.push(part.feature)
        break
      case 'device':
        facts.push('device')
        break
    }
  }
  walk(condition)
  return { facts, features }
}

const parsed = new WeakMap<RawCondition, Condition>()
type Path = readonly (string | number)[]

function readCondition(raw: unknown, path: Path): Condition {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new ConditionError('a condition is a mapping of facts to what they must be', path)
  const parts = Object.entries(raw).map(([key, value]) => readEntry(key, value, [...path, key]))
  return parts.length === 1 ? (parts[0] as Condition) : { kind: 'all', of: parts }
}

function readEntry(key: string, value: unknown, path: Path): Condition {
  if (key === 'all' || key === 'any') {
    if (!Array.isArray(value)) throw new ConditionError(`\`${key}\` takes a list of conditions`, path)
    return { kind: key, of: value.map((part, index) => readCondition(part, [...path, index])) }
  }
  if (key === 'not') return { kind: 'not', of: readCondition(value, path) }
  if (key === 'differs') {
    if (typeof value !== 'string') throw new ConditionError('`differs` takes the name of one fact or feature', path)
    return { kind: 'differs', fact: value }
  }
  if (key === 'departs' || key === 'older') {
    if (typeof value !== 'string' || value.includes('/') || value === 'device') throw new ConditionError(`\`${key}\` takes the name of one fact`, path)
    return { kind: 'differs', fact: value, how: key }
  }
  const prefixed = /^(boot|source|destination)\.(.+)$/.exec(key)
  const side = prefixed ? { side: prefixed[1] as Side } : {}
  const name = prefixed ? (prefixed[2] as string) : key
  if (name === 'device') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ConditionError('`device` takes a mapping with `driver`', path)
    return { kind: 'device', ...side, properties: Object.entries(value).map(([property, match]) => [property, readMatch(match, [...path, property])] as const) }
  }
  return name.includes('/')
    ? { kind: 'feature', ...side, feature: name, match: readMatch(value, path) }
    : { kind: 'fact', ...side, fact: name, match: readMatch(value, path) }
}

function readMatch(raw: unknown, path: Path): Match {
  if (Array.isArray(raw)) return { kind: 'oneOf', of: raw.map((part, index) => readMatch(part, [...path, index])) }
  if (typeof raw === 'number' || typeof raw === 'boolean') return { kind: 'equals', value: raw }
  if (typeof raw === 'string' && /["\\]/.test(raw)) throw new ConditionError('a text without quote marks and backslashes of its own, which no fact has', path)
  if (typeof raw === 'string') return readText(raw, path)
  if (typeof raw === 'object' && raw !== null) {
    const entries = Object.entries(raw)
    const [operator, operand] = entries[0] ?? ['', undefined]
    if (entries.length === 1) {
      if (operator === 'not') return { kind: 'not', match: readMatch(operand, [...path, 'not']) }
      if (operator === 'contains' && (typeof operand === 'string' || typeof operand === 'number')) return { kind: 'contains', member: operand }
      if (operator === 'atLeast' && (typeof operand === 'string' || typeof operand === 'number' || typeof operand === 'boolean'))
        return { kind: 'atLeast', value: operand }
      if (operator === 'given' && typeof operand === 'boolean') return { kind: 'given', given: operand }
    }
  }
  throw new ConditionError('expected a value, a list of values, a constraint such as `>=5.18 <6.1`, or one of `not`, `contains`, `atLeast`, `given`', path)
}

function readText(text: string, path: Path): Match {
  if (/^[<>=]/.test(text)) {
    const terms = text
      .trim()
      .split(/\s+/)
      .map((term): Term => {
        const match = /^(>=|<=|>|<|=)([^<>=\s]+)$/.exec(term)
        if (!match) throw new ConditionError(`\`${term}\` is not a constraint; write it as \`>=5.18\``, path)
        return { op: match[1] as Term['op'], version: match[2] as string }
      })
    return { kind: 'constraint', terms }
  }
  return text.includes('*') ? { kind: 'glob', pattern: text } : { kind: 'equals', value: text }
}
