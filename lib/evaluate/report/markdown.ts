import type { Answer, Finding, Knowledge } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { type Statement, TITLES, type Title, tell } from './told.ts'
import { type ProofNode, nodeInWords, shareProofs } from './tree.ts'
import { assumedInWords, citationInWords, effectInWords, howToGive, remediesTold, remedyInWords, verdictInWords, whenInWords } from './words.ts'

/** An answer as markdown, for an issue or a wiki; proofs as nested lists. */
export function reportMarkdown(answer: Answer, knowledge?: Knowledge): string {
  const proofs = shareProofs(answer.findings.map(({ because }) => because))
  const section = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- ${item}`), '']
  const told = tell(answer, knowledge)
  const findings = (title: Title): string[] => {
    const some = told.filter((one) => one.title === title)
    if (some.length === 0) return []
    const lines = some.flatMap(({ statements }) => statements.flatMap((one) => statementLines(one, proofs, knowledge)))
    return [`## ${title}`, '', ...lines]
  }
  const [certain, ...others] = TITLES
  return [
    `# ${answer.verdict.toUpperCase()}: ${escape(verdictInWords(answer).replace(/^(yes|no|not known): /, ''))}`,
    '',
    '| start, source | start, destination | stream | guest |',
    '|---|---|---|---|',
    `| ${answer.start.source} | ${answer.start.destination} | ${answer.stream} | ${answer.guest} |`,
    '',
    ...(answer.hops ?? []).map((hop) => `- ${hop.from} to ${hop.to}: ${escape(verdictInWords(hop))}`),
    ...(answer.hops ? [''] : []),
    ...findings(certain),
    ...section(
      'Not known, and it matters',
      answer.missing.map(({ fact, why }) => `\`${code(fact)}\`: ${escape(why)}${howToGive(fact) ? ` (give \`${code(howToGive(fact) as string)}\`)` : ''}`),
    ),
    ...others.flatMap(findings),
    ...section('The records contradict themselves', answer.conflicts.map(escape)),
    ...section(
      'Not understood',
      answer.not_understood.map((part) => `\`${code(part)}\``),
    ),
    ...section('Assumed', assumedInWords(answer.assumptions).map(escape)),
    ...section(
      'What to change',
      remediesTold(answer).map((offer) => `${escape(remedyInWords(offer))} (${whenInWords(offer)}): then **${offer.verdict}**`),
    ),
    `Knowledge \`${answer.knowledge.digest}\` of ${answer.knowledge.date}`,
    '',
  ].join('\n')
}

function statementLines({ numbers, findings, effect, text }: Statement, proofs: readonly ProofNode[][], knowledge: Knowledge | undefined): string[] {
  const records = [...new Set(findings.map(({ record }) => record))].map(escape).join(', ')
  return [
    `### ${numbers.join(', ')}. ${records}: ${escape(effect)}`,
    '',
    escape(text),
    '',
    ...findings.flatMap((finding, index) => [...valueLines(finding), ...bodyLines(finding, proofs[(numbers[index] as number) - 1] ?? [], knowledge)]),
  ]
}

/** A finding by itself, with its whole proof. */
export function findingLines(finding: Finding, number: number, proof: readonly ProofNode[], knowledge: Knowledge | undefined): string[] {
  return [
    `## ${number}. ${escape(finding.record)}: ${escape(effectInWords(finding))}`,
    '',
    escape(finding.summary),
    '',
    ...valueLines(finding),
    ...bodyLines(finding, proof, knowledge),
  ]
}

function valueLines({ source, destination, depends, claim }: Finding): string[] {
  const valued = !claim.startsWith('parts.') && (source.value !== null || destination.value !== null)
  return [
    ...(depends ? [`Depends on ${escape(depends)}.`, ''] : []),
    ...(valued ? [`Source ${escape(showValue(source.value))}, destination ${escape(showValue(destination.value))}.`, ''] : []),
  ]
}

function bodyLines(finding: Finding, proof: readonly ProofNode[], knowledge: Knowledge | undefined): string[] {
  return [
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
