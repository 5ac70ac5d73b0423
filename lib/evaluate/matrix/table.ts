import { GRID_STATES, type Grid, type GridCell, type GridRow, type GridState, STATE_MEANINGS, STATE_SIGNS, runInWords } from './grid.ts'

/** What a matrix is about, and its tables: what every form of it (page, text, CSV, JSON, SVG) is made from. */
export interface MatrixTables {
  readonly title: string
  /** Lines that say what was asked and taken for granted. */
  readonly about: readonly string[]
  readonly grids: readonly Grid[]
  /** Where there is more than one page. */
  readonly paging?: { readonly total: number; readonly page: number; readonly pages: number } | undefined
}

/** The states that a matrix shows, in the order of `GRID_STATES`. */
export function statesIn(grids: readonly Grid[]): GridState[] {
  const shown = new Set(grids.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ state }) => state))))
  return GRID_STATES.filter((state) => shown.has(state))
}

/** The legend in one line. */
export function legendInWords(grids: readonly Grid[]): string {
  return statesIn(grids)
    .map((state) => `${STATE_SIGNS[state]} ${STATE_MEANINGS[state]}`)
    .join('; ')
}

/** What stands in a cell after its sign. */
export function cellText({ text, deprecated, inferred }: GridCell): string {
  return [text, deprecated ? '†' : '', inferred ? '(inferred)' : ''].filter(Boolean).join(' ')
}

/** What stands before a row. */
export function rowLabel({ label, run, cells }: GridRow, { columns }: Grid): string {
  if (run) return runInWords(run)
  // Of one release, the rows of a feature differ in their condition.
  const when = columns.length === 1 && columns[0]?.first === columns[0]?.last ? cells[0]?.says[0]?.when : undefined
  return when ? `${label}: ${when}` : label
}
