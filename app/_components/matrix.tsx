import { Fragment, type ReactNode } from 'react'
import {
  type Grid,
  type GridCell,
  type GridRow,
  STATE_MEANINGS,
  STATE_SIGNS,
  cellText,
  featureGrids,
  runInWords,
  sayingInWords,
  statesIn,
} from '../../lib/evaluate/index.ts'
import type { Entry, Feature, Knowledge } from '../../lib/model/index.ts'
import { ClientScript } from './client-script.tsx'
import { Condition } from './condition.tsx'
import { Frame } from './frame.tsx'
import './matrix.css'

/** A feature's matrix on its page: a table a component, a row a condition; releases that say the same are one column. Cells lead to their statements, and each has its own address for citations. */
export function MatrixTable({ knowledge, entry, page }: { knowledge: Knowledge; entry: Entry<Feature>; page: string }) {
  const { id } = entry.data
  const grids = featureGrids(knowledge, entry)
  const isCurrent = knowledge.entries.get(id)?.revision === entry.revision
  return (
    <>
      {grids.map((grid) => (
        <GridTable
          key={grid.component}
          grid={grid}
          label={`${id} in ${grid.component}`}
          hrefOf={(_, cell) => `${page}#${cell.says[0]?.statements[0] ?? 's-support'}`}
          pinned={`${id}@${entry.revision}`}
        />
      ))}
      <Legend grids={grids} />
      {isCurrent ? (
        <p className="small row">
          <a href={`/matrix?feature=${id}`}>Cells with their evidence, narrowed, as CSV, JSON or a picture</a>{' '}
          <a href={`/matrix?feature=${id}&view=joint`}>Pairs of kernel and hypervisor</a>{' '}
          <a href={`/matrix?feature=${id}&view=direction`}>Migration from release to release</a>
        </p>
      ) : null}
      <ClientScript name="matrix" />
    </>
  )
}

interface GridTableProps {
  readonly grid: Grid
  readonly label: string
  /** Where a cell leads. */
  readonly hrefOf: (row: GridRow, cell: GridCell) => string
  /** What stands before a row; default: its label or its versions. */
  readonly headOf?: ((row: GridRow) => ReactNode) | undefined
  /** The revision, `id@revision`, whose matrix it is: each cell has its address for citations then. */
  readonly pinned?: string
}

/** A matrix as a table; cells that say the same to their row are one, and each is a link that needs nothing but the page. */
export function GridTable({ grid, label, hrefOf, headOf, pinned }: GridTableProps) {
  return (
    <Frame label={label}>
      <table className={`mx${grid.corner === 'feature' ? (grid.columns.length > 1 ? ' mx-list' : ' mx-one') : ''}`}>
        <thead>
          <tr>
            <th scope="col">{grid.corner}</th>
            {grid.columns.map((run) => (
              <th key={run.first} scope="col">
                {runInWords(run)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{headOf ? headOf(row) : row.run ? runInWords(row.run) : <Condition text={row.label} />}</th>
              {row.cells.map((cell) => {
                const text = cellText(cell)
                const [first, ...others] = pinned === undefined ? [] : (cell.fragments ?? [])
                return (
                  <td key={cell.at} id={first} className={`mx-${cell.state}`} colSpan={cell.span > 1 ? cell.span : undefined}>
                    {others.map((fragment) => (
                      <span key={fragment} id={fragment} />
                    ))}
                    <a href={hrefOf(row, cell)} title={hintOf(cell)}>
                      {STATE_SIGNS[cell.state]}
                      {text ? ` ${text}` : <span className="sr"> {cell.state}</span>}
                    </a>{' '}
                    {first ? (
                      <a className="cell-mark" href={`/r/${pinned}#${first}`} aria-label={`cite ${first}`} title="the address of this cell, for ever">
                        ¶
                      </a>
                    ) : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

/** The states that are shown, each with its sign. */
export function Legend({ grids }: { grids: readonly Grid[] }) {
  const isDeprecated = grids.some(({ rows }) => rows.some(({ cells }) => cells.some(({ deprecated }) => deprecated)))
  return (
    <p className="legend small">
      {statesIn(grids).map((state) => (
        <Fragment key={state}>
          <span className={`mx-${state}`}>
            {STATE_SIGNS[state]} {STATE_MEANINGS[state]}
          </span>{' '}
        </Fragment>
      ))}
      {isDeprecated ? <span>† deprecated</span> : null}
    </p>
  )
}

/** What hovering shows; the cell's page has it with its evidence. Undefined where the cell itself says it all. */
function hintOf({ says, notes, run }: GridCell): string | undefined {
  const lines = [...says.map((one) => [one.when, sayingInWords(one), one.note].filter(Boolean).join(': ')), ...notes]
  const isPlain = lines.length === 1 && says[0] !== undefined && says[0].when === '' && !says[0].note
  if (isPlain || lines.length === 0) return undefined
  const text = [runInWords(run), ...lines].join('\n')
  return text.length > LONGEST_HINT ? `${text.slice(0, LONGEST_HINT - 1)}…` : text
}

const LONGEST_HINT = 300
