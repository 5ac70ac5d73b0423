import type { Knowledge, Profile } from '../model/index.ts'
import { type Decision, decide } from './decide.ts'
import { recordFindings } from './findings.ts'
import type { Found } from './found.ts'
import { type PairScope, pairScope } from './pair-scope.ts'
import { partFindings } from './parts/findings.ts'
import { tick } from './patience.ts'
import { relevantOf } from './relevant.ts'
import type { SideFacts } from './side-facts.ts'
import { type Sides, completeSides } from './sides.ts'

/** What one hop comes to, before it is told as an answer. */
export interface Judged {
  readonly scope: PairScope
  readonly found: readonly Found[]
  readonly decision: Decision
  /** Whether some record speaks of both sides. */
  readonly covered: boolean
  /** What was looked at. */
  readonly note: string
}

/**
 * Judges one hop.
 * @param boot the side on which the guest was started; the source itself unless this is a later hop of a chain
 * @param proofs whether findings carry their proofs
 */
export function judgePair(knowledge: Knowledge, source: Profile, destination: Profile, boot: SideFacts | undefined, proofs: boolean): Judged {
  tick()
  const sides = completeSides(knowledge, source, destination, boot)
  const scope = pairScope(knowledge, sides, proofs)
  const relevant = relevantOf(knowledge, scope.source, scope.destination)
  const parts = partFindings(scope)
  const all: Found[] = []
  for (const state of [scope.source, scope.destination]) for (const one of state.limits(proofs)) all.push(one)
  for (const record of relevant.records) recordFindings(record, scope, all)
  for (const one of parts.found) all.push(one)
  const found = isRestarted(sides) ? all.filter(({ finding }) => finding.stage === 'start' && finding.side === 'destination') : all
  const covered = parts.covered || relevant.covered
  return { scope, found, decision: decide(found, covered), covered, note: relevant.note }
}

/** A guest that is started anew carries nothing over; only whether the destination starts it matters. */
export function isRestarted({ destination }: Sides): boolean {
  return destination.facts.get('guest.restart')?.value === 'yes'
}
