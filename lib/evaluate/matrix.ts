import { type Entry, type Event, type Evidence, type Feature, type Knowledge, type RawCondition, type Support, type Value, placeOf } from '../model/index.ts'
import { stateAt } from '../model/ranges.ts'
import { greatest, least } from './values.ts'

export type CellState = 'supported' | 'partial' | 'absent' | 'unknown'

/** What one component's release says of a feature under one condition. */
export interface Cell {
  readonly component: string
  /** A release line's entry; `*` for components without releases (cpu, machine, option). */
  readonly version: string
  readonly when: RawCondition
  readonly value: Value | null
  readonly state: CellState
  /** A number or name exists but no implementation. */
  readonly reserved?: boolean
  readonly inferred?: boolean
  readonly note?: string
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
 * @returns undefined if there is no such feature
 */
export function matrixOf(knowledge: Knowledge, feature: string, component?: string): Matrix | undefined {
  const entry = knowledge.features.find(({ data }) => data.id === feature)
  if (!entry) return undefined
  const components = [...new Set(entry.data.support.map((statement) => statement.component))].filter((name) => !component || name === component)
  return { feature, cells: components.flatMap((name) => componentCells(knowledge, entry, name, versionsOf(knowledge, entry.data, name))) }
}

/** Every feature's cells at one version of a component. */
export function matrixAt(knowledge: Knowledge, component: string, version: string): readonly Matrix[] {
  return knowledge.features
    .map((entry) => ({ feature: entry.data.id, cells: componentCells(knowledge, entry, component, [version]) }))
    .filter(({ cells }) => cells.length > 0)
}

function componentCells(knowledge: Knowledge, { data }: Entry<Feature>, component: string, versions: readonly string[]): Cell[] {
  const groups = new Map<string, Support[]>()
  for (const statement of data.support.filter((one) => one.component === component)) {
    const key = JSON.stringify(statement.when ?? {})
    groups.set(key, [...(groups.get(key) ?? []), statement])
  }
  return versions.flatMap((version) => [...groups.values()].map((statements) => cellAt(knowledge, data, component, version, statements)))
}

function cellAt(knowledge: Knowledge, feature: Feature, component: string, version: string, statements: readonly Support[]): Cell {
  const line = knowledge.lines.get(component)
  const said = statements.map((statement) => {
    const present = statement.versions ? (version === '*' ? 'either' : stateAt(statement.versions, version, line)) : 'present'
    const reserved = (statement.versions ?? []).some((event) => event.event === 'reserved' && reached(event, version, knowledge, component))
    return { statement, present, reserved }
  })
  const chosen = said.find(({ present }) => present === 'present') ?? said.find(({ present }) => present !== 'absent') ?? said[0]
  const { statement, present } = chosen as (typeof said)[number]
  const value =
    present === 'present'
      ? (statement.value ?? (statement.status === 'unaffected' ? greatest(feature.values) : undefined))
      : present === 'absent'
        ? (statement.before ?? least(feature.values))
        : undefined
  return {
    component,
    version,
    when: statement.when ?? {},
    value: value ?? null,
    state: stateOf(statement, present, value, feature),
    ...(said.some(({ reserved }) => reserved) && present === 'absent' ? { reserved: true } : {}),
    ...(statement.inferred ? { inferred: true } : {}),
    ...(statement.note ? { note: statement.note } : {}),
    evidence: [...statement.evidence, ...(statement.versions ?? []).flatMap(({ evidence }) => evidence ?? [])],
  }
}

function stateOf(statement: Support, present: string | undefined, value: Value | undefined, feature: Feature): CellState {
  if (statement.status === 'unknown' || value === undefined) return 'unknown'
  if (present === 'present' && statement.status && statement.status !== 'unaffected') return statement.status
  return JSON.stringify(value) === JSON.stringify(least(feature.values)) ? 'absent' : 'supported'
}

function reached(event: Event, version: string, knowledge: Knowledge, component: string): boolean {
  return version !== '*' && stateAt([{ ...event, event: 'introduced' }], version, knowledge.lines.get(component)) === 'present'
}

function versionsOf(knowledge: Knowledge, feature: Feature, component: string): string[] {
  const line = knowledge.lines.get(component)
  if (!line) return ['*']
  const points = feature.support
    .filter((one) => one.component === component)
    .flatMap(({ versions }) => versions ?? [])
    .map(({ version }) => version)
    .filter((version) => (placeOf(version, line)?.point ?? 0) > 0)
  return line.branches.flatMap(({ name }) => [name, ...points.filter((version) => placeOf(version, line)?.branch === name)])
}
