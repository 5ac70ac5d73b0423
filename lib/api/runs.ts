import { type Cell, type CellState, conditionInWords, matrixAt, matrixOf, showValue } from '../evaluate/index.ts'
import { type Entry, type Feature, type Knowledge, type RawCondition, comparePlaces, folderOf, placeOf } from '../model/index.ts'

/** Versions from `first` to `last`, both in it; `last` is undefined where they go on with the line. */
export interface Run {
  readonly first: string
  readonly last?: string | undefined
}

/** A feature's matrix in one component: a row a condition, versions in which nothing changes put together. */
export interface ComponentTable {
  readonly component: string
  readonly runs: readonly Run[]
  readonly rows: readonly { readonly when: RawCondition; readonly cells: readonly TableCell[] }[]
}

export interface TableCell extends Cell {
  /** Place in the feature's `support` of the statement that says so. */
  readonly statement: number
}

/** A component's matrix: a row a feature. */
export interface Overview {
  /** Whose rows these are; empty: all there are. */
  readonly area: string
  /** Areas that the component has features of, with their number, by name. */
  readonly areas: readonly (readonly [area: string, features: number])[]
  readonly runs: readonly Run[]
  readonly rows: readonly { readonly feature: string; readonly title: string; readonly cells: readonly OverviewCell[] }[]
}

/** What all conditions come to; `mixed` when it depends on them, and `says` has each in words. */
export interface OverviewCell {
  readonly state: CellState | 'mixed'
  readonly reserved: boolean
  /** The value, where every condition has the same and it is more than yes or no. */
  readonly value?: string | undefined
  readonly says: string
}

/** The signs of states, told in every legend. */
export const SIGNS: Readonly<Record<OverviewCell['state'], string>> = { supported: '+', partial: '~', absent: '−', unknown: '?', mixed: '±' }

/** A feature's matrix as tables, one a component. The entry may be an old revision. */
export function tablesOf(knowledge: Knowledge, entry: Entry<Feature>, component?: string): ComponentTable[] {
  const matrix = matrixOf({ ...knowledge, features: [entry] }, entry.data.id, component)
  const cells = matrix?.cells ?? []
  return [...new Set(cells.map((cell) => cell.component))].map((name) =>
    tableOf(
      entry.data,
      name,
      cells.filter((cell) => cell.component === name),
    ),
  )
}

/** Features that one table can show; more are shown by area. */
const MOST_ROWS = 150

/**
 * The features of an area that records speak of in this component, over its releases.
 * @param area default: all features if they are few, else the area on which most answers hang
 * @param every keep each release apart, also where nothing changes
 * @returns undefined for a component without releases
 */
export function overviewOf(
  knowledge: Knowledge,
  component: string,
  { area, every = false }: { area?: string | undefined; every?: boolean } = {},
): Overview | undefined {
  const line = knowledge.lines.get(component)
  if (!line) return undefined
  const all = knowledge.features.filter(({ data }) => data.support.some((one) => one.component === component))
  const areas = [...byArea(all)].sort(([a], [b]) => (a < b ? -1 : 1))
  const shown = area ?? (all.length > MOST_ROWS ? weightiest(areas) : '')
  const own = shown === '' ? all : all.filter(({ data }) => folderOf(data.id) === shown)
  const points = own
    .flatMap(({ data }) => data.support.filter((one) => one.component === component).flatMap(({ versions }) => versions ?? []))
    .map(({ version }) => version)
    .filter((version) => (placeOf(version, line)?.point ?? 0) > 0)
  const versions = [...new Set([...line.branches.map(({ name }) => name), ...points])]
    .flatMap((version) => {
      const place = placeOf(version, line)
      return place ? [{ version, place }] : []
    })
    .sort((a, b) => comparePlaces(a.place, b.place))
    .map(({ version }) => version)
  const byVersion = versions.map(
    (version) => new Map(matrixAt({ ...knowledge, features: own }, component, version).map(({ feature, cells }) => [feature, combined(cells)])),
  )
  const rows = own.map(({ data }) => ({
    feature: data.id,
    title: data.title,
    cells: byVersion.map((cells): OverviewCell => cells.get(data.id) ?? { state: 'unknown', reserved: false, says: 'no statement' }),
  }))
  const starts = startsOf(
    versions,
    rows.map(({ cells }) => cells.map(({ says }) => says)),
    every,
  )
  return {
    area: shown,
    areas: areas.map(([name, entries]) => [name, entries.length] as const),
    runs: runsOf(versions, starts, every),
    rows: rows.map((row) => ({ ...row, cells: starts.map((start) => row.cells[start] as OverviewCell) })),
  }
}

/** The area with the most that a migration is judged by. */
function weightiest(areas: readonly (readonly [string, readonly Entry<Feature>[]])[]): string {
  const weights = areas.map(([area, entries]) => ({
    area,
    weight: entries.reduce((sum, { data }) => sum + data.migration.length + data.uses.length + data.clauses.length, 0),
  }))
  return weights.reduce((a, b) => (b.weight > a.weight ? b : a)).area
}

/** A run in words: `4.6 – 6.11`, `from 6.12`. */
export function runInWords({ first, last }: Run): string {
  if (first === '*') return 'any'
  return last === undefined ? `from ${first}` : first === last ? first : `${first} – ${last}`
}

/** One row's own runs: neighbours of a table's runs that say the same to this row put together, with the place of the first. */
export function mergedRuns(runs: readonly Run[], saysAt: (index: number) => string): { run: Run; index: number }[] {
  const merged: { run: Run; index: number }[] = []
  for (const [index, run] of runs.entries()) {
    const before = merged.at(-1)
    if (before && saysAt(before.index) === saysAt(index)) before.run = { first: before.run.first, last: run.last }
    else merged.push({ run, index })
  }
  return merged
}

function tableOf(feature: Feature, component: string, cells: readonly Cell[]): ComponentTable {
  const versions = [...new Set(cells.map(({ version }) => version))]
  const conditions = [...new Map(cells.map(({ when }) => [JSON.stringify(when), when])).values()]
  const rows = conditions.map((when) => {
    const key = JSON.stringify(when)
    const own = new Map(cells.filter((cell) => JSON.stringify(cell.when) === key).map((cell) => [cell.version, cell]))
    return { when, cells: versions.map((version): TableCell => ofStatement(feature, own.get(version) as Cell)) }
  })
  const starts = startsOf(
    versions,
    rows.map((row) => row.cells.map(({ state, value, reserved }) => JSON.stringify([state, value, reserved]))),
    false,
  )
  return {
    component,
    runs: runsOf(versions, starts, false),
    rows: rows.map((row) => ({ when: row.when, cells: starts.map((start) => row.cells[start] as TableCell) })),
  }
}

/** Indexes of the versions at which some row changes. */
function startsOf(versions: readonly string[], rows: readonly (readonly string[])[], every: boolean): number[] {
  return versions.map((_, index) => index).filter((index) => every || index === 0 || rows.some((row) => row[index - 1] !== row[index]))
}

function runsOf(versions: readonly string[], starts: readonly number[], every: boolean): Run[] {
  return starts.map((start, index) => {
    const next = starts[index + 1]
    return { first: versions[start] as string, last: next === undefined && !every ? undefined : versions[(next ?? versions.length) - 1] }
  })
}

function ofStatement(feature: Feature, cell: Cell): TableCell {
  const key = JSON.stringify(cell.when)
  const group = feature.support.flatMap((one, index) => (one.component === cell.component && JSON.stringify(one.when ?? {}) === key ? [{ one, index }] : []))
  const own = group.find(({ one }) => one.evidence[0] !== undefined && one.evidence[0] === cell.evidence[0] && one.note === cell.note) ?? group[0]
  return { ...cell, statement: own?.index ?? 0 }
}

function combined(cells: readonly Cell[]): OverviewCell {
  const states = new Set(cells.map(({ state }) => state))
  const values = new Set(cells.map(({ value }) => JSON.stringify(value)))
  const value = values.size === 1 ? cells[0]?.value : undefined
  return {
    value: value === undefined || value === null || typeof value === 'boolean' ? undefined : showValue(value),
    state: states.size === 1 ? (cells[0] as Cell).state : 'mixed',
    reserved: cells.some(({ reserved }) => reserved === true),
    says: cells.map((cell) => `${conditionInWords(cell.when) || 'always'}: ${showValue(cell.value)}${cell.reserved ? ' (number reserved)' : ''}`).join('\n'),
  }
}

function byArea(features: readonly Entry<Feature>[]): Map<string, Entry<Feature>[]> {
  const areas = new Map<string, Entry<Feature>[]>()
  for (const entry of features) {
    const area = folderOf(entry.data.id)
    areas.set(area, [...(areas.get(area) ?? []), entry])
  }
  return areas
}
