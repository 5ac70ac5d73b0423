import { evaluate } from '../evaluate/index.ts'
import { EMPTY_PROFILE, type Knowledge } from '../model/index.ts'

/** Compiles knowledge, which the first answer from it does, so that nobody's question is charged with it. Does nothing the second time. */
export function makeReady(knowledge: Knowledge): void {
  if (ready.has(knowledge)) return
  evaluate(knowledge, { source: EMPTY_PROFILE, destination: EMPTY_PROFILE, remedies: false })
  ready.add(knowledge)
}

const ready = new WeakSet<Knowledge>()
