import { expect, it } from 'vitest'
import { drawProof, evaluate, restoreProof, withoutProofs } from '../../lib/evaluate/index.ts'
import { parseShorthand } from '../../lib/input/index.ts'
import type { Answer, Proof } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const side = (text: string) => parseShorthand(text, { options: knowledge.options, name: 'from' })
const answer = evaluate(knowledge, {
  source: side('qemu=7.2 cpu=power9 vcpu=power9 accel=tcg'),
  destination: side('qemu=7.2 cpu=power9 vcpu=power8 accel=tcg'),
})
const read = JSON.parse(JSON.stringify(answer)) as Answer

const walk = (proofs: readonly Proof[]): Proof[] => proofs.flatMap((proof) => [proof, ...(proof.kind === 'step' ? walk(proof.because) : [])])
const leaves = (proofs: readonly Proof[]): Set<string> => new Set(walk(proofs).flatMap((proof) => (proof.kind === 'step' ? [] : [JSON.stringify(proof)])))

it('a step that a proof goes by more than once has its parts once in JSON, and nothing is lost', () => {
  expect(answer.findings.length).toBeGreaterThan(0)
  for (const [index, { because }] of read.findings.entries()) {
    const whole = answer.findings[index]?.because ?? []
    expect(leaves(because)).toEqual(leaves(whole))
    expect(restoreProof(because)).toEqual(whole)
    expect(drawProof(because)).toEqual(drawProof(whole))
    const shared = walk(because).flatMap((proof) => (proof.kind === 'step' && proof.shared !== undefined ? [proof] : []))
    for (const number of new Set(shared.map((step) => step.shared)))
      expect(shared.filter((step) => step.shared === number).map((step) => step.because.length > 0)).toEqual([
        true,
        ...new Array(shared.filter((step) => step.shared === number).length - 1).fill(false),
      ])
  }
})

it('so an answer is far shorter than its proofs as trees', () => {
  const trees = answer.findings.reduce((sum, { because }) => sum + JSON.stringify([...because]).length, 0)
  const written = read.findings.reduce((sum, { because }) => sum + JSON.stringify(because).length, 0)
  expect(read.findings.some(({ because }) => walk(because).some((proof) => proof.kind === 'step' && proof.shared !== undefined))).toBe(true)
  expect(written).toBeLessThan(trees / 2)
})

it('an answer without its proofs is another answer: what is remembered for the next one keeps them', () => {
  // That a version has no such option is found once for a side, and remembered.
  const ask = () => evaluate(knowledge, { source: side('qemu=2.10 machine=pseries-2.10 cap-htm=off'), destination: side('qemu=2.11'), remedies: false })
  const first = ask()
  expect(first.findings.some(({ stage }) => stage === 'start')).toBe(true)
  const bare = withoutProofs(first)
  expect(bare.findings.map(({ because }) => because)).toEqual(first.findings.map(() => []))
  expect(bare.findings.map(({ summary }) => summary)).toEqual(first.findings.map(({ summary }) => summary))
  for (const { findings } of [first, ask()]) for (const { because } of findings) expect(because.length).toBeGreaterThan(0)
})
