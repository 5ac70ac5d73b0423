import { type Entry, type Evidence, type Feature, type Knowledge, type Policy, type Support, comparePlaces, placeOf } from '../../model/index.ts'
import { least } from '../values.ts'
import { checksOf } from './checked.ts'
import { citedBy } from './cited-by.ts'
import { rangeInWords } from './range.ts'

/** What a record's own data comes to, each in one line; nothing in it is judged. */
export interface Standing {
  /** Where there is more of it than nothing, since when. Empty for what has no versions. */
  readonly since: string
  /** What a difference between the two sides does. */
  readonly migration: string
  /** What machines and people have checked. */
  readonly verified: string
}

/** @returns undefined for records that say nothing of versions, migrations or decisions */
export function standingOf(entry: Entry, knowledge: Knowledge): Standing | undefined {
  const { data } = entry
  if (data.kind === 'feature') return { since: sinceOf(data, knowledge), migration: migrationOf(data, knowledge), verified: verifiedOf(entry, knowledge) }
  if (data.kind === 'policy') return { since: decisionOf(data), migration: '', verified: verifiedOf(entry, knowledge) }
  return undefined
}

/** The same as one line: `Linux from 5.18; QEMU from 7.0. Migration: refused where … . 3 of 4 …`. */
export function standingInWords({ since, migration, verified }: Standing): string {
  return `${[since, migration, verified].filter(Boolean).join('. ')}.`
}

function sinceOf(feature: Feature, knowledge: Knowledge): string {
  const components = [...new Set(feature.support.map(({ component }) => component))].filter((name) => knowledge.lines.has(name))
  return components.map((component) => `${knowledge.lines.get(component)?.title ?? component} ${presenceIn(feature, component, knowledge)}`).join('; ')
}

function presenceIn(feature: Feature, component: string, knowledge: Knowledge): string {
  const own = feature.support.filter((one) => one.component === component)
  const there = own.filter((one) => isMore(one, feature))
  if (there.length === 0) return absenceIn(own)
  const hangs = there.some(({ when }) => when && Object.keys(when).length > 0) ? ', by conditions' : ''
  const ranges = [...new Set(there.map(({ versions }) => rangeInWords(versions)))]
  if (ranges.length === 1) return `${ranges[0]}${hangs}`
  const line = knowledge.lines.get(component)
  const firsts = there.map(({ versions }) => versions?.find(({ event }) => event === 'introduced')?.version)
  if (firsts.some((version) => version === undefined)) return `every version at least in part${hangs}`
  const placed = (firsts as string[]).flatMap((version) => {
    const place = placeOf(version, line)
    return place ? [{ version, place }] : []
  })
  const [first] = placed.sort((a, b) => comparePlaces(a.place, b.place))
  return `from ${first?.version ?? '?'} at the earliest${hangs}`
}

function absenceIn(own: readonly Support[]): string {
  if (own.some(({ status }) => status === 'unknown')) return 'not known'
  if (own.some(({ status }) => status === 'unaffected')) return 'sets no limit'
  const reserved = own.flatMap(({ versions }) => versions ?? []).find(({ event }) => event === 'reserved')
  return reserved ? `has its number reserved from ${reserved.version}, and none of it` : 'has none of it'
}

/** Whether the statement gives more than the least value somewhere. */
function isMore({ value, status, versions }: Support, { values }: Feature): boolean {
  if (status === 'unknown' || status === 'absent' || value === undefined) return false
  if (versions && versions.length > 0 && versions.every(({ event }) => event === 'reserved')) return false
  return JSON.stringify(value) !== JSON.stringify(least(values))
}

const DIRECTIONS = [
  ['lowered', 'the destination has less'],
  ['raised', 'the destination has more'],
  ['changed', 'the sides differ otherwise'],
] as const

function migrationOf(feature: Feature, knowledge: Knowledge): string {
  const found = new Map<string, string[]>()
  const add = (effect: string, where: string): void => {
    const known = found.get(effect) ?? []
    if (!known.includes(where)) found.set(effect, [...known, where])
  }
  for (const comparison of feature.migration)
    for (const [direction, words] of DIRECTIONS) {
      const outcome = comparison[direction]
      if (outcome) add(outcomeOf(outcome), `where ${words}`)
    }
  for (const [effect, names] of usesOf(feature)) add(effect, `for a guest that uses ${names.join(' or ')} and loses it`)
  for (const clause of feature.clauses) add(outcomeOf(clause), 'under a condition')
  const parts = [...found].map(([effect, where]) => `${effect} ${where.join(', or ')}`)
  if (parts.length > 0) return `Migration: ${parts.join('; ')}`
  const judges = citedBy(knowledge, feature.id).filter(({ how }) => how === 'judges by').length
  if (judges === 0) return 'Migration: no finding comes from this record'
  return `Migration: nothing compares it; ${judges} other ${judges === 1 ? 'record hangs' : 'records hang'} on its value`
}

/** Names of uses by what losing them does. */
function usesOf({ uses }: Feature): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { name, without } of uses) found.set(outcomeOf(without), [...(found.get(outcomeOf(without)) ?? []), name])
  return found
}

function outcomeOf({ effect, guest, harmless }: { readonly effect: string; readonly guest: string; readonly harmless?: boolean | undefined }): string {
  if (effect === 'refused') return 'refused'
  const how = effect === 'silent' ? ' (silently)' : effect === 'warned' ? ' (with a warning)' : ''
  if (guest === 'unchanged') return effect === 'none' || effect === 'silent' ? 'no effect' : effect === 'warned' ? 'a warning' : effect
  const what = { changed: harmless ? 'a harmless change' : 'the guest sees a change', degraded: 'the guest gets worse', broken: 'the guest breaks' }[guest]
  return `${what ?? 'the guest may break'}${how}`
}

function decisionOf({ positions, later }: Policy): string {
  const dates = positions.map(({ date }) => date).sort()
  const people = new Set(positions.map(({ person }) => person)).size
  const spoken = `${count(positions.length, 'position')} of ${count(people, 'person', 'people')}, ${[...new Set([dates[0], dates.at(-1)])].join(' to ')}`
  const last = later
    .map(({ date }) => date)
    .sort()
    .at(-1)
  return `${spoken}${last ? `; last known step ${last}` : ''}`
}

function verifiedOf(entry: Entry, knowledge: Knowledge): string {
  const checks = checksOf(entry, knowledge)
  const of = (outcome: string): number => checks.filter((one) => one.outcome === outcome).length
  const opened = evidenceOf(entry.data)
    .map(({ checked }) => checked)
    .sort()
    .at(-1)
  const ran = [...new Set(checks.flatMap(({ repo, newest }) => (newest ? [`${knowledge.entries.get(repo)?.data.title ?? repo} up to ${newest}`] : [])))]
  const machine =
    checks.length === 0
      ? ''
      : `${of('confirmed')} of ${count(checks.length, 'claim')} about versions confirmed${ran.length > 0 ? ` in ${ran.join(' and ')}` : ''}${of('contradicted') > 0 ? `, ${of('contradicted')} NOT CONFIRMED` : ''}; `
  const inferred = inferredIn(entry.data)
  return `${machine === '' ? 'Sources' : `${machine}sources`} opened ${opened ?? 'never'}${inferred > 0 ? `; ${count(inferred, 'claim is', 'claims are')} inferred` : ''}`
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

function evidenceOf(value: unknown): Evidence[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => (key === 'evidence' && Array.isArray(part) ? (part as Evidence[]) : evidenceOf(part)))
}

function inferredIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((sum, [key, part]) => sum + (key === 'inferred' && part === true ? 1 : inferredIn(part)), 0)
}
