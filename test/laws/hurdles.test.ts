import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rankOf } from '../../lib/evaluate/decide.ts'
import { Hurdles } from '../../lib/evaluate/hurdles.ts'
import { judgePair } from '../../lib/evaluate/judge-pair.ts'
import { knowledgeOf, pair, world } from '../reference/world.ts'

it('what stands in the way by itself keeps the verdict down whatever else is found', () => {
  let kept = 0
  let not = 0
  fc.assert(
    fc.property(world, fc.array(fc.tuple(pair, pair), { minLength: 20, maxLength: 20 }), (records, pairs) => {
      const knowledge = knowledgeOf(records)
      for (const [[source, destination], [from, to]] of pairs) {
        const hurdles = new Hurdles(knowledge, judgePair(knowledge, source, destination, undefined, false).found, undefined)
        const rank = rankOf(judgePair(knowledge, from, to, undefined, false).decision.verdict)
        for (const asked of [0, 1, 2, 0]) {
          const keeps = hurdles.keepAt(asked, from, to)
          if (keeps) expect(rank, JSON.stringify([source, destination, from, to])).toBeLessThanOrEqual(asked)
          if (keeps) kept++
          else if (rank <= asked) not++
        }
      }
    }),
    { numRuns: 100 },
  )
  // It is seen by the records of other sides mostly, too.
  expect(kept).toBeGreaterThan(not)
}, 120_000)
