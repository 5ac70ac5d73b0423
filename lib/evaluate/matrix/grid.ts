import type { Evidence, Feature, Finding, ReleaseLine, Value, Verdict } from '../../model/index.ts'
import { conditionInWords } from '../report/condition.ts'
import { type Cell, type StatementGroup, cellAt } from '../matrix.ts'
import { showValue } from '../values.ts'

/**
 * What a cell shows. Of a value: as `CellState`, with an absence told apart (only a number is `reserved`; it was there and is `withdrawn`), `mixed` where it
 * depends on conditions, `none` where no statement speaks. Of a migration: `yes`, `no` (it does not start, or the stream is refused), `silent` (it is accepted
 * and the guest sees a change), `conditional`, `unknown`, and `differs` where the value changes and the record does not say what follows.
 */
export const GRID_STATES = [
  'supported',
  'partial',
  'absent',
  'reserved',
  'withdrawn',
  'unknown',
  'mixed',
  'none',
  'yes',
  'conditional',
  'silent',
  'no',
  'differs',
] as const
export type GridState = (typeof GRID_STATES)[number]

/** A sign per state that any font has, so that no colour is needed to tell them apart. */
export const STATE_SIGNS: Readonly<Record<GridState, string>> = {
  supported: '+',
  partial: '~',
  absent: '−',
  reserved: '#',
  withdrawn: '×',
  unknown: '?',
  mixed: '±',
  none: '·',
  yes: '=',
  conditional: '~',
  silent: '!',
  no: '×',
  differs: '≠',
}

/** What a legend says of each. */
export const STATE_MEANINGS: Readonly<Record<GridState, string>> = {
  supported: 'supported',
  partial: 'partial',
  absent: 'absent',
  reserved: 'number reserved, not implemented',
  withdrawn: 'withdrawn: was there before',
  unknown: 'unknown',
  mixed: 'depends on conditions',
  none: 'no statement',
  yes: 'yes: nothing stands in the way',
  conditional: 'conditional: hangs on the guest, or it is felt',
  silent: 'accepted, and the guest is changed silently',
  no: 'no: refused, or does not start',
  differs: 'the value differs; the record does not say what follows',
}

/** Versions from `first` to `last`, both in it; `last` is undefined where they go on with the line. */
export interface Run {
  readonly first: string
  readonly last?: string | undefined
}

/** One condition's part of a cell. */
export interface Saying {
  /** Empty: always. */
  readonly when: string
  readonly state: GridState
  readonly value: Value | null
  readonly deprecated: boolean
  readonly inferred: boolean
  /** Releases inside the branch at which it changes. */
  readonly changes: readonly string[]
  readonly note?: string | undefined
  /** By the fragments under which they are cited. */
  readonly statements: readonly string[]
  readonly evidence: readonly Evidence[]
}

export interface GridCell {
  /** Its first column, and how many it takes. */
  readonly at: number
  readonly span: number
  readonly state: GridState
  /** A value or word, where the state does not say it all. */
  readonly text: string
  readonly deprecated: boolean
  readonly inferred: boolean
  /** Its versions: of the column, or of the destination. */
  readonly run: Run
  readonly says: readonly Saying[]
  /** Lines about it beside what conditions say. */
  readonly notes: readonly string[]
  /** In a record's own matrix: the fragments under which it is cited, one for each of its versions, oldest first. */
  readonly fragments?: readonly string[]
  /** Of a migration: what the evaluator found, and the values on both sides. */
  readonly move?: {
    readonly findings: readonly Finding[]
    readonly verdict: Verdict
    /** Facts that would settle what is not certain. */
    readonly missing: readonly string[]
    readonly source: string
    readonly destination: string
  }
}

export interface GridRow {
  /** Unique in its grid. */
  readonly key: string
  readonly label: string
  readonly title?: string | undefined
  /** The record that the row is about. */
  readonly feature: string
  /** Where rows are versions. */
  readonly run?: Run | undefined
  readonly cells: readonly GridCell[]
}

/** A table: what rows and columns are, and the rows; cells that say the same to their row are one. */
export interface Grid {
  /** Of its columns; `*` where columns are no versions. */
  readonly component: string
  /** Of its rows, where those are versions too. */
  readonly down?: string | undefined
  readonly corner: string
  readonly columns: readonly Run[]
  readonly rows: readonly GridRow[]
}

/** A run in words: `4.6 – 6.11`, `from 6.12`. */
export function runInWords({ first, last }: Run): string {
  if (first === '*') return 'any'
  return last === undefined ? `from ${first}` : first === last ? first : `${first} – ${last}`
}

/** What a group of statements says at a version; each is worked out once. */
export function sayingAt(line: ReleaseLine | undefined, feature: Feature, component: string, version: string, group: StatementGroup): Saying {
  const ofLine = sayings.get(line ?? NO_LINE) ?? new WeakMap<StatementGroup, Map<string, Saying>>()
  sayings.set(line ?? NO_LINE, ofLine)
  const ofGroup = ofLine.get(group) ?? new Map<string, Saying>()
  ofLine.set(group, ofGroup)
  const known = ofGroup.get(version) ?? sayingOf(cellAt(line, feature, component, version, group))
  if (ofGroup.size < MOST_VERSIONS) ofGroup.set(version, known)
  return known
}

const NO_LINE = {}
/** Versions come from questions; what is kept of them is bounded. */
const MOST_VERSIONS = 512
const sayings = new WeakMap<object, WeakMap<StatementGroup, Map<string, Saying>>>()

function sayingOf(cell: Cell): Saying {
  return {
    when: conditionInWords(cell.when),
    state: shownState(cell),
    value: cell.value,
    deprecated: cell.deprecated === true,
    inferred: cell.inferred === true,
    changes: cell.changes ?? [],
    note: cell.note,
    statements: cell.statements,
    evidence: cell.evidence,
  }
}

/** A condition's part in one line, without the condition: `partial, {0, 3} (inferred)`. */
export function sayingInWords({ state, value, deprecated, inferred, changes }: Saying): string {
  const shown = value === null || typeof value === 'boolean' ? '' : showValue(value)
  const marks = [deprecated ? 'deprecated' : '', inferred ? 'inferred' : ''].filter(Boolean)
  const what = changes.length > 0 ? `changes at ${changes.join(', ')}` : [state, shown].filter(Boolean).join(', ')
  return `${what}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`
}

/** What all conditions of a cell come to. */
export function combined(all: readonly Saying[]): Pick<GridCell, 'state' | 'text' | 'deprecated' | 'inferred' | 'says' | 'notes'> {
  const says = all.filter(({ state }) => state !== 'none')
  const states = new Set(says.map(({ state }) => state))
  const [first] = says
  const isGone = says.length > 0 && says.every(({ state }) => GONE.has(state))
  const value = first && says.every((one) => JSON.stringify(one.value) === JSON.stringify(first.value)) ? first.value : null
  const [change] = says.length === 1 ? (first?.changes ?? []) : []
  return {
    state: !first ? 'none' : states.size === 1 ? first.state : isGone ? 'absent' : 'mixed',
    text: change
      ? `at ${change}`
      : value === null || typeof value === 'boolean' || states.size !== 1 || (isGone && Array.isArray(value))
        ? ''
        : showValue(value),
    deprecated: says.some(({ deprecated }) => deprecated),
    inferred: first !== undefined && says.every(({ inferred }) => inferred),
    says,
    notes: [],
  }
}

/** Neighbours that say the same, as one. @param key what tells cells apart */
export function spanned(cells: readonly Omit<GridCell, 'at' | 'span'>[], key: (cell: Omit<GridCell, 'at' | 'span'>) => string): GridCell[] {
  const merged: { cell: GridCell; key: string }[] = []
  for (const [at, cell] of cells.entries()) {
    const own = key(cell)
    const before = merged.at(-1)
    if (before?.key === own) before.cell = { ...before.cell, span: before.cell.span + 1, run: { first: before.cell.run.first, last: cell.run.last } }
    else merged.push({ cell: { ...cell, at, span: 1 }, key: own })
  }
  return merged.map(({ cell }) => cell)
}

const GONE: ReadonlySet<GridState> = new Set(['absent', 'reserved', 'withdrawn'])

function shownState({ state, reserved, withdrawn, changes, elsewhere }: Cell): GridState {
  if (elsewhere) return 'none'
  if (state === 'absent') return withdrawn ? 'withdrawn' : reserved ? 'reserved' : 'absent'
  return changes && state === 'unknown' ? 'mixed' : state
}
