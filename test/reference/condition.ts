import type { Device, Knowledge, RawCondition, Truth } from '../../lib/model/index.ts'
import { factKey } from '../../lib/model/index.ts'
import { compareTo } from './version.ts'

/** A truth value and, where unknown, the names of the facts that are missing. */
export interface Judged {
  readonly truth: Truth
  readonly missing: readonly string[]
}

export interface Side {
  readonly name: 'source' | 'destination'
  readonly facts: Readonly<Record<string, string>>
  readonly devices: readonly Device[]
}

/** A feature's value: what it may be, and whether it may be anything. */
export interface Possible {
  readonly values: readonly unknown[]
  readonly open: boolean
  readonly missing: readonly string[]
  /** What it was worked out from. */
  readonly from: string
}

export interface World {
  readonly knowledge: Knowledge
  /** The one side, or the source of a pair. */
  readonly side: Side
  readonly pair?: { readonly source: Side; readonly destination: Side; readonly boot: Side }
  /** A feature's value; `default`: what it would be without the option that sets it. */
  readonly value: (feature: string, side: Side, as?: 'default') => Possible
  /** Hears of each fact and feature that was looked at, and what was seen. */
  readonly saw?: (name: string, what: string) => void
}

const yes: Judged = { truth: 'yes', missing: [] }
const no: Judged = { truth: 'no', missing: [] }
const unknown = (missing: readonly string[]): Judged => ({ truth: 'unknown', missing })
const so = (holds: boolean): Judged => (holds ? yes : no)

/** `all`: no if one is no, else unknown if one is unknown, else yes; looks no further than the first no. */
export function all(parts: readonly (() => Judged)[]): Judged {
  const open: string[] = []
  let isOpen = false
  for (const part of parts) {
    const { truth, missing } = part()
    if (truth === 'no') return no
    if (truth === 'unknown') isOpen = true
    if (truth === 'unknown') open.push(...missing)
  }
  return isOpen ? unknown(open) : yes
}

export function not({ truth, missing }: Judged): Judged {
  return { truth: truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'unknown', missing }
}

function any(parts: readonly (() => Judged)[]): Judged {
  return not(all(parts.map((part) => () => not(part()))))
}

/** A condition as it is written in a record. */
export function holds(raw: RawCondition, world: World): Judged {
  return all(
    Object.entries(raw).map(
      ([key, value]) =>
        () =>
          entryHolds(key, value, world),
    ),
  )
}

function entryHolds(key: string, value: unknown, world: World): Judged {
  if (key === 'all') return all((value as RawCondition[]).map((one) => () => holds(one, world)))
  if (key === 'any') return any((value as RawCondition[]).map((one) => () => holds(one, world)))
  if (key === 'not') return not(holds(value as RawCondition, world))
  if (key === 'differs') return differs(value as string, world)
  if (key === 'departs') return departs(value as string, world)
  if (key === 'older') return older(value as string, world)
  const [, prefix, rest] = /^(?:(boot|source|destination)\.)?(.+)$/.exec(key) as unknown as [string, 'boot' | 'source' | 'destination' | undefined, string]
  const side = prefix && world.pair ? world.pair[prefix] : world.side
  if (rest === 'device') return deviceHolds(value as Record<string, unknown>, side, world)
  return rest.includes('/') ? featureHolds(rest, value, side, world) : factHolds(rest, value, side, world)
}

function factHolds(key: string, match: unknown, side: Side, world: World): Judged {
  const operator = operatorOf(match)
  if (operator?.name === 'not') return not(factHolds(key, operator.of, side, world))
  const text = look(key, side)
  const isDefault = factKey(key).absent === 'default'
  world.saw?.(key, text ?? (isDefault ? 'default' : factKey(key).subject === 'host' ? `unknown on the ${side.name}` : 'unknown'))
  if (operator?.name === 'given') return so(operator.of === (text !== undefined))
  if (text === undefined) return isDefault ? so(fitsNothing(match)) : unknown([nameOf(key, side)])
  const fits = matches(match, text, key, world.knowledge)
  return fits === undefined ? unknown([nameOf(key, side)]) : so(fits)
}

export function look(key: string, { facts }: Side): string | undefined {
  return facts[key] ?? (key.startsWith('guest.uses.') ? facts['guest.uses.*'] : undefined)
}

function nameOf(key: string, side: Side): string {
  const { subject } = factKey(key)
  return subject === 'guest' ? key : subject === 'vm' ? `source.${key}` : `${side.name}.${key}`
}

function operatorOf(match: unknown): { name: string; of: unknown } | undefined {
  if (typeof match !== 'object' || match === null || Array.isArray(match)) return undefined
  const [name, of] = Object.entries(match)[0] as [string, unknown]
  return { name, of }
}

/** What is said of an option that was never set: it is none of the values named. */
function fitsNothing(match: unknown): boolean {
  const operator = operatorOf(match)
  if (operator?.name === 'not') return !fitsNothing(operator.of)
  if (operator?.name === 'given') return operator.of === false
  return Array.isArray(match) && match.some(fitsNothing)
}

export function matches(match: unknown, text: string, key: string, knowledge: Knowledge): boolean | undefined {
  if (Array.isArray(match)) {
    const results = match.map((one) => matches(one, text, key, knowledge))
    return results.includes(true) ? true : results.includes(undefined) ? undefined : false
  }
  const operator = operatorOf(match)
  if (operator?.name === 'not') {
    const inner = matches(operator.of, text, key, knowledge)
    return inner === undefined ? undefined : !inner
  }
  const line = knowledge.lines.get(key.replace('guest.', ''))
  const wanted = String(match)
  if (/^[<>=]/.test(wanted)) {
    const results = wanted.split(' ').map((term) => {
      const [, operatorText, version] = /^(>=|<=|>|<|=)(.+)$/.exec(term) as unknown as [string, string, string]
      if (!line && /^\d+$/.test(text)) return ordered(operatorText, Number(text) - Number(version))
      const orders = compareTo(text, version, line)
      if (!orders) return undefined
      const outcomes = orders.map((order) => ordered(operatorText, order))
      return outcomes.every((one) => one === outcomes[0]) ? outcomes[0] : undefined
    })
    return results.includes(false) ? false : results.includes(undefined) ? undefined : true
  }
  if (wanted.includes('*')) return new RegExp(`^${wanted.split('*').map(escape).join('.*')}$`, 's').test(text)
  if (wanted === text) return true
  if (!line) return false
  const orders = compareTo(text, wanted, line)
  if (!orders) return undefined
  return orders.every((order) => order === 0) ? true : orders.every((order) => order !== 0) && orders.length === 1 ? false : undefined
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function ordered(operator: string, order: number): boolean {
  return operator === '>=' ? order >= 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : operator === '<' ? order < 0 : order === 0
}

function featureHolds(feature: string, match: unknown, side: Side, world: World): Judged {
  const value = world.value(feature, side)
  world.saw?.(feature, value.open || value.values.length !== 1 ? value.from : JSON.stringify(value.values))
  const results = value.values.map((one) => fitsValue(match, one, feature, world))
  if (value.open || results.length === 0) return unknown(value.missing)
  return results.every(Boolean) ? yes : results.some(Boolean) ? unknown(value.missing) : no
}

function fitsValue(match: unknown, value: unknown, feature: string, world: World): boolean {
  if (Array.isArray(match)) return match.some((one) => fitsValue(one, value, feature, world))
  const operator = operatorOf(match)
  if (operator?.name === 'not') return !fitsValue(operator.of, value, feature, world)
  if (operator?.name === 'contains') return Array.isArray(value) && value.includes(operator.of)
  if (operator?.name === 'atLeast') {
    const domain = world.knowledge.features.find(({ data }) => data.id === feature)?.data.values
    if (domain?.type === 'enum') return domain.order.indexOf(String(value)) >= domain.order.indexOf(String(operator.of))
    return domain?.type === 'set' ? (value as unknown[]).includes(operator.of) : Number(value) >= Number(operator.of)
  }
  return String(value) === String(match)
}

function deviceHolds(wanted: Record<string, unknown>, side: Side, world: World): Judged {
  world.saw?.('device', JSON.stringify(side.devices))
  return so(
    side.devices.some(
      (device) =>
        ('kind' in wanted || device.kind === 'device') &&
        Object.entries(wanted).every(([name, match]) => {
          const text = name === 'driver' ? device.driver : name === 'kind' ? device.kind : device.properties[name]
          const operator = operatorOf(match)
          if (operator?.name === 'given') return operator.of === (text !== undefined)
          return text === undefined ? fitsNothing(match) : matches(match, text, `device.${name}`, world.knowledge) === true
        }),
    ),
  )
}

function differs(key: string, world: World): Judged {
  if (!world.pair) return no
  const { source, destination } = world.pair
  if (key === 'device') return so(JSON.stringify(source.devices) !== JSON.stringify(destination.devices))
  if (key.includes('/')) {
    const [a, b] = [world.value(key, source), world.value(key, destination)]
    if (a.from === b.from) return no
    if (a.open || b.open || a.values.length !== 1 || b.values.length !== 1) return unknown([...a.missing, ...b.missing])
    return so(JSON.stringify(a.values) !== JSON.stringify(b.values))
  }
  const [a, b] = [look(key, source), look(key, destination)]
  if (a !== undefined && b !== undefined) return so(a !== b)
  const { subject, absent } = factKey(key)
  if (a === undefined && b === undefined && (subject !== 'host' || absent === 'default')) return no
  if (absent === 'default') return yes
  return unknown([...(a === undefined ? [nameOf(key, source)] : []), ...(b === undefined ? [nameOf(key, destination)] : [])])
}

/** A receiver that compares a name by the length that it was sent with sees no difference beyond. */
function departs(key: string, world: World): Judged {
  const [a, b] = [world.pair?.source, world.pair?.destination].map((side) => side && look(key, side))
  return a !== undefined && b?.startsWith(a) ? no : differs(key, world)
}

/** Whether the destination's version is the earlier one: of two releases of one line, or of two branches. */
function older(key: string, world: World): Judged {
  const differ = differs(key, world)
  const [a, b] = [world.pair?.source, world.pair?.destination].map((side) => side && look(key, side))
  if (differ.truth !== 'yes' || a === undefined || b === undefined) return differ
  const line = world.knowledge.lines.get(key)
  const orders = [...(compareTo(b, a, line) ?? [-1, 1]), ...(compareTo(a, b, line) ?? [-1, 1]).map((order) => -order)]
  if (new Set(orders).size !== 1)
    return unknown([nameOf(key, (world.pair as NonNullable<World['pair']>).source), nameOf(key, (world.pair as NonNullable<World['pair']>).destination)])
  return so((orders[0] as number) < 0)
}
