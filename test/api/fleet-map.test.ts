import { expect, it } from 'vitest'
import { fleetMap } from '../../lib/api/fleet-map.ts'
import type { FleetAnswer, FleetDefinition } from '../../lib/model/index.ts'

const kind = (name: string) => ({ name, count: 1, after: 1, hosts: [name], facts: {} })
const answer: FleetAnswer = {
  hosts: 4,
  vms: 0,
  accept: 'yes',
  kinds: ['A', 'B', 'C', 'D'].map(kind),
  definitions: [],
  knowledge: { digest: 'd', date: '2026-11-21' },
}
const definition: FleetDefinition = {
  name: 'v',
  vms: ['v'],
  verdicts: ['A', 'B', 'C', 'D'].map((_, from) => ['A', 'B', 'C', 'D'].map((_, to) => (from === to && from !== 3 ? 'yes' : 'no'))),
  starts: ['yes', 'yes', 'yes', 'no'],
  domains: ['A', 'B', 'C', 'D'].map((name) => ({ kinds: [name], hosts: 1, direct: true })),
  one_way: [
    { from: 0, to: 2 },
    { from: 2, to: 1 },
  ],
  blocked: [],
  baseline: { status: 'none', set: {}, costs: [], left: [] },
}

it('puts each domain below those that lead to it, with an arrow downwards, and nothing over anything else', () => {
  const { boxes, arrows, width, height } = fleetMap(answer, definition)
  expect(boxes.map(({ title }) => title)).toEqual(['A', 'B', 'C', 'D'])
  for (const { from, to } of arrows) expect(from.y + from.height).toBeLessThan(to.y)
  for (const [index, a] of boxes.entries()) {
    expect([a.x >= 0, a.y >= 0, a.x + a.width <= width, a.y + a.height <= height]).toEqual([true, true, true, true])
    for (const b of boxes.slice(index + 1)) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
  }
  expect(boxes.map(({ isClosed }) => isClosed)).toEqual([false, false, false, true])
  // Nothing leads to it or from it: no arrow passes it.
  expect(boxes[3]?.y).toBe(Math.max(...boxes.map(({ y }) => y)))
})
