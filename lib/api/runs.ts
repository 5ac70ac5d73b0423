import { type Cell, matrixOf } from '../evaluate/index.ts'
import type { Feature, Knowledge, RawCondition } from '../model/index.ts'

/** A feature's matrix in one component, with neighbouring versions that say the same put together. */
export interface ComponentTable {
  readonly component: string
  readonly columns: readonly Column[]
  readonly rows: readonly { readonly when: RawCondition; readonly cells: readonly TableCell[] }[]
}

/** Versions from `first` to `last`, both in it; `last` is undefined where the column goes on with the line. */
export interface Column {
  readonly first: string
  readonly last?: string | undefined
}

export interface TableCell extends Cell {
  /** Place in the feature's `support` of the statement that it comes from. */
  readonly statement: number
}

/**
 * A feature's matrix as tables, one a component, a row a condition.
 * @param options.every keep a column for every version
 * @returns undefined if there is no such feature
 */
export function tablesOf(
  knowledge: Knowledge,
  id: string,
  { component, every = false }: { component?: string | undefined; every?: boolean } = {},
): ComponentTable[] | undefined {
  const feature = knowledge.features.find(({ data }) => data.id === id)?.data
  const matrix = matrixOf(knowledge, id, component)
  if (!feature || !matrix) return undefined
  const components = [...new Set(matrix.cells.map((cell) => cell.component))]
  return components.map((name) =>
    tableOf(
      feature,
      name,
      matrix.cells.filter((cell) => cell.component === name),
      every,
    ),
  )
}

/** A column's versions in words: `4.6 to 6.11`, `6.12 and later`. */
export function columnInWords({ first, last }: Column): string {
  if (first === '*') return 'any version'
  return last === undefined ? `${first} and later` : first === last ? first : `${first} to ${last}`
}

function tableOf(feature: Feature, component: string, cells: readonly Cell[], every: boolean): ComponentTable {
  const versions = [...new Set(cells.map(({ version }) => version))]
  const conditions = [...new Map(cells.map(({ when }) => [JSON.stringify(when), when])).values()]
  const grid = conditions.map((when) => {
    const key = JSON.stringify(when)
    const own = cells.filter((cell) => JSON.stringify(cell.when) === key)
    return { when, cells: versions.map((version): TableCell => ofStatement(feature, own.find((cell) => cell.version === version) as Cell)) }
  })
  const starts = versions.map((_, index) => index).filter((index) => every || index === 0 || grid.some((row) => !alike(row.cells[index - 1], row.cells[index])))
  return {
    component,
    columns: starts.map((start, index) => {
      const next = starts[index + 1]
      return { first: versions[start] as string, last: next === undefined && !every ? undefined : versions[(next ?? versions.length) - 1] }
    }),
    rows: grid.map((row) => ({ when: row.when, cells: starts.map((start) => row.cells[start] as TableCell) })),
  }
}

function ofStatement(feature: Feature, cell: Cell): TableCell {
  const key = JSON.stringify(cell.when)
  const group = feature.support.flatMap((one, index) => (one.component === cell.component && JSON.stringify(one.when ?? {}) === key ? [{ one, index }] : []))
  const own = group.find(({ one }) => one.evidence[0] !== undefined && one.evidence[0] === cell.evidence[0] && one.note === cell.note) ?? group[0]
  return { ...cell, statement: own?.index ?? 0 }
}

function alike(a: Cell | undefined, b: Cell | undefined): boolean {
  return a?.state === b?.state && a?.reserved === b?.reserved && JSON.stringify(a?.value) === JSON.stringify(b?.value)
}
