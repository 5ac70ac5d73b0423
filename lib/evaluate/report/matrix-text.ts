import { type Grid, type GridCell, STATE_SIGNS, runInWords, sayingInWords } from '../matrix/grid.ts'
import { type MatrixTables, cellText, legendInWords, rowLabel } from '../matrix/table.ts'
import { wrap } from './wrap.ts'

/** A matrix for a terminal or a mail: a line a run of versions that say the same. @param width default 78 */
export function reportMatrix({ title, about, grids, paging }: MatrixTables, width = 78): string {
  return [
    wrap(title, width),
    ...about.map((line) => wrap(line, width)),
    ...(paging && paging.pages > 1 ? [`Page ${paging.page} of ${paging.pages} (page=…), ${paging.total} rows.`] : []),
    ...(grids.length > 0 ? [wrap(legendInWords(grids), width)] : ['Nothing of this is recorded.']),
    ...grids.flatMap((grid) => ['', ...gridLines(grid, width)]),
  ].join('\n')
}

function gridLines(grid: Grid, width: number): string[] {
  const drawn = grid.down === undefined ? undefined : drawnGrid(grid, width)
  if (drawn) return drawn
  const isOneColumn = grid.columns.length === 1 && grid.rows.every(({ cells }) => cells.length === 1)
  return [
    ...(grid.corner === 'feature' ? [] : [grid.corner.toUpperCase()]),
    ...grid.rows.flatMap((row) => {
      const label = rowLabel(row, grid)
      if (isOneColumn && grid.corner === 'feature') return [wrap(`${said(row.cells[0] as GridCell)}  ${label}`, width, '', '    ')]
      return [
        wrap(grid.down === undefined ? label : `${grid.down} ${label}`, width, '  ', '    '),
        ...row.cells.flatMap((cell) => [
          wrap(said(cell), width, `    ${runInWords(cell.run).padEnd(18)} `, ' '.repeat(23)),
          ...(cell.state === 'mixed' && grid.corner === 'feature'
            ? cell.says.map((one) => wrap(`${one.when || 'always'}: ${sayingInWords(one)}`, width, '      ', '        '))
            : []),
        ]),
      ]
    }),
  ]
}

/** A table as wide as the text may be; undefined where it is wider. */
function drawnGrid(grid: Grid, width: number): string[] | undefined {
  const rows = [
    [grid.corner, ...grid.columns.map(runInWords)],
    ...grid.rows.map((row) => {
      const texts = grid.columns.map((_, column) => row.cells.find(({ at, span }) => at <= column && column < at + span))
      return [rowLabel(row, grid), ...texts.map((cell) => (cell ? said(cell) : ''))]
    }),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? []
  if (widths.reduce((sum, one) => sum + one + 2, 0) > width) return undefined
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => text.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd()
  return [line(rows[0] as string[]), widths.map((one) => '-'.repeat(one)).join('  '), ...rows.slice(1).map(line)]
}

function said(cell: GridCell): string {
  const text = cellText(cell)
  return `${STATE_SIGNS[cell.state]}${text ? ` ${text}` : ''}`
}
