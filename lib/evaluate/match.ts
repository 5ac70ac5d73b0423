import type { Domain, Knowledge, Match, ReleaseLine, Value } from '../model/index.ts'
import { globMatches } from './glob.ts'
import { compareVersions } from '../model/ranges.ts'
import { offers } from './values.ts'

/** `match` against a text fact of `key`; undefined when the two cannot be compared (a vendor build against an upstream version). */
export function matchText(match: Match, value: string, key: string, knowledge: Pick<Knowledge, 'lines'>): boolean | undefined {
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
      const inner = matchText(match.match, value, key, knowledge)
      return inner === undefined ? undefined : !inner
    }
    case 'oneOf': {
      let result: boolean | undefined = false
      for (const part of match.of) {
        const one = matchText(part, value, key, knowledge)
        if (one === true) return true
        if (one === undefined) result = undefined
      }
      return result
    }
    case 'constraint': {
      let result: boolean | undefined = true
      for (const { op, version } of match.terms) {
        const one = satisfies(op, value, version, key, knowledge)
        if (one === false) return false
        if (one === undefined) result = undefined
      }
      return result
    }
  }
}

/** `match` against a feature's value. */
export function matchValue(match: Match, value: Value, domain: Domain): boolean {
  switch (match.kind) {
    case 'equals':
      return String(value) === String(match.value)
    case 'oneOf':
      return match.of.some((part) => matchValue(part, value, domain))
    case 'not':
      return !matchValue(match.match, value, domain)
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

function lineOf(key: string, knowledge: Pick<Knowledge, 'lines'>): ReleaseLine | undefined {
  return knowledge.lines.get(key.startsWith('guest.') ? key.slice('guest.'.length) : key)
}

function sameText(expected: string, value: string, key: string, knowledge: Pick<Knowledge, 'lines'>): boolean | undefined {
  if (expected === value) return true
  const line = lineOf(key, knowledge)
  if (!line) return false
  const order = compareVersions(value, expected, line)
  return order === undefined ? undefined : order.low === 0 && order.high === 0 ? true : order.low === order.high ? false : undefined
}

function satisfies(op: string, value: string, version: string, key: string, knowledge: Pick<Knowledge, 'lines'>): boolean | undefined {
  const line = lineOf(key, knowledge)
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
