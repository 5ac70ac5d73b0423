import type { Entry, Evidence, Finding, Proof, Value } from '../model/index.ts'
import type { SideValue } from './condition.ts'
import type { PairScope } from './pair-scope.ts'
import type { PlannedRecord } from './plan.ts'
import type { SideState } from './side-state.ts'
import { showValue } from './values.ts'

/** What every finding of a record says: where it stands, and the feature's values on the two sides. */
export function header(record: PlannedRecord, claim: string, stage: Finding['stage'], { source, destination }: PairScope) {
  const { data, revision } = record.entry
  return { record: data.id, revision, claim, stage, source: knownValue(record, source), destination: knownValue(record, destination) }
}

/** A record's value on a side, as findings show it. */
export function knownValue(record: PlannedRecord, side: SideState): { value: Value | null } {
  return { value: record.entry.data.kind === 'feature' ? (side.valueAt(record).only ?? null) : null }
}

/** What a record states, as proof. */
export function statement(entry: Entry, name: string, text: string, inferred: boolean, cites: Evidence[]): Proof {
  return { kind: 'statement', record: entry.data.id, revision: entry.revision, statement: name, text, inferred, cites }
}

/** A value with its reasons, as proof. */
export function shown(name: string, value: SideValue): Proof {
  return { kind: 'step', text: `${name}: ${shownValue(value)}`, because: [...value.because] }
}

/** A value in words. */
export function shownValue(value: SideValue): string {
  if (value.only !== undefined) return showValue(value.only)
  return value.open || value.candidates.length === 0 ? 'not known' : `one of ${value.candidates.map(showValue).join(', ')}`
}

/**
 * Puts facts and values into a summary: `{source.linux}`, `{destination.area/name}`.
 * @param about the side that it is about, if it is about one; `{linux}` is that side's
 */
export function fill(summary: string, scope: PairScope, about?: 'source' | 'destination'): string {
  if (!summary.includes('{')) return summary
  return summary.replace(/\{(?:(source|destination|boot)\.)?([^{}]+)\}/g, (whole, named: 'source' | 'destination' | 'boot' | undefined, name: string) => {
    const side = named ?? about
    if (side === undefined) return whole
    if (!name.includes('/')) return scope.sides[side].facts.get(name)?.value ?? `(${name} not given)`
    const value = scope.valueOf(name, scope.sides[side])
    return value ? shownValue(value) : 'not known'
  })
}
