import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildKnowledge, diffAnswers, evaluate, findingsNamed, isSame, obstaclesTo, reportDiff, reportWhy, reportWhyNot } from '../../lib/evaluate/index.ts'
import { rankOf } from '../../lib/evaluate/decide.ts'
import type { Answer, Knowledge, Profile, Verdict } from '../../lib/model/index.ts'
import { fullProfile, guestFacts, knowledge, partial, records } from '../fixtures/world.ts'

const RUNS = { numRuns: Number(process.env.LAW_RUNS ?? 300) }
const ask = (of: Knowledge, source: Profile, destination: Profile, guest: Record<string, string> = {}): Answer =>
  evaluate(of, { source: { ...source, facts: { ...source.facts, ...guest } }, destination, remedies: false })
const without = (answer: Answer, left: readonly Answer['findings'][number][]): Answer['findings'] =>
  answer.findings.filter((finding) => !left.includes(finding))

describe('a diff of two answers', () => {
  it('to the same question with the same knowledge is empty', () => {
    fc.assert(
      fc.property(knowledge, partial(fullProfile), partial(fullProfile), (of, a, b) => {
        const answer = ask(of, a, b)
        const saved = JSON.parse(JSON.stringify(answer)) as Answer
        expect(isSame(diffAnswers(saved, answer))).toBe(true)
        expect(reportDiff(diffAnswers(saved, answer))).toMatch(/^The verdict is the same\. Nothing else changed\./)
      }),
      RUNS,
    )
  })

  it('leads from the findings before to those after, whatever the knowledge', () => {
    fc.assert(
      fc.property(records, records, partial(fullProfile), partial(fullProfile), (some, others, a, b) => {
        const [before, after] = [ask(buildKnowledge(some), a, b), ask(buildKnowledge(others), a, b)]
        const diff = diffAnswers(before, after)
        const kept = without(before, diff.lost).map((finding) => diff.changed.find(({ from }) => from === finding)?.to ?? finding)
        const plain = (findings: Answer['findings']) => findings.map(({ because: _, ...rest }) => JSON.stringify(rest)).sort()
        expect(plain([...kept, ...diff.gained])).toEqual(plain(after.findings))
        expect(diff.verdict).toEqual(before.verdict === after.verdict ? undefined : { from: before.verdict, to: after.verdict })
        expect(
          reportDiff(diff)
            .split('\n')
            .every((line) => line.length <= 78),
        ).toBe(true)
      }),
      RUNS,
    )
  })
})

describe('why not', () => {
  it('names what stands in the way, and nothing where the verdict is as good', () => {
    fc.assert(
      fc.property(
        knowledge,
        partial(fullProfile),
        partial(fullProfile),
        guestFacts,
        fc.constantFrom<Verdict>('yes', 'conditional', 'unknown', 'no'),
        (of, a, b, guest, verdict) => {
          const answer = ask(of, a, b, guest)
          const { findings, missing } = obstaclesTo(answer, verdict)
          expect(findings.length + missing.length > 0).toBe(rankOf(answer.verdict) < rankOf(verdict))
          for (const { number, finding } of findings) expect(answer.findings[number - 1]).toBe(finding)
          expect(reportWhyNot(answer, verdict, { findings, missing }, of)).toContain(`Why not ${verdict}?`)
        },
      ),
      RUNS,
    )
  })
})

it('why shows the proof of each finding that is named', () => {
  fc.assert(
    fc.property(knowledge, partial(fullProfile), partial(fullProfile), (of, a, b) => {
      const answer = ask(of, a, b)
      for (const [index, finding] of answer.findings.entries()) {
        expect(findingsNamed(answer, String(index + 1))).toEqual([{ number: index + 1, finding }])
        expect(findingsNamed(answer, finding.record).some((one) => one.finding === finding)).toBe(true)
      }
      const text = reportWhy(findingsNamed(answer, '1'), of)
      if (answer.findings[0]) expect(text).toContain(`${answer.findings[0].record}@${answer.findings[0].revision}`)
    }),
    RUNS,
  )
})
