import type { Answer, Finding, Knowledge } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { type ProofNode, nodeInWords, shareProofs } from './tree.ts'
import { citationInWords, effectInWords, howToGive, remedyInWords, whenInWords, verdictInWords } from './words.ts'

/** An answer as markdown, for an issue or a wiki; proofs as nested lists. */
export function reportMarkdown(answer: Answer, knowledge?: Knowledge): string {
  const proofs = shareProofs(answer.findings.map(({ because }) => because))
  const section = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- ${item}`), '']
  return [
    `# ${answer.verdict.toUpperCase()}: ${escape(verdictInWords(answer).replace(/^(yes|no): /, ''))}`,
    '',
    '| start, source | start, destination | stream | guest |',
    '|---|---|---|---|',
    `| ${answer.start.source} | ${answer.start.destination} | ${answer.stream} | ${answer.guest} |`,
    '',
    ...(answer.hops ?? []).map((hop) => `- ${hop.from} to ${hop.to}: ${escape(verdictInWords(hop))}`),
    ...(answer.hops ? [''] : []),
    ...answer.findings.flatMap((finding, index) => findingLines(finding, index + 1, proofs[index] ?? [], knowledge)),
    ...section(
      'Not known, and it matters',
      answer.missing.map(({ fact, why }) => `\`${code(fact)}\`: ${escape(why)}${howToGive(fact) ? ` (give \`${code(howToGive(fact) as string)}\`)` : ''}`),
    ),
    ...section('The records contradict themselves', answer.conflicts.map(escape)),
    ...section(
      'Not understood',
      answer.not_understood.map((part) => `\`${code(part)}\``),
    ),
    ...section('Assumed', answer.assumptions.map(escape)),
    ...section(
      'What to change',
      answer.remedies.map((offer) => `${escape(remedyInWords(offer))} (${whenInWords(offer)}): then **${offer.verdict}**`),
    ),
    `Knowledge \`${answer.knowledge.digest}\` of ${answer.knowledge.date}`,
    '',
  ].join('\n')
}

export function findingLines(finding: Finding, number: number, proof: readonly ProofNode[], knowledge: Knowledge | undefined): string[] {
  return [
    `## ${number}. ${escape(finding.record)}: ${escape(effectInWords(finding))}`,
    '',
    escape(finding.summary),
    '',
    ...(finding.source.value !== null || finding.destination.value !== null
      ? [`Source ${escape(showValue(finding.source.value))}, destination ${escape(showValue(finding.destination.value))}.`, '']
      : []),
    ...proof.flatMap((node) => proofLines(node, 0, knowledge)),
    '',
    ...finding.cites.map((cite) => `- see ${escape(citationInWords(cite, knowledge))}`),
    '',
  ]
}

function proofLines(node: ProofNode, depth: number, knowledge: Knowledge | undefined): string[] {
  return [`${'  '.repeat(depth)}- ${escape(nodeInWords(node, knowledge))}`, ...node.parts.flatMap((part) => proofLines(part, depth + 1, knowledge))]
}

/** Text that markdown shows as it is. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`).replace(/\s+/g, ' ')
}

/** Text inside backquotes: one line, or the rest of it would be markdown. */
function code(text: string): string {
  return text.replaceAll('`', "'").replace(/\s+/g, ' ')
}
