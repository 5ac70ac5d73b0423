import type { Answer, Finding, Missing, Verdict } from '../model/index.ts'
import { decide, rankOf } from './decide.ts'
import { leavesOf } from './report/tree.ts'

/** What keeps an answer from a verdict: findings that each alone would, and facts that no finding is about. */
export interface Obstacles {
  /** With their numbers in the answer, from 1. */
  readonly findings: readonly { readonly number: number; readonly finding: Finding }[]
  readonly missing: readonly Missing[]
}

/** "Why not yes?": the findings that keep an answer from a verdict at least that good. None where it has it. */
export function obstaclesTo(answer: Answer, verdict: Verdict): Obstacles {
  const findings = answer.findings.flatMap((finding, index) => {
    const missing = leavesOf(finding.because).flatMap((leaf) => (leaf.kind === 'missing' ? [{ fact: leaf.fact, why: leaf.why }] : []))
    const alone = decide([{ finding, missing: finding.certain === 'unknown' ? missing : [] }], true).verdict
    return rankOf(alone) < rankOf(verdict) ? [{ number: index + 1, finding }] : []
  })
  return { findings, missing: rankOf('unknown') < rankOf(verdict) ? answer.missing.filter(({ matters_to }) => matters_to.length === 0) : [] }
}

/** The findings that `which` names: one by its number (from 1), or all of a record. */
export function findingsNamed(answer: Answer, which: string): { number: number; finding: Finding }[] {
  return answer.findings
    .map((finding, index) => ({ number: index + 1, finding }))
    .filter(({ number, finding }) =>
      /^\d+$/.test(which) ? number === Number(which) : finding.record === which || `${finding.record}:${finding.claim}` === which,
    )
}
