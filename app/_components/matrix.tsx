import { Fragment } from 'react'
import { type ComponentTable, type Overview, runInWords, SIGNS, tablesOf } from '../../lib/api/runs.ts'
import { conditionInWords, showValue, statementFragments } from '../../lib/evaluate/index.ts'
import type { Entry, Feature, Knowledge } from '../../lib/model/index.ts'
import { Frame } from './frame.tsx'

/** A feature's matrix: a row per component and condition; releases that say the same are one column. Cells lead to their statements. */
export function MatrixTable({
  knowledge,
  entry,
  page,
  component,
}: {
  knowledge: Knowledge
  entry: Entry<Feature>
  page: string
  component?: string | undefined
}) {
  const fragments = statementFragments(entry.data)
  return (
    <>
      {tablesOf(knowledge, entry, component).map((table) => (
        <ComponentMatrix key={table.component} table={table} feature={entry.data.id} page={page} fragments={fragments} />
      ))}
      <Legend signs={['supported', 'partial', 'absent', 'unknown']} />
    </>
  )
}

/** Every feature over the releases of one component. */
export function OverviewTable({ overview, component }: { overview: Overview; component: string }) {
  return (
    <>
      <Frame label={`every feature over the releases of ${component}`}>
        <table className="overview">
          <RunsHead component={component} runs={overview.runs} />
          <tbody>
            {overview.rows.map((row) => (
              <tr key={row.feature}>
                <th scope="row">
                  <a className="id" href={`/matrix?feature=${row.feature}&component=${component}`} title={row.title}>
                    {row.feature}
                  </a>
                </th>
                {row.cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                  <td key={index} className={cell.state} title={cell.says}>
                    {SIGNS[cell.state]} {cell.value}
                    {cell.reserved ? ' ®' : ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      <Legend signs={['supported', 'partial', 'absent', 'unknown', 'mixed']} />
    </>
  )
}

/** A column for each run of releases. */
function RunsHead({ component, runs }: { component: string; runs: Overview['runs'] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{component}</th>
        {runs.map((run) => (
          <th key={run.first} scope="col">
            {runInWords(run)}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** @param fragments of the feature's statements: where cells lead to on the page */
function ComponentMatrix({ table, feature, page, fragments }: { table: ComponentTable; feature: string; page: string; fragments: readonly string[] }) {
  return (
    <Frame label={`${feature} in ${table.component}`}>
      <table>
        <RunsHead component={table.component} runs={table.runs} />
        <tbody>
          {table.rows.map((row) => (
            <tr key={JSON.stringify(row.when)}>
              <th scope="row">{conditionInWords(row.when) || 'always'}</th>
              {row.cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                <td key={index} className={cell.state}>
                  <a href={`${page}#${fragments[cell.statement]}`} title={cell.note ?? 'the statement and its evidence'}>
                    {SIGNS[cell.state]} {showValue(cell.value)}
                  </a>
                  {cell.reserved ? ' ®' : ''}
                  {cell.inferred ? ' (inferred)' : ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

const MEANINGS = { supported: 'supported', partial: 'partial', absent: 'absent', unknown: 'unknown', mixed: 'depends on conditions' } as const

function Legend({ signs }: { signs: readonly (keyof typeof MEANINGS)[] }) {
  return (
    <p className="legend small">
      {signs.map((state) => (
        <Fragment key={state}>
          <span className={state}>
            {SIGNS[state]} {MEANINGS[state]}
          </span>{' '}
        </Fragment>
      ))}
      <span>® number reserved, not implemented</span>
    </p>
  )
}
