import type { Answer, Knowledge, Verdict } from '../../model/index.ts'
import type { Obstacles } from '../obstacles.ts'
import { findingLines as markdownLines } from './markdown.ts'
import type { Numbered } from './moved.ts'
import { drawNodes, leavesOf, proofInWords, shareProofs } from './tree.ts'
import { effectInWords, howToGive, verdictInWords } from './words.ts'
import { wrap } from './wrap.ts'

const WIDTH = 78

/** "Why?": findings with their whole proofs, as text of 78 columns or as markdown. */
export function reportWhy(findings: readonly Numbered[], knowledge: Knowledge | undefined, form: 'text' | 'markdown' = 'text'): string {
  const proofs = shareProofs(findings.map(({ finding }) => finding.because))
  if (form === 'markdown') return findings.flatMap(({ finding, number }, index) => markdownLines(finding, number, proofs[index] ?? [], knowledge)).join('\n')
  return `${findings
    .flatMap(({ finding, number }, index) => [
      wrap(`${number}. ${effectInWords(finding)}: ${finding.summary}`, WIDTH, '', '   '),
      `   ${finding.record}@${finding.revision}, claim ${finding.claim}`,
      '   because',
      ...drawNodes(proofs[index] ?? [], knowledge).map(({ prefix, rest, text }) => wrap(text, WIDTH, `   ${prefix}`, `   ${rest}`)),
      '',
    ])
    .join('\n')
    .trimEnd()}\n`
}

/** "Why not yes?": what keeps an answer from a verdict, each finding with what it rests on in the end. */
export function reportWhyNot(
  answer: Answer,
  verdict: Verdict,
  { findings, missing }: Obstacles,
  knowledge: Knowledge | undefined,
  form: 'text' | 'markdown' = 'text',
): string {
  const isText = form === 'text'
  const line = (text: string, indent = 0): string => (isText ? wrap(text, WIDTH, ' '.repeat(indent), ' '.repeat(indent + 2)) : text)
  const item = (text: string, depth: number): string =>
    isText
      ? wrap(`- ${text}`, WIDTH, ' '.repeat(depth * 2 + 1), ' '.repeat(depth * 2 + 3))
      : `${'  '.repeat(depth)}- ${text.replace(/[\\`*_[\]<>#|~]/g, '\\$&')}`
  const head = isText ? '' : '# '
  if (findings.length === 0 && missing.length === 0) {
    const why =
      answer.verdict === verdict
        ? `It is: ${verdictInWords(answer)}.`
        : `Nothing keeps it from \`${verdict}\`: the answer is \`${answer.verdict}\`, which is no worse.`
    return `${line(`${head}Why not ${verdict}? ${why}`)}\n`
  }
  return `${[
    line(
      `${head}Why not ${verdict}? ${findings.length + missing.length} ${findings.length + missing.length === 1 ? 'thing keeps' : 'things keep'} it from that. It is ${answer.verdict}.`,
    ),
    '',
    ...findings.flatMap(({ finding, number }) => [
      line(`${isText ? '' : '## '}${number}. ${effectInWords(finding)}: ${finding.summary} (${finding.record})`),
      ...leavesOf(finding.because).map((leaf) => item(proofInWords(leaf, knowledge), 1)),
      '',
    ]),
    ...missing.map(({ fact, why }) => item(`not known: ${fact}: ${why}${howToGive(fact) ? ` (give ${howToGive(fact)})` : ''}`, 0)),
  ]
    .join('\n')
    .trimEnd()}\n`
}
