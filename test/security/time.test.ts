import { beforeAll, describe, expect, test } from 'vitest'
import { answerFleet } from '../../lib/api/fleet.ts'
import { HttpError } from '../../lib/api/problem.ts'
import { proofSize } from '../../lib/api/proof-size.ts'
import { answerQuestion } from '../../lib/api/question.ts'
import { withinTime } from '../../lib/api/within-time.ts'
import { buildKnowledge, evaluate, withPatience } from '../../lib/evaluate/index.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import { parseShorthand } from '../../lib/input/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

describe('an evaluation', () => {
  let knowledge: Knowledge
  beforeAll(async () => {
    knowledge = await projectKnowledge()
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
    let ended = 0
    for (let end = 1; end <= steps; end += Math.max(1, Math.floor(steps / 25))) {
      let left = end
      const ends = (): void => {
        if (--left === 0) throw new HttpError(413, 'over')
      }
      // What was found out before it ended is kept, so that the next takes fewer steps.
      try {
        expect(withPatience(ends, () => JSON.stringify(evaluate(again, question)))).toBe(expected)
      } catch (error) {
        expect(error).toMatchObject({ status: 413 })
        ended++
      }
    }
    expect(ended).toBeGreaterThan(3)
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

  test('where little is given, so that nearly all is open, what would help is looked for to the end', () => {
    const { assumptions, missing } = answerQuestion(knowledge, { from: 'qemu=7.2', to: 'qemu=8.0' })
    expect(missing.length).toBeGreaterThan(10)
    expect(assumptions.join()).not.toContain('not looked for')
  })

  test('an answer whose proofs are too large goes without them, and says so', () => {
    const many = (driver: string): string => Array.from({ length: 400 }, (_, index) => `device=${driver},id=n${index}`).join(' ')
    const host = 'qemu=7.2 linux=5.15 accel=kvm arch=x86_64 cpu=haswell machine=pc-q35-6.2'
    const answer = answerQuestion(knowledge, { from: `${host} ${many('virtio-net-pci')}`, to: `${host} ${many('e1000')}`, remedies: false })
    expect(answer.verdict).toBe('no')
    expect(answer.findings.length).toBeGreaterThan(400)
    expect(answer.assumptions.at(-1)).toMatch(/^proofs were left out/)
    expect(JSON.stringify(answer).length).toBeLessThan(16_000_000)
    expect(answerQuestion(knowledge, { from: SIDE, to: SIDE }).assumptions.join()).not.toContain('left out')
  })

  test('proofs that share much are weighed as they are written out', () => {
    const devices = (count: number): string => `qemu-system-x86_64 ${'-device virtio-net-pci '.repeat(count)}`
    const body = { from: 'qemu=7.2 linux=5.15 kvm=hv cpu=power9', via: [devices(40), devices(40)], to: devices(600) }
    // Over 25 MB with its proofs.
    const answer = answerQuestion(knowledge, body)
    expect(answer.assumptions.at(-1)).toMatch(/^proofs were left out/)
    expect(JSON.stringify(answer).length).toBeLessThan(16_000_000)
    const { findings } = evaluate(knowledge, { source: profile(SIDE), destination: profile(SIDE.replace('q35-6.2', 'i440fx-6.1')) })
    const ratio = proofSize({ findings }) / JSON.stringify(findings.map(({ because }) => because)).length
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
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
