import type { Domain, Value } from '../model/index.ts'

export type Relation = 'equal' | 'lowered' | 'raised' | 'changed'

/** How many relations there are. */
const RELATIONS = 4

/** The least value of a domain: what "absent" means. A number has none. */
export function least(domain: Domain): Value | undefined {
  switch (domain.type) {
    case 'boolean':
      return false
    case 'enum':
      return domain.order[0]
    case 'set':
      return []
    case 'number':
      return undefined
  }
}

/** The greatest value: no layer limits it. A number has none. */
export function greatest(domain: Domain): Value | undefined {
  switch (domain.type) {
    case 'boolean':
      return true
    case 'enum':
      return domain.order.at(-1)
    case 'set':
      return domain.members
    case 'number':
      return undefined
  }
}

/** Both together: or, the later of the order, the larger number, the union. */
export function join(domain: Domain, a: Value, b: Value): Value {
  return domain.type === 'set' ? inOrder(domain.members, [...members(a), ...members(b)]) : rank(domain, a) >= rank(domain, b) ? a : b
}

/** What both leave: and, the earlier of the order, the smaller number, the intersection. */
export function meet(domain: Domain, a: Value, b: Value): Value {
  return domain.type === 'set' ? members(a).filter((member) => members(b).includes(member)) : rank(domain, a) <= rank(domain, b) ? a : b
}

/** How the value changes on the way from `a` to `b`. Sets of which neither holds the other are `changed`. */
export function relate(domain: Domain, a: Value, b: Value): Relation {
  if (domain.type !== 'set') {
    const difference = rank(domain, b) - rank(domain, a)
    return difference === 0 ? 'equal' : difference > 0 ? 'raised' : 'lowered'
  }
  const lost = members(a).some((member) => !members(b).includes(member))
  const gained = members(b).some((member) => !members(a).includes(member))
  return lost ? (gained ? 'changed' : 'lowered') : gained ? 'raised' : 'equal'
}

/** Every way in which the value may change from one of `from` to one of `to`. A set of which nothing is known is any of hundreds. */
export function relationsBetween(domain: Domain, from: readonly Value[], to: readonly Value[]): ReadonlySet<Relation> {
  const relations = new Set<Relation>()
  if (from.length === 0 || to.length === 0) return relations
  if (domain.type === 'set') {
    for (const a of from) {
      for (const b of to) relations.add(relate(domain, a, b))
      if (relations.size === RELATIONS) break
    }
    return relations
  }
  const before = from.map((value) => rank(domain, value))
  const after = new Set(to.map((value) => rank(domain, value)))
  if (before.some((one) => after.has(one))) relations.add('equal')
  if (Math.min(...before) < Math.max(...after)) relations.add('raised')
  if (Math.max(...before) > Math.min(...after)) relations.add('lowered')
  return relations
}

/** Whether `value` offers all of `needs`: the set holds the members, or the order, number or boolean is at least that. */
export function offers(domain: Domain, value: Value, needs: Value): boolean {
  if (domain.type === 'set') return members(Array.isArray(needs) ? needs : [needs as string | number]).every((member) => members(value).includes(member))
  return rank(domain, value) >= rank(domain, needs)
}

/** A value as the text of a machine option says it. Undefined when the text is none. */
export function valueFromText(domain: Domain, text: string, meaning?: Readonly<Record<string, Value>>): Value | undefined {
  if (meaning && Object.hasOwn(meaning, text)) return meaning[text]
  switch (domain.type) {
    case 'boolean':
      return ['on', 'yes', 'true', '1', 'y'].includes(text) ? true : ['off', 'no', 'false', '0', 'n'].includes(text) ? false : undefined
    case 'enum':
      return domain.order.includes(text) ? text : undefined
    case 'number':
      return /^\d+$/.test(text) ? Number(text) : undefined
    case 'set': {
      const parts = text.split(',').map((part) => domain.members.find((member) => String(member) === part.trim()))
      return parts.every((part) => part !== undefined) ? inOrder(domain.members, parts) : undefined
    }
  }
}

/** A value for people: `yes`, `{0, 3}`, `workaround`. */
export function showValue(value: Value | null): string {
  if (value === null) return 'not known'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `{${value.join(', ')}}`
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

function members(value: Value): readonly (string | number)[] {
  return Array.isArray(value) ? value : []
}

function inOrder(all: readonly (string | number)[], some: readonly (string | number)[]): (string | number)[] {
  return all.filter((member) => some.includes(member))
}

function rank(domain: Domain, value: Value): number {
  if (domain.type === 'enum') return domain.order.indexOf(String(value))
  return Number(value)
}
