import { type Entry, type Feature, type Knowledge, type Profile, type ReleaseLine, aliasName, folderOf, placeOf } from '../../model/index.ts'
import { type StatementGroup, compareOn, entriesOf } from '../matrix.ts'
import { type Grid, type GridCell, type GridRow, type GridState, type Run, combined, sayingAt, spanned } from './grid.ts'
import { groupsFor } from './narrow.ts'

/** Which rows and columns of a component's matrix to show. */
export interface Narrowed {
  /** An area, e.g. the first parts of ids; `all` for all. Default: all if they are few, else the one on which most answers hang. */
  readonly area?: string | undefined
  /** Words that all stand in the feature's id, title or names. */
  readonly words?: string | undefined
  /** What is known of the host, such as `arch`: statements that cannot hold there are left out. */
  readonly profile?: Profile | undefined
  /** Rows that have one of these somewhere. */
  readonly states?: readonly GridState[] | undefined
  /** Versions from and to, both shown. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Rows in which something changes. */
  readonly changing?: boolean | undefined
  /** A column for each release, also where nothing changes in the rows shown. */
  readonly every?: boolean | undefined
  /** From 1. */
  readonly page?: number | undefined
  /** All rows on one page. */
  readonly whole?: boolean | undefined
}

/** A page of a component's matrix, a row a feature. */
export interface ComponentGrid {
  readonly grid: Grid
  /** Empty: all. */
  readonly area: string
  /** Areas that the component has features of, with their number, by name. */
  readonly areas: readonly (readonly [area: string, features: number])[]
  /** Rows on all pages. */
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** A page has at most so many rows, and so many cells, which bounds the size of what is sent. */
const MOST_ROWS = 250
const MOST_CELLS = 3000
/** Features that are shown together where no area is asked for. */
const FEW = 200

/** @returns undefined for a component without releases */
export function componentGrid(knowledge: Knowledge, component: string, narrowed: Narrowed = {}): ComponentGrid | undefined {
  const line = knowledge.lines.get(component)
  if (!line) return undefined
  const { profile, states, changing } = narrowed
  const all = knowledge.features.filter(({ data }) => data.support.some((one) => one.component === component))
  const areas = byArea(all)
  const words = (narrowed.words ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const isFree = narrowed.area === 'all' || (!narrowed.area && (words.length > 0 || all.length <= FEW))
  const area = isFree ? '' : (narrowed.area ?? weightiest(all))
  const own = all.filter(({ data }) => (area === '' || folderOf(data.id) === area || data.id.startsWith(`${area}/`)) && hasWords(data, words))
  const versions = between(line, entriesOf(knowledge, own, component), narrowed)
  const rows = own
    .map((entry) => ({ entry, cells: fullRow(knowledge, entry, component, versions, groupsFor(knowledge, entry, component, profile)) }))
    .filter(({ cells }) => cells.length > 0 && cells.some(({ state }) => state !== 'none'))
    .filter(({ cells }) => !changing || cells.length > 1)
    .filter(({ cells }) => !states || states.length === 0 || cells.some(({ state }) => states.includes(state)))
  const pages = narrowed.whole ? [rows] : paged(rows, narrowed.every ? versions.length : 1)
  const page = Math.min(Math.max(narrowed.page ?? 1, 1), Math.max(pages.length, 1))
  const shown = pages[page - 1] ?? []
  const starts = startsOf(
    shown.flatMap(({ cells }) => cells),
    versions.length,
    narrowed.every ?? false,
  )
  return {
    grid: {
      component,
      corner: 'feature',
      columns: starts.map((start, index) => runFrom(versions, start, starts[index + 1], isNewest(line, versions), narrowed.every ?? false)),
      rows: shown.map(
        ({ entry: { data }, cells }): GridRow => ({ key: data.id, label: data.id, title: data.title, feature: data.id, cells: onColumns(cells, starts) }),
      ),
    },
    area,
    areas,
    total: rows.length,
    page,
    pages: pages.length,
  }
}

/** The versions of a line that are shown, clipped to `from` and `to`. */
export function between(line: ReleaseLine | undefined, versions: readonly string[], { from, to }: Pick<Narrowed, 'from' | 'to'>): string[] {
  if (!line) return [...versions]
  return versions.filter((version) => {
    const isBranch = placeOf(version, line)?.point === undefined
    const branchOfTo = to ? placeOf(to, line)?.branch : undefined
    const isBefore = from !== undefined && compareOn(line, version, from) < 0 && !(isBranch && placeOf(from, line)?.branch === version)
    const isAfter =
      to !== undefined && compareOn(line, version, to) > 0 && !(placeOf(to, line)?.point === undefined && placeOf(version, line)?.branch === branchOfTo)
    return !isBefore && !isAfter
  })
}

/** A row's cells over all versions: `at` and `span` count versions. */
export function fullRow(
  knowledge: Knowledge,
  { data }: Entry<Feature>,
  component: string,
  versions: readonly string[],
  groups: readonly StatementGroup[],
): GridCell[] {
  if (groups.length === 0) return []
  const line = knowledge.lines.get(component)
  const breaks = breaksOf(line, groups, versions)
  const cells = breaks.map((start) => ({
    start,
    cell: {
      ...combined(groups.map((group) => sayingAt(line, data, component, versions[start] as string, group))),
      run: { first: versions[start] as string, last: versions[start] as string },
    },
  }))
  const merged = spanned(
    cells.map(({ cell }) => cell),
    keyOf,
  )
  return merged.map((cell) => {
    const at = breaks[cell.at] as number
    const end = breaks[cell.at + cell.span] ?? versions.length
    return { ...cell, at, span: end - at, run: runFrom(versions, at, end === versions.length ? undefined : end, isNewest(line, versions), false) }
  })
}

/** Which versions begin a column. */
export function startsOf(cells: readonly GridCell[], count: number, every: boolean): number[] {
  if (every) return Array.from({ length: count }, (_, index) => index)
  return [...new Set([...(count > 0 ? [0] : []), ...cells.map(({ at }) => at)])].sort((a, b) => a - b)
}

/** Cells that count versions, as cells that count columns. */
export function onColumns(cells: readonly GridCell[], starts: readonly number[]): GridCell[] {
  return cells.map((cell) => {
    const at = starts.indexOf(cell.at)
    const span = starts.filter((start) => start >= cell.at && start < cell.at + cell.span).length
    return { ...cell, at, span }
  })
}

/** A run from one index up to before the next. @param goesOn whether the last one has no end */
export function runFrom(versions: readonly string[], start: number, next: number | undefined, goesOn: boolean, alone: boolean): Run {
  const first = versions[start] as string
  if (alone) return { first, last: first }
  return { first, last: next === undefined && goesOn ? undefined : versions[(next ?? versions.length) - 1] }
}

/** The version of a line before one of its versions: of a branch, the branch before; of a point release, the one before. */
function versionBefore(line: ReleaseLine, version: string): string | undefined {
  const place = placeOf(version, line)
  if (!place) return undefined
  if ((place.point ?? 0) > 0) return `${place.branch}.${(place.point as number) - 1}`
  return line.branches[line.branches.findIndex(({ name }) => name === place.branch) - 1]?.name
}

/** The runs between versions of which each stands for all up to the next. @param alone each by itself */
export function runsBetween(line: ReleaseLine | undefined, starts: readonly string[], alone: boolean): Run[] {
  return starts.map((first, index) => {
    const next = starts[index + 1]
    if (alone) return { first, last: first }
    return { first, last: next && line ? (versionBefore(line, next) ?? first) : undefined }
  })
}

/** Whether the last version shown is the newest of its line. */
export function isNewest(line: ReleaseLine | undefined, versions: readonly string[]): boolean {
  return line === undefined || placeOf(versions.at(-1) ?? '', line)?.branch === line.branches.at(-1)?.name
}

/** What tells two cells of a row apart. */
export function keyOf({ state, text, says }: Pick<GridCell, 'state' | 'text' | 'says'>): string {
  return JSON.stringify([state, text, says.map((one) => [one.state, one.value, one.deprecated, one.changes, one.note])])
}

/** Indexes of the versions at which something may change. */
function breaksOf(line: ReleaseLine | undefined, groups: readonly StatementGroup[], versions: readonly string[]): number[] {
  if (!line) return versions.map((_, index) => index)
  const mainline = new Set<string>()
  const branches = new Set<string>()
  for (const { statements, bounds } of groups) {
    for (const version of [...bounds, ...statements.flatMap(({ of }) => (of.versions ?? []).map((event) => event.version))]) {
      const place = placeOf(version, line)
      if (!place) continue
      if ((place.point ?? 0) > 0) branches.add(place.branch)
      else mainline.add(place.branch)
      // `<=6.1` changes after it.
      const next = bounds.length > 0 ? line.branches[line.branches.findIndex(({ name }) => name === place.branch) + 1] : undefined
      if (next) mainline.add(next.name)
    }
  }
  let before: string | undefined
  return versions.flatMap((version, index) => {
    const branch = placeOf(version, line)?.branch as string
    const isNew = branch !== before
    const breaks = index === 0 || branches.has(branch) || (isNew && (mainline.has(branch) || (before !== undefined && branches.has(before))))
    before = branch
    return breaks ? [index] : []
  })
}

function paged<Row extends { readonly cells: readonly unknown[] }>(rows: readonly Row[], least: number): Row[][] {
  const pages: Row[][] = []
  let cells = Infinity
  for (const row of rows) {
    // Of a table with a column for each release the head counts too.
    if (cells + row.cells.length > MOST_CELLS || (pages.at(-1)?.length ?? 0) >= MOST_ROWS) {
      pages.push([])
      cells = least
    }
    pages.at(-1)?.push(row)
    cells += row.cells.length
  }
  return pages
}

function hasWords({ id, title, aliases }: Feature, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = [id, title, ...aliases.map(aliasName)].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}

/** Folders with the number of features in them and below. */
function byArea(features: readonly Entry<Feature>[]): [string, number][] {
  const areas = new Map<string, number>()
  for (const { data } of features) for (let area = folderOf(data.id); area !== ''; area = folderOf(area)) areas.set(area, (areas.get(area) ?? 0) + 1)
  return [...areas].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The area with the most that a migration is judged by. */
function weightiest(features: readonly Entry<Feature>[]): string {
  const weights = new Map<string, number>()
  for (const { data } of features)
    weights.set(folderOf(data.id), (weights.get(folderOf(data.id)) ?? 0) + data.migration.length + data.uses.length + data.clauses.length)
  return [...weights].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}
