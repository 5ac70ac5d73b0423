import {
  type ComponentGrid,
  type Grid,
  type GridCell,
  type MatrixTables,
  type ProofNode,
  bearingOn,
  componentGrid,
  defaultHost,
  directionGrid,
  directionOf,
  featureGrids,
  jointAt,
  jointGrid,
  releaseGrid,
  shareProofs,
  validateProfile,
  withVersions,
} from '../../evaluate/index.ts'
import { parseShorthand, shorthandOf } from '../../input/index.ts'
import {
  type Entry,
  EMPTY_PROFILE,
  type Feature,
  InputError,
  type Knowledge,
  type Profile,
  type ReleaseLine,
  aliasName,
  isReleased,
  nearest,
} from '../../model/index.ts'
import { HttpError } from '../problem.ts'
import { LONGEST_MATRIX, withinTime } from '../within-time.ts'
import { type MatrixFields, matrixFields } from './fields.ts'

/** A matrix as an address asks for it. */
export interface MatrixView extends MatrixTables {
  readonly kind: 'component' | 'release' | 'feature' | 'joint' | 'direction'
  /** The fields with what was taken by default. */
  readonly fields: MatrixFields
  readonly entry?: Entry<Feature> | undefined
  readonly areas?: ComponentGrid['areas'] | undefined
  /** Components whose versions bear on the feature. */
  readonly components?: readonly string[] | undefined
  /** The host was not said and is a guess. */
  readonly assumed?: boolean | undefined
  readonly cell?: CellView | undefined
}

/** One cell, told in full. */
export interface CellView {
  readonly title: string
  readonly cells: readonly Omit<GridCell, 'at' | 'span'>[]
  /** Why a value is what it is, or a finding. */
  readonly proofs?: readonly (readonly ProofNode[])[] | undefined
  /** The whole question at `/check`. */
  readonly question?: { readonly from: string; readonly to: string } | undefined
}

/**
 * @param whole all rows on one page
 * @throws HttpError 404 for a feature or component that is not there, 400 for a version that is none, 413 for what takes too long; InputError for a host that cannot be read
 */
export function matrixView(knowledge: Knowledge, query: URLSearchParams, whole = false): MatrixView {
  const fields = matrixFields(query)
  return withinTime(() => viewOf(knowledge, fields, whole), LONGEST_MATRIX)
}

function viewOf(knowledge: Knowledge, fields: MatrixFields, whole: boolean): MatrixView {
  if (fields.feature !== '') {
    const entry = featureNamed(knowledge, fields.feature)
    if (fields.view === 'joint') return joint(knowledge, entry, fields, whole)
    if (fields.view === 'direction') return direction(knowledge, entry, fields, whole)
    return oneFeature(knowledge, entry, fields)
  }
  const hasNoReleases = fields.component !== '' && !knowledge.lines.has(fields.component) && isStated(knowledge, fields.component)
  return fields.version !== '' || hasNoReleases ? oneRelease(knowledge, fields, whole) : oneComponent(knowledge, fields, whole)
}

function oneComponent(knowledge: Knowledge, given: MatrixFields, whole: boolean): MatrixView {
  const component = given.component || 'linux'
  const line = lineOf(knowledge, component)
  checkRange(line, given)
  const { arch, text, states, every, page } = given
  const profile = archProfile(knowledge, arch)
  const found = componentGrid(knowledge, component, {
    area: given.area || undefined,
    words: text,
    profile,
    states,
    from: given.from || undefined,
    to: given.to || undefined,
    changing: given.changes,
    every,
    page,
    whole,
  }) as ComponentGrid
  const { grid, areas, total, pages } = found
  return {
    kind: 'component',
    title: `${line.title}: every feature${found.area === '' ? '' : ` of ${found.area}`} over its releases`,
    about: [...narrowedBy(given), ...(every ? [] : ['Releases in which nothing changes in the rows shown are one column (every=1 shows each).'])],
    grids: grid.rows.length > 0 ? [grid] : [],
    paging: { total, page: found.page, pages },
    areas,
    fields: { ...given, component, area: found.area === '' && given.area === '' ? '' : found.area || 'all', page: found.page },
  }
}

/** Of a component without releases, such as an option, there is one column. */
function oneRelease(knowledge: Knowledge, given: MatrixFields, whole: boolean): MatrixView {
  const component = given.component || 'qemu'
  const line = knowledge.lines.get(component)
  const version = line ? given.version : '*'
  if (!isStated(knowledge, component)) lineOf(knowledge, component)
  if (line) checkVersion(line, version, 'version')
  const found = releaseGrid(knowledge, component, version, {
    area: given.area || undefined,
    words: given.text,
    profile: archProfile(knowledge, given.arch),
    states: given.states,
    page: given.page,
    whole,
  })
  return {
    kind: 'release',
    title: line ? `${line.title} ${version}: every feature` : `${component}: every feature`,
    about: narrowedBy(given),
    grids: found.grid.rows.length > 0 ? [found.grid] : [],
    paging: found,
    fields: { ...given, component, version: line ? version : '', page: found.page },
  }
}

/** Whether some record speaks of a component. */
function isStated({ features }: Knowledge, component: string): boolean {
  return features.some(({ data }) => data.support.some((one) => one.component === component))
}

/** What a page of pairs may come to, and what a cell does without its address, in characters. */
const MOST_CHARACTERS = 350_000
const PER_CELL = 170

/** A page of a table of pairs, which with each release by itself is long. */
function pageOf(grid: Grid, { host, page }: MatrixFields, whole: boolean): { grid: Grid; paging: MatrixTables['paging'] } {
  const most = whole ? Number.POSITIVE_INFINITY : Math.max(MOST_CHARACTERS / (PER_CELL + host.length), grid.columns.length)
  const pages: Grid['rows'][number][][] = [[]]
  let cells = 0
  for (const row of grid.rows) {
    if (cells > 0 && cells + row.cells.length > most) {
      pages.push([])
      cells = 0
    }
    pages.at(-1)?.push(row)
    cells += row.cells.length
  }
  const at = Math.min(page, pages.length)
  return { grid: { ...grid, rows: pages[at - 1] ?? [] }, paging: { total: grid.rows.length, page: at, pages: pages.length } }
}

function oneFeature(knowledge: Knowledge, entry: Entry<Feature>, given: MatrixFields): MatrixView {
  const { component, version } = given
  const line = component ? knowledge.lines.get(component) : undefined
  if (line) checkRange(line, given)
  if (version !== '') checkVersion(line ?? lineOf(knowledge, component), version, 'version')
  const profile = given.host !== '' ? hostOf(knowledge, given.host) : archProfile(knowledge, given.arch)
  const narrowed = { component: component || undefined, profile, every: given.every }
  const grids = featureGrids(knowledge, entry, { ...narrowed, from: given.from || undefined, to: given.to || undefined })
  const at = version === '' ? [] : featureGrids(knowledge, entry, { ...narrowed, from: version, to: version })
  return {
    kind: 'feature',
    title: entry.data.title,
    about: [entry.data.rely, ...narrowedBy(given)],
    grids,
    entry,
    components: componentsOf(knowledge, entry),
    fields: { ...given, feature: entry.data.id },
    cell:
      version === ''
        ? undefined
        : { title: `${entry.data.id} in ${component} ${version}`, cells: at.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)) },
  }
}

function joint(knowledge: Knowledge, entry: Entry<Feature>, given: MatrixFields, whole: boolean): MatrixView {
  const components = componentsOf(knowledge, entry)
  const across = given.component || (components.includes('qemu') ? 'qemu' : components.find((one) => one !== 'linux')) || 'qemu'
  const down =
    given.down || ['linux', 'xen', ...components].find((one) => one !== across && components.includes(one)) || (across === 'linux' ? 'qemu' : 'linux')
  const [lineDown, lineAcross] = [lineOf(knowledge, down), lineOf(knowledge, across)]
  if (down === across)
    throw new HttpError(400, `\`${down}\` cannot be put against itself; choose another component`, [{ path: 'down', message: 'the same as `component`' }])
  const { profile, assumed } = hostFor(knowledge, entry, given)
  const rest = without(profile, [down, across])
  const { grid, paging } = pageOf(jointGrid(knowledge, entry, { down, across, profile: rest, every: given.every }), given, whole)
  if (given.row !== '') checkVersion(lineDown, given.row, 'row')
  if (given.column !== '') checkVersion(lineAcross, given.column, 'column')
  const at = given.row !== '' && given.column !== '' ? withVersions(rest, { [down]: given.row, [across]: given.column }) : undefined
  return {
    kind: 'joint',
    title: `${entry.data.title}: ${lineDown.title} × ${lineAcross.title}`,
    about: [`On ${shorthandOf(rest) || 'any host'}${assumed ? ' (assumed; say host=…)' : ''}, as the evaluator computes it.`],
    grids: [grid],
    paging,
    entry,
    components,
    assumed,
    fields: { ...given, feature: entry.data.id, component: across, down, host: shorthandOf(rest) },
    cell: at && jointCell(knowledge, entry, at, `${entry.data.id} with ${down} ${given.row} and ${across} ${given.column}`),
  }
}

function jointCell(knowledge: Knowledge, entry: Entry<Feature>, profile: Profile, title: string): CellView {
  const { cell, value } = jointAt(knowledge, entry, profile)
  return { title, cells: [cell], proofs: shareProofs([value?.because ?? []]) }
}

function direction(knowledge: Knowledge, entry: Entry<Feature>, given: MatrixFields, whole: boolean): MatrixView {
  const components = componentsOf(knowledge, entry)
  const stated = entry.data.support.map((one) => one.component).find((one) => knowledge.lines.has(one))
  const component = given.component || stated || components[0] || 'qemu'
  const line = lineOf(knowledge, component)
  checkRange(line, given)
  const { profile, assumed } = hostFor(knowledge, entry, given)
  const rest = without(profile, [component])
  const range = { from: given.from || undefined, to: given.to || undefined }
  const { grid, paging } = pageOf(directionGrid(knowledge, entry, { component, profile: rest, ...range, every: given.every }), given, whole)
  for (const name of ['row', 'column'] as const) if (given[name] !== '') checkVersion(line, given[name], name)
  const sides = given.row !== '' && given.column !== '' ? [given.row, given.column].map((version) => withVersions(rest, { [component]: version })) : undefined
  return {
    kind: 'direction',
    title: `${entry.data.title}: migrating from one ${line.title} to another`,
    about: [
      `What this record does to a migration from the release of a row to that of a column; all else may still stand in the way. On ${shorthandOf(rest) || 'any host'}${assumed ? ' (assumed; say host=…)' : ''}.`,
    ],
    grids: [grid],
    paging,
    entry,
    components,
    assumed,
    fields: { ...given, feature: entry.data.id, component, host: shorthandOf(rest) },
    cell: sides && directionCell(knowledge, entry, sides as [Profile, Profile], `${entry.data.id}: ${component} ${given.row} → ${given.column}`),
  }
}

function directionCell(knowledge: Knowledge, entry: Entry<Feature>, [source, destination]: readonly [Profile, Profile], title: string): CellView {
  const cell = directionOf(knowledge, entry, source, destination, true)
  return {
    title,
    cells: [{ ...cell, run: { first: '*' } }],
    proofs: shareProofs(cell.move.findings.map(({ because }) => because)),
    question: { from: shorthandOf(source), to: shorthandOf(destination) },
  }
}

/** Components with releases that bear on a feature, those of its own statements first. */
function componentsOf(knowledge: Knowledge, entry: Entry<Feature>): string[] {
  const { facts } = bearingOn(knowledge, entry.data.id)
  const own = entry.data.support.map(({ component }) => component)
  return [...new Set([...own, ...facts])].filter((name) => knowledge.lines.has(name))
}

/** The host that was said, else one on which the feature can be looked at. */
function hostFor(knowledge: Knowledge, entry: Entry<Feature>, { host, arch }: MatrixFields): { profile: Profile; assumed: boolean } {
  if (host === '') return { profile: defaultHost(knowledge, entry, arch === '' ? {} : { arch }), assumed: true }
  return { profile: hostOf(knowledge, host), assumed: false }
}

function hostOf(knowledge: Knowledge, text: string): Profile {
  const profile = parseShorthand(text, { options: knowledge.options, name: 'host' })
  const problems = validateProfile(knowledge, profile, 'host')
  if (problems.length > 0) throw new InputError(problems)
  return profile
}

function archProfile(knowledge: Knowledge, arch: string): Profile | undefined {
  return arch === '' ? undefined : hostOf(knowledge, `arch=${arch}`)
}

function without(profile: Profile, keys: readonly string[]): Profile {
  return { ...EMPTY_PROFILE, ...profile, places: {}, facts: Object.fromEntries(Object.entries(profile.facts).filter(([key]) => !keys.includes(key))) }
}

function featureNamed(knowledge: Knowledge, name: string): Entry<Feature> {
  const found = knowledge.features.find(({ data }) => data.id === name)
  if (found) return found
  const wanted = name.toLowerCase()
  const aliased = knowledge.features.find(({ data }) => data.aliases.some((alias) => aliasName(alias).toLowerCase() === wanted))
  if (aliased) return aliased
  const ids = knowledge.features.map(({ data }) => data.id)
  const near = nearest(name.slice(0, 200), ids) ?? ids.find((id) => id.includes(wanted))
  throw new HttpError(404, `no feature \`${name.slice(0, 80)}\`${near ? `; did you mean \`${near}\`?` : ''}`)
}

function lineOf(knowledge: Knowledge, component: string): ReleaseLine {
  const line = knowledge.lines.get(component)
  if (line) return line
  throw new HttpError(404, `\`${component.slice(0, 40)}\` has no releases here; one of ${[...knowledge.lines.keys()].join(', ')}`)
}

function checkVersion(line: ReleaseLine, version: string, path: string): void {
  if (isReleased(version, line)) return
  const message = `${line.title} has no release \`${version.slice(0, 40)}\`; the newest known here is ${line.branches.at(-1)?.name}`
  throw new HttpError(400, message, [{ path, message: 'not a release' }])
}

function checkRange(line: ReleaseLine, { from, to }: Pick<MatrixFields, 'from' | 'to'>): void {
  if (from !== '') checkVersion(line, from, 'from')
  if (to !== '') checkVersion(line, to, 'to')
}

function narrowedBy({ arch, text, states, from, to, changes, host }: MatrixFields): string[] {
  const told = [
    host ? `on ${host}` : arch ? `on ${arch}` : '',
    text ? `with "${text}"` : '',
    states.length > 0 ? `somewhere ${states.join(' or ')}` : '',
    from || to ? `releases ${from ? `from ${from}` : ''}${from && to ? ' ' : ''}${to ? `to ${to}` : ''}` : '',
    changes ? 'where something changes' : '',
  ].filter(Boolean)
  return told.length > 0 ? [`Only: ${told.join('; ')}.`] : []
}
