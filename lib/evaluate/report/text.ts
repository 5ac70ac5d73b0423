import type { Answer, Evidence, Finding, Knowledge } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { drawProof } from './tree.ts'
import { citationInWords, effectInWords, howToGive, remedyInWords, verdictInWords } from './words.ts'
import { wrap } from './wrap.ts'

export interface TextOptions {
  /** Columns; default 78. */
  readonly width?: number
  /** How much of the proofs to draw; default `short`: the citations only. */
  readonly proof?: 'none' | 'short' | 'full'
  /** Whether changes that help were looked for, so that it can be said that there are none; default true. */
  readonly remedies?: boolean
}

/** An answer for a terminal or a mail: the verdict first, every finding, what is missing, what was assumed, and last what to change. */
export function reportText(answer: Answer, knowledge?: Knowledge, { width = 78, proof = 'short', remedies = true }: TextOptions = {}): string {
  const line = (text: string, indent = 0, hang = indent): string => wrap(text, width, ' '.repeat(indent), ' '.repeat(hang))
  const list = (title: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [title, ...items.map((item) => line(`- ${item}`, 2, 4)), ''])
  const findings = answer.findings.flatMap((finding, index) => [...findingLines(finding, index + 1, line, width, proof, knowledge), ''])
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
    ...(remedies ? remedyLines(answer, line) : []),
    line(`Knowledge ${answer.knowledge.digest} of ${answer.knowledge.date}`),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')}\n`
}

type Line = (text: string, indent?: number, hang?: number) => string

function findingLines(finding: Finding, number: number, line: Line, width: number, proof: TextOptions['proof'], knowledge: Knowledge | undefined): string[] {
  const values =
    finding.source.value !== null || finding.destination.value !== null
      ? [line(`source ${showValue(finding.source.value)}, destination ${showValue(finding.destination.value)}`, 3)]
      : []
  const cites = finding.cites.map((cite: Evidence) => line(citationInWords(cite, knowledge), 5, 7))
  const tree = proof === 'full' ? drawProof(finding.because, knowledge).map(({ prefix, rest, text }) => wrap(text, width, `   ${prefix}`, `   ${rest}`)) : []
  return [
    line(`${number}. ${finding.record}: ${effectInWords(finding)}`, 0, 3),
    line(finding.summary, 3),
    ...(finding.depends ? [line(`depends on ${finding.depends}`, 3)] : []),
    ...values,
    ...(tree.length > 0 ? ['   because', ...tree] : []),
    ...(proof !== 'none' && cites.length > 0 ? ['   see', ...cites] : []),
    ...(finding.policies.length > 0 ? [line(`decided in ${finding.policies.join(', ')}`, 3)] : []),
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
