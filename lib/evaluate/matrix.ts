import {
  type Entry,
  type Event,
  type Evidence,
  type Feature,
  type Knowledge,
  type RawCondition,
  type ReleaseLine,
  type Support,
  type Value,
  comparePlaces,
  parseCondition,
  placeOf,
} from '../model/index.ts'
import { type RangeState, decidingEvent, hasReached, stateAt } from '../model/ranges.ts'
import { type Candidate, distinct, together } from './candidates.ts'
import { comparedIn, mayHold } from './matrix/compared.ts'
import { cellFragment } from './report/cell-fragment.ts'
import { statementFragments } from './report/citable.ts'
import { greatest, least } from './values.ts'

export type CellState = 'supported' | 'partial' | 'absent' | 'unknown'

/** What one component's release says of a feature under one condition: all statements with this condition together. */
export interface Cell {
  readonly component: string
  /** A release line's entry; `*` for components without releases (cpu, machine, option). */
  readonly version: string
  readonly when: RawCondition
  readonly value: Value | null
  readonly state: CellState
  /** A number or name exists but no implementation. */
  readonly reserved?: boolean
  /** It was there before, and was removed or broken. */
  readonly withdrawn?: boolean
  /** It is there, and its end was announced. */
  readonly deprecated?: boolean
  /** Where the version names a branch inside which the value changes: the releases at which it does. */
  readonly changes?: readonly string[]
  /** The condition does not hold at this version, whatever else does: no statement speaks. */
  readonly elsewhere?: boolean
  readonly inferred?: boolean
  readonly note?: string
  /** Under which the cell is cited. */
  readonly fragment: string
  /** The statements that say so, by the fragments under which they are cited. */
  readonly statements: readonly string[]
  readonly evidence: readonly Evidence[]
}

export interface Matrix {
  readonly feature: string
  readonly cells: readonly Cell[]
}

/**
 * A feature's matrix: a cell per release line entry and condition, oldest first. Entries are the branches of the line, and the
 * point releases at which something changed.
 * @param component only this one; default all that the feature has statements for
 * @param version only this one, which any release may be
 * @returns undefined if there is no such feature
 */
export function matrixOf(knowledge: Knowledge, feature: string, component?: string, version?: string): Matrix | undefined {
  const entry = knowledge.features.find(({ data }) => data.id === feature)
  if (!entry) return undefined
  const components = [...new Set(entry.data.support.map((statement) => statement.component))].filter((name) => !component || name === component)
  return {
    feature,
    cells: components.flatMap((name) => cellsOf(knowledge, entry, name, version === undefined ? entriesOf(knowledge, [entry], name) : [version])),
  }
}

/** Every feature's cells at one version of a component. */
export function matrixAt(knowledge: Knowledge, component: string, version: string): readonly Matrix[] {
  return knowledge.features
    .map((entry) => ({ feature: entry.data.id, cells: cellsOf(knowledge, entry, component, [version]) }))
    .filter(({ cells }) => cells.length > 0)
}

/** Statements of one component with the same condition, and the versions at which what they say changes. */
export interface StatementGroup {
  readonly when: RawCondition
  readonly statements: readonly { readonly of: Support; readonly fragment: string }[]
  /** Versions of the component itself that the condition speaks of. */
  readonly bounds: readonly string[]
}

/** A feature's statements about a component, by their condition. */
export function groupsOf({ data }: Pick<Entry<Feature>, 'data'>, component: string): readonly StatementGroup[] {
  const known = groupings.get(data)?.get(component)
  if (known) return known
  const groups = new Map<string, { when: RawCondition; statements: { of: Support; fragment: string }[]; bounds: readonly string[] }>()
  const fragments = statementFragments(data)
  data.support.forEach((of, index) => {
    if (of.component !== component) return
    const key = JSON.stringify(of.when ?? {})
    const group = groups.get(key) ?? { when: of.when ?? {}, statements: [], bounds: boundsOf(of.when, component) }
    group.statements.push({ of, fragment: fragments[index] as string })
    groups.set(key, group)
  })
  const made = [...groups.values()]
  const all = groupings.get(data) ?? new Map<string, readonly StatementGroup[]>()
  groupings.set(data, all.set(component, made))
  return made
}

function boundsOf(when: RawCondition | undefined, component: string): string[] {
  if (!when) return []
  return comparedIn(parseCondition(when)).flatMap(({ fact, word }) => (fact === component ? [word] : []))
}

const groupings = new WeakMap<Feature, Map<string, readonly StatementGroup[]>>()

/** What a group's statements say together at a version, as the evaluator would take them if their condition held. */
export function cellAt(
  line: ReleaseLine | undefined,
  feature: Feature,
  component: string,
  version: string,
  { when, statements, bounds }: StatementGroup,
): Cell {
  const isElsewhere =
    bounds.length > 0 && version !== '*' && !mayHold(parseCondition(when), component, version, { lines: new Map(line ? [[component, line]] : []) })
  const fragment = cellFragment(component, version, when)
  if (isElsewhere) return { component, version, when, value: null, state: 'unknown', elsewhere: true, fragment, statements: [], evidence: [] }
  const said = statements.map((one): Said => {
    const { versions } = one.of
    const present = versions ? (version === '*' ? 'either' : (stateAt(versions, version, line) ?? 'either')) : 'present'
    return { ...one, present, candidates: candidatesOf(one.of, feature, present) }
  })
  const bearing = said.filter(({ candidates }) => candidates !== undefined)
  let possible: Candidate[] = bearing.length === 0 ? [] : [null]
  for (const { candidates = [] } of bearing) possible = distinct(possible.flatMap((a) => candidates.flatMap((b) => together(feature.values, a, b))))
  const values = distinct(possible.map((candidate) => candidate?.value ?? null))
  const deciding = decidedBy(bearing)
  const isOpen = deciding.some(({ of, present }) => isNotFoundOut(of) && present !== 'absent')
  const value = values.length === 1 && !isOpen ? (values[0] ?? null) : null
  const state = stateOf(deciding, value, feature)
  const isWithdrawn = state === 'absent' && said.some((one) => wasThere(one, feature, version, line))
  const notes = [...new Set(deciding.flatMap(({ of }) => of.note ?? []))]
  const inside = said.some(({ present }) => present === 'either') ? releasesWithin(said, version, line) : []
  return {
    component,
    version,
    when,
    value,
    state,
    ...(state === 'absent' && said.some(({ of }) => reached(of, 'reserved', version, line)) ? { reserved: true } : {}),
    ...(isWithdrawn ? { withdrawn: true } : {}),
    ...(state !== 'absent' && said.some(({ of }) => reached(of, 'deprecated', version, line)) ? { deprecated: true } : {}),
    ...(inside.length > 0 ? { changes: inside } : {}),
    ...(deciding.length > 0 && deciding.every(({ of }) => of.inferred) ? { inferred: true } : {}),
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
    fragment,
    statements: deciding.map((one) => one.fragment),
    evidence: distinctEvidence(deciding.flatMap(({ of }) => [...of.evidence, ...(of.versions ?? []).flatMap(({ evidence }) => evidence ?? [])])),
  }
}

/** The entries of a release line that matter to features: its branches, and point releases at which something about them changes; `*` without a line. */
export function entriesOf({ lines }: Pick<Knowledge, 'lines'>, features: readonly Pick<Entry<Feature>, 'data'>[], component: string): string[] {
  const line = lines.get(component)
  if (!line) return ['*']
  const points = new Map<string, Set<string>>()
  for (const { data } of features)
    for (const one of data.support) {
      if (one.component !== component) continue
      for (const { version } of one.versions ?? []) {
        const place = placeOf(version, line)
        if (!place || (place.point ?? 0) === 0) continue
        points.set(place.branch, (points.get(place.branch) ?? new Set()).add(version))
      }
    }
  return line.branches.flatMap(({ name }) => [name, ...[...(points.get(name) ?? [])].sort((a, b) => compareOn(line, a, b))])
}

/** Orders two versions of a line. */
export function compareOn(line: ReleaseLine, a: string, b: string): number {
  const [one, other] = [placeOf(a, line), placeOf(b, line)]
  return one && other ? comparePlaces(one, other) : 0
}

interface Said {
  readonly of: Support
  readonly fragment: string
  readonly present: RangeState
  /** Undefined where the statement says nothing of this version. */
  readonly candidates: readonly Candidate[] | undefined
}

function cellsOf(knowledge: Knowledge, entry: Entry<Feature>, component: string, versions: readonly string[]): Cell[] {
  const line = knowledge.lines.get(component)
  const groups = groupsOf(entry, component)
  return groups.length === 0 ? [] : versions.flatMap((version) => groups.map((group) => cellAt(line, entry.data, component, version, group)))
}

/** See `statementValues` of the evaluator. A value that is not known stands as null. */
function candidatesOf(statement: Support, feature: Feature, present: RangeState): readonly Candidate[] | undefined {
  const value = statement.value ?? (statement.status === 'unaffected' ? greatest(feature.values) : undefined)
  if (value === undefined) return present === 'absent' ? undefined : [null]
  const before = statement.before ?? least(feature.values)
  const inside: Candidate = { value, firm: true }
  const outside: Candidate = before === undefined ? null : { value: before, firm: false }
  return present === 'present' ? [inside] : present === 'absent' ? [outside] : [outside, inside]
}

/** The statements that a cell rests on: those that hold, else those that may, else all that say it is outside them. */
function decidedBy(bearing: readonly Said[]): readonly Said[] {
  const may = bearing.filter(({ present }) => present !== 'absent')
  return may.length > 0 ? may : bearing
}

function stateOf(deciding: readonly Said[], value: Value | null, feature: Feature): CellState {
  if (value === null) return 'unknown'
  const told = new Set(deciding.flatMap(({ of, present }) => (present === 'present' && of.status && of.status !== 'unaffected' ? [of.status] : [])))
  for (const status of ['partial', 'supported', 'absent'] as const) if (told.has(status)) return status
  return JSON.stringify(value) === JSON.stringify(least(feature.values)) ? 'absent' : 'supported'
}

/** Whether a statement says that the value was looked for and not found out, whatever value it guesses. */
function isNotFoundOut({ value, status }: Support): boolean {
  return status === 'unknown' || (value === undefined && status !== 'unaffected')
}

/** Whether a statement's range ended before this version, or one of its events took the value away. */
function wasThere({ of, present }: Said, feature: Feature, version: string, line: ReleaseLine | undefined): boolean {
  if (!of.versions || version === '*') return false
  const last = decidingEvent(of.versions, version, line)
  const none = JSON.stringify(least(feature.values))
  if (present === 'absent') return (last === 'removed' || last === 'broken') && of.value !== undefined && JSON.stringify(of.value) !== none
  return present === 'present' && last === 'introduced' && of.before !== undefined && JSON.stringify(of.before) !== none
}

function reached({ versions = [] }: Support, event: Event['event'], version: string, line: ReleaseLine | undefined): boolean {
  return version !== '*' && versions.some((one) => one.event === event && hasReached(one, version, line))
}

/** The point releases of a branch at which statements change. */
function releasesWithin(said: readonly Said[], version: string, line: ReleaseLine | undefined): string[] {
  const place = line && placeOf(version, line)
  if (!line || !place || place.point !== undefined) return []
  const events = said.flatMap(({ of }) => of.versions ?? []).filter((event) => event.event !== 'reserved' && event.event !== 'deprecated')
  const inside = events.map((event) => event.version).filter((one) => placeOf(one, line)?.branch === place.branch && (placeOf(one, line)?.point ?? 0) > 0)
  return [...new Set(inside)].sort((a, b) => compareOn(line, a, b))
}

function distinctEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Set(evidence)]
}
