import type { Domain, Feature, Support } from '../../lib/model/index.ts'
import { type Judged, type Possible, type World, holds } from './condition.ts'
import { rangeAt } from './version.ts'

/** What a statement may say: a value (`firm` where its range holds), or nothing. */
type Say = { readonly value: unknown; readonly firm: boolean } | undefined

interface Layer {
  /** Values that the layer may allow; undefined: it may say nothing. */
  readonly values: readonly unknown[]
  readonly open: boolean
  readonly missing: readonly string[]
}

/** A feature's value on a side: what its option sets, else what all layers leave of it. */
export function valueOf(feature: Feature, world: World, as?: 'default'): Possible {
  const seen: string[] = []
  const possible = work(feature, world, seen, as)
  return { ...possible, from: JSON.stringify(seen) }
}

function work(feature: Feature, world: World, seen: string[], as: 'default' | undefined): Omit<Possible, 'from'> {
  const { values: domain, support, control } = feature
  const none = leastOf(domain)
  if (feature.applies && note(seen, 'applies', feature.applies, world).truth === 'no')
    return { values: none === undefined ? [] : [none], open: none === undefined, missing: [] }
  if (control.option && as !== 'default') {
    const text = world.side.facts[control.option]
    seen.push(`option ${text ?? 'default'}`)
    const set = text === undefined ? undefined : readText(domain, text, control.values)
    if (set !== undefined) return { values: [set], open: false, missing: [] }
  }
  const layers = feature.layers ?? [...new Set(support.map(({ component }) => component))].map((component) => ({ component, when: undefined }))
  let values: unknown[] = [greatestOf(domain)]
  let open = false
  const missing: string[] = []
  for (const { component, when } of layers) {
    const relevant: Judged = when ? note(seen, `layer ${component}`, when, world) : { truth: 'yes', missing: [] }
    if (relevant.truth === 'no') continue
    const layer = layerOf(feature, component, world, seen)
    // A layer that may not matter may leave all; one that is open too.
    const allowed = [...layer.values, ...(relevant.truth === 'unknown' ? [greatestOf(domain)] : []), ...(layer.open ? [undefined] : [])]
    values = unique(values.flatMap((a) => allowed.map((b) => (a === undefined ? b : b === undefined ? a : lower(domain, a, b)))))
    open ||= layer.open
    missing.push(...layer.missing, ...relevant.missing)
  }
  const known = values.filter((value) => value !== undefined)
  const isLeast = known.length === 1 && JSON.stringify(known[0]) === JSON.stringify(none)
  const isOpen = (open && !isLeast) || known.length === 0 || known.length > 64
  return { values: known, open: isOpen, missing: isOpen || known.length > 1 ? missing : [] }
}

function layerOf(feature: Feature, component: string, world: World, seen: string[]): Layer {
  const line = world.knowledge.lines.get(component)
  const version = world.side.facts[component]
  const here = `${world.side.name}.${component}`
  const missing: string[] = []
  let isOpen = false
  // Every statement that may speak, with all that it may say.
  const speaking: { says: readonly Say[]; certain: boolean }[] = []
  for (const [index, statement] of feature.support.entries()) {
    if (statement.component !== component) continue
    const isUnknown = statement.value === undefined && statement.status !== 'unaffected'
    const when: Judged = statement.when ? note(seen, `when ${index}`, statement.when, world, isUnknown) : { truth: 'yes', missing: [] }
    if (when.truth === 'no') continue
    if (isUnknown && statement.versions && version !== undefined && only(rangeAt(statement.versions, version, line)) === false) continue
    missing.push(...when.missing)
    const { says, open, asks, saw } = sayings(statement, feature.values, version, line, world, isUnknown, here)
    seen.push(`value ${index} ${saw}`)
    isOpen ||= open
    missing.push(...asks)
    speaking.push({ says: when.truth === 'unknown' ? [...says, undefined] : says, certain: when.truth === 'yes' })
  }
  const combined = unique(
    choices(speaking.map(({ says }) => says)).flatMap((said) => together(feature.values, said).map((value) => ({ value, nothing: value === undefined }))),
  )
  const values = combined.filter(({ nothing }) => !nothing).map(({ value }) => value)
  const contradicted = contradicts(feature, speaking)
  if (contradicted) return { values, open: isOpen, missing: [...missing, `knowledge.${feature.id}.${component}`] }
  if (combined.some(({ nothing }) => nothing)) return { values, open: true, missing: missing.length > 0 ? missing : [`knowledge.${feature.id}.${component}`] }
  return { values, open: isOpen, missing }
}

function sayings(
  statement: Support,
  domain: Domain,
  version: string | undefined,
  line: Parameters<typeof rangeAt>[2],
  world: World,
  isUnknown: boolean,
  here: string,
): { says: readonly Say[]; open: boolean; asks: readonly string[]; saw: string } {
  if (isUnknown) return { says: [], open: true, asks: [`knowledge.${statement.component}`], saw: `unknown, ${version ?? `version of the ${world.side.name}`}` }
  const inside = { value: statement.value ?? greatestOf(domain), firm: true }
  const before = statement.before ?? leastOf(domain)
  const outside = before === undefined ? [] : [{ value: before, firm: false }]
  if (!statement.versions) return { says: [inside], open: false, asks: [], saw: 'inside' }
  if (version === undefined) return { says: [...outside, inside], open: before === undefined, asks: [here], saw: `version of the ${world.side.name}` }
  const states = rangeAt(statement.versions, version, line)
  if (only(states) === true) return { says: [inside], open: false, asks: [], saw: 'inside' }
  if (only(states) === false) return { says: outside, open: before === undefined, asks: [], saw: 'outside' }
  return { says: [...outside, inside], open: states === undefined, asks: [here], saw: version }
}

/** What statements of one layer say together: sets join; of other values the firm ones decide, and each of several may be so; else the greatest. */
function together(domain: Domain, said: readonly Say[]): unknown[] {
  const spoken = said.filter((one) => one !== undefined)
  if (spoken.length === 0) return [undefined]
  if (domain.type === 'set') return [domain.members.filter((member) => spoken.some(({ value }) => (value as unknown[]).includes(member)))]
  const firm = unique(spoken.filter((one) => one.firm).map(({ value }) => value))
  return firm.length > 0 ? firm : [spoken.map(({ value }) => value).reduce((a, b) => (rankOf(domain, a) >= rankOf(domain, b) ? a : b))]
}

/** Two statements that hold for certain and say different things. */
function contradicts(feature: Feature, speaking: readonly { says: readonly Say[]; certain: boolean }[]): boolean {
  if (feature.values.type === 'set') return false
  const firm = speaking.flatMap(({ says, certain }) => (certain && says.length === 1 && says[0]?.firm ? [says[0].value] : []))
  return unique(firm).length > 1
}

/** Judges a condition, and notes what came out; where that leaves something open, what was looked at. */
function note(seen: string[], name: string, condition: Record<string, unknown>, world: World, whole = false): Judged {
  const looked = new Map<string, string>()
  const judged = holds(condition, { ...world, saw: (key, what) => looked.set(key, what) })
  seen.push(`${name} ${judged.truth === 'unknown' || (whole && judged.truth === 'yes') ? JSON.stringify([...looked].sort()) : judged.truth}`)
  return judged
}

function leastOf(domain: Domain): unknown {
  return domain.type === 'boolean' ? false : domain.type === 'enum' ? domain.order[0] : domain.type === 'set' ? [] : undefined
}

function greatestOf(domain: Domain): unknown {
  return domain.type === 'boolean' ? true : domain.type === 'enum' ? domain.order.at(-1) : domain.type === 'set' ? [...domain.members] : undefined
}

function lower(domain: Domain, a: unknown, b: unknown): unknown {
  if (domain.type === 'set') return (a as unknown[]).filter((member) => (b as unknown[]).includes(member))
  return rankOf(domain, a) <= rankOf(domain, b) ? a : b
}

export function rankOf(domain: Domain, value: unknown): number {
  return domain.type === 'enum' ? domain.order.indexOf(String(value)) : Number(value)
}

function readText(domain: Domain, text: string, meaning: Readonly<Record<string, unknown>> | undefined): unknown {
  if (meaning && text in meaning) return meaning[text]
  if (domain.type === 'boolean') return text === 'on' ? true : text === 'off' ? false : undefined
  if (domain.type === 'enum') return domain.order.includes(text) ? text : undefined
  if (domain.type === 'number') return /^\d+$/.test(text) ? Number(text) : undefined
  const wanted = text.split(',')
  return wanted.every((one) => domain.members.some((member) => String(member) === one))
    ? domain.members.filter((member) => wanted.includes(String(member)))
    : undefined
}

function choices<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>((some, list) => some.flatMap((one) => list.map((item) => [...one, item])), [[]])
}

function only(states: readonly boolean[] | undefined): boolean | undefined {
  return states?.length === 1 ? states[0] : undefined
}

function unique<Item>(items: readonly Item[]): Item[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const text = JSON.stringify(item) ?? 'nothing'
    return seen.has(text) ? false : seen.add(text)
  })
}
