import { beforeAll, describe, expect, test } from 'vitest'
import { answerFleet } from '../../lib/api/fleet.ts'
import { HttpError } from '../../lib/api/problem.ts'
import { answerQuestion } from '../../lib/api/question.ts'
import { withinTime } from '../../lib/api/within-time.ts'
import { loadContent } from '../../lib/content/index.ts'
import { buildKnowledge, evaluate, withPatience } from '../../lib/evaluate/index.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import { parseShorthand } from '../../lib/input/index.ts'
import { CONTENT } from '../fixtures/service.ts'

describe('an evaluation', () => {
  let knowledge: Knowledge
  beforeAll(async () => {
    knowledge = buildKnowledge((await loadContent(CONTENT)).entries)
  }, 60_000)
  const profile = (text: string) => parseShorthand(text, { options: knowledge.options })
  const SIDE = 'qemu=7.2 linux=5.15 accel=kvm arch=x86_64 cpu=haswell machine=pc-q35-6.2 device=virtio-net-pci,id=a'

  test('that is ended somewhere has no effect on the next: what was kept is whole', () => {
    const question = { source: profile(SIDE), destination: profile(SIDE.replace('7.2', '6.1').replace('q35-6.2', 'i440fx-6.1')) }
    const whole = (): string => JSON.stringify(evaluate(buildKnowledge([...knowledge.entries.values()]), question))
    const expected = whole()
    let steps = 0
    withPatience(() => steps++, whole)
    expect(steps).toBeGreaterThan(3)
    const again = buildKnowledge([...knowledge.entries.values()])
    for (let end = 1; end <= steps; end += Math.max(1, Math.floor(steps / 25))) {
      let left = end
      const ends = (): void => {
        if (--left === 0) throw new HttpError(413, 'over')
      }
      expect(() => withPatience(ends, () => evaluate(again, question))).toThrow('over')
    }
    expect(JSON.stringify(evaluate(again, question))).toBe(expected)
    // Nobody is waited for any more.
    expect(JSON.stringify(evaluate(again, question))).toBe(expected)
  })

  test('that takes too long is refused by itself, in one line that says what to do', () => {
    const ended = (): unknown => {
      try {
        return withinTime(() => {
          for (;;) answerQuestion(knowledge, { from: SIDE, to: `${SIDE} memory=${Math.floor(performance.now())}` })
        }, 50)
      } catch (error) {
        return error
      }
    }
    // What is inside has a time of its own, and ends before.
    const error = ended()
    expect(error).toBeInstanceOf(HttpError)
    expect(error).toMatchObject({ status: 413, message: expect.stringMatching(/^this takes longer than the \d+ ms/) })
  })

  test('fleets are bounded in hosts, kinds, VMs and definitions', () => {
    const many = (count: number, one: (index: number) => unknown): Record<string, unknown> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, one(index)]))
    for (const body of [
      { hosts: many(65, (index) => `linux=5.15.${index}`) },
      { hosts: { a: 'qemu=7.2' }, vms: many(17, (index) => ({ definition: `memory=${index + 1}` })) },
      { hosts: { a: { profile: 'qemu=7.2', count: 2001 } } },
      { hosts: { a: 'qemu=7.2' }, vms: { b: { definition: 'machine=q35', count: 4001 } } },
      { hosts: { a: { profile: 'qemu=7.2', count: 1e12 } } },
    ])
      expect(() => answerFleet(knowledge, body)).toThrow(/at most/)
  })
})
