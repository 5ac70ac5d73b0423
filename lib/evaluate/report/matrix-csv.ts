import type { Evidence, Knowledge } from '../../model/index.ts'
import type { GridCell, GridRow, Saying } from '../matrix/grid.ts'
import type { MatrixTables } from '../matrix/table.ts'
import { showValue } from '../values.ts'
import { citationInWords } from './words.ts'

const HEAD = [
  'feature',
  'row',
  'row_from',
  'row_to',
  'component',
  'from',
  'to',
  'state',
  'value',
  'condition',
  'condition_state',
  'marks',
  'note',
  'statements',
  'evidence',
  'checked',
]

/**
 * A matrix as CSV (RFC 4180), a line for each cell and condition. `from` and `to` are the first and last version of the cell; an empty `to` means that it
 * goes on with the line. `checked` is the oldest day on which a piece of its evidence was checked.
 */
export function matrixCsv({ grids }: MatrixTables, knowledge: Knowledge): string {
  const lines = grids.flatMap(({ component, down, rows }) =>
    rows.flatMap((row) => row.cells.flatMap((cell) => cellLines(component, down, row, cell, knowledge))),
  )
  return `${[HEAD, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}

function cellLines(component: string, down: string | undefined, row: GridRow, cell: GridCell, knowledge: Knowledge): string[][] {
  const says: readonly (Saying | undefined)[] = cell.says.length > 0 ? cell.says : [undefined]
  return says.map((one) => [
    row.feature,
    down ?? row.label,
    row.run?.first ?? '',
    row.run?.last ?? '',
    component,
    cell.run.first,
    cell.run.last ?? '',
    cell.state,
    cell.move ? `${cell.move.source} → ${cell.move.destination}` : one && one.value !== null ? showValue(one.value) : cell.text,
    one?.when ?? '',
    one?.state ?? '',
    [one?.deprecated ? 'deprecated' : '', one?.inferred ? 'inferred' : '', ...(one?.changes ?? []).map((version) => `changes at ${version}`)]
      .filter(Boolean)
      .join(' '),
    [one?.note, ...cell.notes.slice(cell.move ? 1 : 0)].filter(Boolean).join('; '),
    (one?.statements ?? cell.move?.findings.map(({ claim }) => claim) ?? []).join(' '),
    evidenceOf(cell, one)
      .map((evidence) => citationInWords(evidence, knowledge))
      .join('; '),
    evidenceOf(cell, one)
      .map(({ checked }) => checked)
      .sort()[0] ?? '',
  ])
}

function evidenceOf({ move }: GridCell, one: Saying | undefined): readonly Evidence[] {
  return one?.evidence ?? move?.findings.flatMap(({ cites }) => cites) ?? []
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
