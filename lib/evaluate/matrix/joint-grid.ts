import type { Entry, Feature, Knowledge, Profile } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import type { SideValue } from '../condition.ts'
import { groupsOf } from '../matrix.ts'
import { rememberedSide } from '../own-side.ts'
import { tick } from '../patience.ts'
import { explainedValue, stateOf } from '../side-state.ts'
import { least, showValue } from '../values.ts'
import { axisOf } from './axis.ts'
import { runsBetween } from './component-grid.ts'
import { type Grid, type GridCell, type GridRow, type GridState, type Saying, sayingAt, spanned } from './grid.ts'

/** Two components whose versions are put against each other. */
export interface Pairing {
  /** Rows. */
  readonly down: string
  /** Columns. */
  readonly across: string
  /** The rest of the host. */
  readonly profile: Profile
  readonly every?: boolean | undefined
}

/** A feature's value for each pair of versions of two components, as the evaluator computes it for such a host. */
export function jointGrid(knowledge: Knowledge, entry: Entry<Feature>, { down, across, profile, every = false }: Pairing): Grid {
  const [rows, columns] = [down, across].map((component) => axisOf(knowledge, entry.data.id, component, profile, every)) as [string[], string[]]
  const values = rows.map((one) => columns.map((other) => jointCell(knowledge, entry, withVersions(profile, { [down]: one, [across]: other }), other)))
  return folded(knowledge, { component: across, down, corner: `${down} ↓ ${across} →`, feature: entry.data.id, rows, columns, cells: values, every })
}

/** One pair of versions, with the reasons of the value. */
export function jointAt(knowledge: Knowledge, entry: Entry<Feature>, profile: Profile): { cell: Omit<GridCell, 'at' | 'span'>; value: SideValue | undefined } {
  const { side } = rememberedSide(knowledge, 'source', profile)
  return { cell: jointCell(knowledge, entry, profile, '*'), value: explainedValue(knowledge, entry.data.id, side) }
}

/** A profile with other versions. */
export function withVersions(profile: Profile, versions: Readonly<Record<string, string>>): Profile {
  return { ...profile, facts: { ...profile.facts, ...versions } }
}

interface Unfolded {
  readonly component: string
  readonly down: string
  readonly corner: string
  readonly feature: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly cells: readonly (readonly Omit<GridCell, 'at' | 'span'>[])[]
  readonly every: boolean
}

/** Rows that say the same as the one before, and columns likewise, put together; cells of a row that say the same are one. */
export function folded({ lines }: Pick<Knowledge, 'lines'>, { component, down, corner, feature, rows, columns, cells, every }: Unfolded): Grid {
  const keys = cells.map((row) => row.map(keyOf))
  const isNewRow = (index: number): boolean => every || index === 0 || JSON.stringify(keys[index]) !== JSON.stringify(keys[index - 1])
  const isNewColumn = (index: number): boolean => every || index === 0 || keys.some((row) => row[index] !== row[index - 1])
  const downs = rows.flatMap((_, index) => (isNewRow(index) ? [index] : []))
  const acrosses = columns.flatMap((_, index) => (isNewColumn(index) ? [index] : []))
  const rowRuns = runsBetween(
    lines.get(down),
    downs.map((at) => rows[at] as string),
    every,
  )
  const columnRuns = runsBetween(
    lines.get(component),
    acrosses.map((at) => columns[at] as string),
    every,
  )
  return {
    component,
    down,
    corner,
    columns: columnRuns,
    rows: downs.map((from, index): GridRow => {
      const run = rowRuns[index] as { first: string; last?: string | undefined }
      const own = acrosses.map((to, at) => ({ ...(cells[from]?.[to] as GridCell), run: columnRuns[at] as GridCell['run'] }))
      return { key: run.first, label: '', feature, run, cells: spanned(own, keyOf) }
    }),
  }
}

/** What tells two cells apart; of a migration, what is found and not how it is worded, as that names versions. */
function keyOf({ state, text, notes, move }: Pick<GridCell, 'state' | 'text' | 'notes' | 'move'>): string {
  if (!move) return JSON.stringify([state, text, notes])
  const { source, destination, findings } = move
  return JSON.stringify([state, text, source, destination, findings.map(({ claim, effect, guest, certain, side }) => [claim, effect, guest, certain, side])])
}

function jointCell(knowledge: Knowledge, entry: Entry<Feature>, profile: Profile, version: string): Omit<GridCell, 'at' | 'span'> {
  tick()
  const { side } = rememberedSide(knowledge, 'source', profile)
  const { scope } = stateOf(knowledge, side)
  const value = scope.valueOf(entry.data.id, side)
  const isHere = !entry.data.applies || truthOf(entry.data.applies, scope) !== 'no'
  const says = isHere ? sayingsOn(knowledge, entry, profile) : []
  const missing = [...new Set((value?.missing ?? []).map(({ fact }) => fact.replace(/^source\./, '')))]
  return {
    ...shown(entry.data, value, says, isHere),
    deprecated: says.some(({ deprecated }) => deprecated),
    inferred: says.length > 0 && says.every(({ inferred }) => inferred),
    run: { first: version, last: version },
    says,
    notes: [
      ...(isHere ? [] : ['the feature does not exist on such a host']),
      ...(missing.length > 0 ? [`hangs on ${missing.join(', ')}`] : []),
      ...(value?.conflicts ?? []),
    ],
  }
}

function shown(feature: Feature, value: SideValue | undefined, says: readonly Saying[], isHere: boolean): { state: GridState; text: string } {
  if (!isHere) return { state: 'none', text: '' }
  if (!value || value.only === undefined) return { state: 'unknown', text: value && !value.open ? value.candidates.map(showValue).join(' or ') : '' }
  const text = typeof value.only === 'boolean' ? '' : showValue(value.only)
  const isNone = JSON.stringify(value.only) === JSON.stringify(least(feature.values))
  const said = new Set(says.map(({ state }) => state))
  if (isNone) return { state: said.has('withdrawn') ? 'withdrawn' : said.has('reserved') ? 'reserved' : 'absent', text: '' }
  return { state: said.has('partial') ? 'partial' : 'supported', text }
}

/** The statements that hold on such a host, of the layers that matter there. */
function sayingsOn(knowledge: Knowledge, entry: Entry<Feature>, profile: Profile): Saying[] {
  const { side } = rememberedSide(knowledge, 'source', profile)
  const { scope } = stateOf(knowledge, side)
  const { data } = entry
  const layers: NonNullable<Feature['layers']> = data.layers ?? [...new Set(data.support.map(({ component }) => component))].map((component) => ({ component }))
  return layers
    .filter(({ when }) => !when || truthOf(when, scope) !== 'no')
    .flatMap(({ component }) => {
      const line = knowledge.lines.get(component)
      const version = line ? (side.facts.get(component)?.value ?? '*') : '*'
      return groupsOf(entry, component)
        .filter(({ when }) => truthOf(when, scope) !== 'no')
        .map((group) => sayingAt(line, data, component, version, group))
        .map((saying) => ({ ...saying, when: [component, version === '*' ? '' : version, saying.when].filter(Boolean).join(' ') }))
    })
}
