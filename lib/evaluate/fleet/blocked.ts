import type { Answer, BlockedMove, FleetReason } from '../../model/index.ts'
import { rankOf } from '../decide.ts'

/** Most findings told of one move. */
const MOST_REASONS = 4

/** Why a move is not made: what keeps its verdict from a plain yes, the worst first; or that there is no room. */
export function blockedMove(from: string, to: string, answer: Answer, full = false): BlockedMove {
  const reasons = answer.findings.filter(({ effect, guest, harmless }) => effect === 'refused' || (guest !== 'unchanged' && !harmless))
  return {
    from,
    to,
    verdict: answer.verdict,
    full,
    findings: full ? [] : reasons.slice(0, MOST_REASONS).map(({ record, claim, stage, summary }): FleetReason => ({ record, claim, stage, summary })),
    missing: full ? [] : answer.missing.map(({ fact }) => fact),
  }
}

/** Moves that say more first: those nearest to a yes. */
export function byHope(a: BlockedMove, b: BlockedMove): number {
  return rankOf(b.verdict) - rankOf(a.verdict) || a.findings.length - b.findings.length
}
