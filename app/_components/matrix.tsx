import { type Cell, conditionInWords, matrixOf, showValue } from '../../lib/evaluate/index.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'

const SIGNS = { supported: '+', partial: '~', absent: '−', unknown: '?' } as const

/** A feature's matrix: a row per component and condition, runs of releases that say the same drawn as one cell. */
export function MatrixTable({ knowledge, feature, component }: { knowledge: Knowledge; feature: string; component?: string | undefined }) {
  const matrix = matrixOf(knowledge, feature, component)
  if (!matrix) return null
  const components = [...new Set(matrix.cells.map((cell) => cell.component))]
  return (
    <>
      {components.map((name) => (
        <ComponentMatrix key={name} name={name} cells={matrix.cells.filter((cell) => cell.component === name)} feature={feature} />
      ))}
      <p className="small soft">+ supported · ~ partial · − absent · ? unknown · ® number reserved, no implementation</p>
    </>
  )
}

function ComponentMatrix({ name, cells, feature }: { name: string; cells: readonly Cell[]; feature: string }) {
  const versions = [...new Set(cells.map(({ version }) => version))]
  const rows = [...grouped(cells).values()]
  const columns = columnsOf(rows, versions)
  return (
    <Frame label={`${feature} in ${name}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {columns.map(([first, last]) => (
              <th key={first} scope="col">
                {first === '*' ? 'any' : first === last ? first : `${first} – ${last}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row[0]?.when)}>
              <th scope="row">{conditionInWords(row[0]?.when) || 'always'}</th>
              {columns.map(([first]) => {
                const cell = row.find(({ version }) => version === first)
                return cell ? (
                  <td key={first} className={cell.state} title={cell.note}>
                    {SIGNS[cell.state]} {showValue(cell.value)}
                    {cell.reserved ? ' ®' : ''}
                    {cell.inferred ? ' (inferred)' : ''}
                  </td>
                ) : (
                  <td key={first} />
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

/** Runs of versions in which no row changes: first and last of each. */
function columnsOf(rows: readonly (readonly Cell[])[], versions: readonly string[]): [string, string][] {
  const says = (version: string): string =>
    JSON.stringify(rows.map((row) => row.find((cell) => cell.version === version)).map((cell) => [cell?.state, cell?.value, cell?.reserved]))
  const columns: [string, string][] = []
  for (const version of versions) {
    const run = columns.at(-1)
    if (run && says(run[1]) === says(version)) run[1] = version
    else columns.push([version, version])
  }
  return columns
}

function grouped(cells: readonly Cell[]): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = JSON.stringify(cell.when)
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return groups
}
