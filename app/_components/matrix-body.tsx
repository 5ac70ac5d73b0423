import { matrixQuery } from '../../lib/api/matrix/fields.ts'
import type { MatrixView } from '../../lib/api/matrix/view.ts'
import type { GridCell, GridRow } from '../../lib/evaluate/index.ts'
import type { LinkResolver } from '../../lib/model/index.ts'
import { RecordLink } from './evidence.tsx'
import { GridTable, Legend } from './matrix.tsx'

/** A matrix view: what it is of, its tables and their legend. */
export function MatrixBody({ view, links }: { view: MatrixView; links: LinkResolver }) {
  const { title, about, grids, entry, kind } = view
  return (
    <>
      <h2 id="table">
        {entry ? (
          <RecordLink id={entry.data.id} links={links}>
            {title}
          </RecordLink>
        ) : (
          title
        )}
      </h2>
      {about.map((line) => (
        <p key={line} className="small">
          {line}
        </p>
      ))}
      {grids.length === 0 ? (
        <p>
          Nothing of this is recorded. <a href="/matrix">Start again</a>, or{' '}
          <a href={`/search?q=${encodeURIComponent(view.fields.text || view.fields.feature)}`}>search</a>.
        </p>
      ) : null}
      {grids.length > 0 ? <Legend grids={grids} /> : null}
      {grids.reduce((sum, { rows }) => sum + rows.length, 0) > LONG ? (
        <a className="mx-skip" href="#after">
          Skip the table
        </a>
      ) : null}
      {grids.map((grid) => (
        <GridTable
          key={grid.component}
          grid={grid}
          label={kind === 'feature' ? `${view.fields.feature} in ${grid.component}` : title}
          hrefOf={(row, cell) => addressOf(view, grid.component, row, cell)}
          headOf={
            kind === 'component' || kind === 'release'
              ? (row) => <FeatureHead row={row} isRelease={kind === 'release'} component={grid.component} />
              : undefined
          }
        />
      ))}
    </>
  )
}

/** Rows from which on a table can be skipped. */
const LONG = 12

function FeatureHead({ row, isRelease, component }: { row: GridRow; isRelease: boolean; component: string }) {
  const when = isRelease ? row.cells[0]?.says[0]?.when : ''
  return (
    <>
      <a className="id" href={`?${matrixQuery({ feature: row.feature, component })}`} title={row.title}>
        {row.label}
      </a>
      {when ? <span className="small soft"> {when}</span> : null}
    </>
  )
}

/** The address of a cell, which tells it in full. */
function addressOf({ kind, fields, assumed }: MatrixView, component: string, row: GridRow, { run }: GridCell): string {
  const host = assumed ? '' : fields.host
  if (kind === 'joint' || kind === 'direction') {
    const { feature, view, down, arch } = fields
    return `?${matrixQuery({ feature, view, component: fields.component, down, host, arch, row: row.run?.first ?? '', column: run.first })}#cell`
  }
  // What has no releases has but one cell, and its row is told on the record's page.
  if (run.first === '*') return `/features/${row.feature}#${row.cells[0]?.says[0]?.statements[0] ?? 's-support'}`
  return `?${matrixQuery({ feature: row.feature, component, version: run.first, ...(kind === 'feature' ? { host: fields.host } : {}) })}#cell`
}

/** The other pages of a long matrix. */
export function Pager({ view: { fields, paging } }: { view: MatrixView }) {
  if (!paging || paging.pages < 2) return null
  const { page, pages, total } = paging
  const to = (other: number): string => `?${matrixQuery({ ...fields, page: other })}`
  return (
    <nav aria-label="Pages" className="row small">
      {page > 1 ? <a href={to(page - 1)}>previous</a> : null}{' '}
      {Array.from({ length: pages }, (_, index) => index + 1).map((one) => (
        <a key={one} href={to(one)} aria-current={one === page ? 'page' : undefined}>
          {one}{' '}
        </a>
      ))}{' '}
      {page < pages ? <a href={to(page + 1)}>next</a> : null} <span className="soft">{total} rows</span>
    </nav>
  )
}

/** The same matrix in other forms. */
export function Downloads({ view: { kind, fields, assumed } }: { view: MatrixView }) {
  const query = matrixQuery({ ...fields, ...(assumed ? { host: '' } : {}) })
  return (
    <p className="small row" id="after" tabIndex={-1}>
      <span>This table:</span> <a href={`/matrix.csv?${query}`}>CSV</a> <a href={`/matrix.json?${query}`}>JSON</a>{' '}
      <a href={`/matrix.svg?${query}`}>SVG picture</a> <a href={`/matrix.txt?${query}`}>text</a>
      {kind === 'feature' || kind === 'release' ? (
        <>
          {' '}
          <a
            href={`/api/v1/matrix?${matrixQuery(kind === 'feature' ? { feature: fields.feature, component: fields.component } : { component: fields.component, version: fields.version })}`}
          >
            API
          </a>
        </>
      ) : null}
    </p>
  )
}
