import type { Knowledge } from '../model/index.ts'
import type { Scope } from './condition.ts'
import { explainedValue, type SideState, stateOf } from './side-state.ts'
import type { SideFacts } from './side-facts.ts'
import type { Sides } from './sides.ts'

/** Where the pair of sides is judged. Values come without reasons; `explained` is the same with them. */
export interface PairScope extends Scope {
  readonly sides: Sides
  readonly source: SideState
  readonly destination: SideState
  readonly explained: Scope & { readonly sides: Sides }
  /** Whether findings carry their proofs. */
  readonly proofs: boolean
}

/** The scope of a pair; what follows from one side alone is kept with that side. */
export function pairScope(knowledge: Knowledge, sides: Sides, proofs: boolean): PairScope {
  const source = stateOf(knowledge, sides.source)
  const destination = stateOf(knowledge, sides.destination)
  return {
    knowledge,
    sides,
    side: sides.source,
    valueOf(id, side, as) {
      const state = side === sides.source ? source : side === sides.destination ? destination : stateOf(knowledge, side)
      return state.scope.valueOf(id, side, as)
    },
    source,
    destination,
    explained: {
      knowledge,
      sides,
      side: sides.source,
      valueOf(id, side, as) {
        return explainedValue(knowledge, id, side, as)
      },
    },
    proofs,
  }
}

/** Where one side of a pair is judged with reasons. */
export function explainedSide({ knowledge, explained }: PairScope, side: SideFacts): Scope {
  return { knowledge, side, valueOf: explained.valueOf }
}
