import { GRID_STATES, type GridState } from '../../evaluate/index.ts'

/** What an address of `/matrix` asks for. */
export interface MatrixFields {
  /** An id or a name. */
  readonly feature: string
  readonly component: string
  /** One release: of `component` every feature, with `feature` one cell. */
  readonly version: string
  /** Of one feature: a pair of components, or a migration. */
  readonly view: '' | 'joint' | 'direction'
  /** Of a pair, the component of the rows; `component` is that of the columns. */
  readonly down: string
  /** Shorthand of the host, and of the VM and guest where that matters. */
  readonly host: string
  readonly arch: string
  readonly area: string
  readonly text: string
  readonly states: readonly GridState[]
  readonly from: string
  readonly to: string
  readonly changes: boolean
  readonly every: boolean
  readonly page: number
  /** A cell of a pair or a migration, by the versions of its row and column. */
  readonly row: string
  readonly column: string
}

/** The fields in a query; what is none is left out. */
export function matrixFields(query: URLSearchParams): MatrixFields {
  const text = (name: string, most = 300): string => query.get(name)?.trim().slice(0, most) ?? ''
  const flag = (name: string): boolean => query.has(name) && !['', '0', 'no', 'false'].includes(text(name))
  const view = text('view')
  const page = Number(text('page', 6))
  const states = query
    .getAll('state')
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
  return {
    feature: text('feature'),
    component: text('component', 40),
    version: text('version', 40),
    view: view === 'joint' || view === 'direction' ? view : '',
    down: text('down', 40),
    host: text('host', 4000),
    arch: text('arch', 40),
    area: text('area', 100),
    text: text('text', 200),
    states: GRID_STATES.filter((state) => states.includes(state)),
    from: text('from', 40),
    to: text('to', 40),
    changes: flag('changes'),
    every: flag('every'),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    row: text('row', 40),
    column: text('column', 40),
  }
}

/** The shortest query that has these fields. */
export function matrixQuery(fields: Partial<MatrixFields>): string {
  const query = new URLSearchParams()
  const { feature, component, version, view, down, host, arch, area, text, states, from, to, changes, every, page, row, column } = fields
  for (const [name, value] of Object.entries({
    feature,
    component,
    version,
    view,
    down,
    host,
    arch,
    area,
    text,
    state: states?.join(','),
    from,
    to,
    row,
    column,
  }))
    if (value) query.set(name, value)
  if (changes) query.set('changes', '1')
  if (every) query.set('every', '1')
  if (page !== undefined && page > 1) query.set('page', String(page))
  return query.toString().replaceAll('%3D', '=').replaceAll('%2C', ',').replaceAll('%2F', '/')
}
