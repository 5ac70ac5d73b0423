import type { Answer, Finding, Knowledge } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { Sources } from './sources.ts'
import { type ProofNode, drawNodes, shareProofs } from './tree.ts'
import { effectInWords, howToGive, remedyInWords, verdictInWords } from './words.ts'
import { wrap } from './wrap.ts'

export interface TextOptions {
  /** Columns; default 78. */
  readonly width?: number
  /** How much of the proofs to draw; default `short`: the citations only. */
  readonly proof?: 'none' | 'short' | 'full'
  /** Whether changes that help were looked for, so that it can be said that there are none; default true. */
  readonly remedies?: boolean
}

/**
 * An answer for a terminal or a mail: the verdict first, every finding by how much it matters, what is missing, what was assumed, the sources, each once,
 * and last what to change.
 */
export function reportText(answer: Answer, knowledge?: Knowledge, { width = 78, proof = 'short', remedies = true }: TextOptions = {}): string {
  const line = (text: string, indent = 0, hang = indent): string => wrap(text, width, ' '.repeat(indent), ' '.repeat(hang))
  const list = (title: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [title, ...items.map((item) => line(`- ${item}`, 2, 4)), ''])
  const sources = new Sources(knowledge)
  const proofs = proof === 'full' ? shareProofs(answer.findings.map(({ because }) => because)) : []
  const findings = answer.findings.flatMap((finding, index) => [
    ...(titleOf(finding) === (answer.findings[index - 1] && titleOf(answer.findings[index - 1] as Finding)) ? [] : ['', titleOf(finding)]),
    ...findingLines(finding, index + 1, { line, width, proof, knowledge, sources }, proofs[index]),
  ])
  // An answer about a chain is that of the first of its worst hops.
  const worst = answer.hops?.find(({ verdict }) => verdict === answer.verdict)
  return `${[
    line(`${answer.verdict.toUpperCase()}. ${capital(verdictInWords(answer).replace(/^(yes|no): /, ''))}.`),
    '',
    `  start   source ${answer.start.source}, destination ${answer.start.destination}`,
    `  stream  ${answer.stream}`,
    `  guest   ${answer.guest}`,
    '',
    ...(answer.hops ?? []).flatMap((hop) => [line(`${hop.from} to ${hop.to}: ${verdictInWords(hop)}`, 2, 4)]),
    ...(worst ? ['', line(`What follows is about the hop from ${worst.from} to ${worst.to}, which it calls source and destination.`), ''] : []),
    ...findings,
    '',
    ...list(
      'Not known, and it matters',
      answer.missing.map(
        ({ fact, why, matters_to }) =>
          `${fact}: ${why}${matters_to.length > 0 ? ` (${matters_to.join(', ')})` : ''}${howToGive(fact) ? `; give ${howToGive(fact)}` : ''}`,
      ),
    ),
    ...list('The records contradict themselves', answer.conflicts),
    ...list('Not understood', answer.not_understood),
    ...list('Assumed', answer.assumptions),
    ...(sources.list.length === 0 ? [] : ['Sources', ...sources.list.map((text, index) => line(`[${index + 1}] ${text}`, 2, 6)), '']),
    ...(remedies ? remedyLines(answer, line) : []),
    line(`Knowledge ${answer.knowledge.digest} of ${answer.knowledge.date}`),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')}\n`
}

type Line = (text: string, indent?: number, hang?: number) => string

interface Style {
  readonly line: Line
  readonly width: number
  readonly proof: TextOptions['proof']
  readonly knowledge: Knowledge | undefined
  readonly sources: Sources
}

/** What a finding is listed under. */
function titleOf({ certain, depends, effect, guest, harmless }: Finding): string {
  const stops = effect === 'refused' || guest === 'broken'
  if (stops || guest === 'unknown')
    return certain === 'yes' && depends === undefined && guest !== 'unknown' ? 'What stands in the way' : 'What may stand in the way'
  return harmless || guest === 'unchanged' ? 'What no guest is known to mind' : 'What the guest would notice'
}

function findingLines(finding: Finding, number: number, { line, width, proof, knowledge, sources }: Style, nodes: readonly ProofNode[] = []): string[] {
  const [from, to] = [finding.source.value, finding.destination.value].map((value) => (value === null ? 'not known' : showValue(value)))
  const said = [from, to].every((value) => finding.summary.includes(value as string))
  // A part that one side lacks has nothing to compare.
  const isValued = /^parts\..*\.(lost|gained)$/.test(finding.claim) ? false : finding.source.value !== null || finding.destination.value !== null
  const cites = proof === 'none' ? '' : sources.cite(finding.cites)
  const tree = drawNodes(nodes, knowledge).map(({ prefix, rest, text }) => wrap(text, width, `   ${prefix}`, `   ${rest}`))
  const decided = finding.policies.length > 0 ? `, decided in ${finding.policies.join(', ')}` : ''
  return [
    line(`${number}. ${effectInWords(finding)}: ${finding.summary}`, 0, 3),
    ...(finding.depends ? [line(`depends on ${finding.depends}`, 3)] : []),
    ...(isValued && !said ? [line(`source ${from}, destination ${to}`, 3)] : []),
    line(`${finding.record}${cites ? ` ${cites}` : ''}${decided}`, 3),
    ...(tree.length > 0 ? ['   because', ...tree] : []),
  ]
}

function remedyLines(answer: Answer, line: Line): string[] {
  if (answer.verdict === 'yes') return []
  const nothing = answer.verdict === 'no' && answer.remedies.every(({ applies }) => applies === 'restart')
  const group = (applies: 'running' | 'before-boot' | 'restart', title: string): string[] => {
    const offers = answer.remedies.filter((offer) => offer.applies === applies)
    return offers.length === 0 ? [] : [title, ...offers.map((offer) => line(`- ${remedyInWords(offer)}: then ${offer.verdict}`, 2, 4)), '']
  }
  return [
    ...(nothing ? ['No change known here makes it work.', ''] : []),
    ...group('running', 'What to change (the guest may keep running)'),
    ...group('before-boot', 'What to change (before the guest is started)'),
    ...group('restart', 'Or, without a live migration'),
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
