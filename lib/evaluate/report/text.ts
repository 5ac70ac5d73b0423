import type { Answer, Finding, Knowledge } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { type Asked, askedTogether } from './asked.ts'
import { Sources } from './sources.ts'
import { type Statement, TITLES, type Title, type Told, givenFor, tell } from './told.ts'
import { type ProofNode, drawNodes, shareProofs } from './tree.ts'
import { assumedInWords, changesBySide, remediesTold, remedyInWords, verdictInWords } from './words.ts'
import { wrap } from './wrap.ts'

export interface TextOptions {
  /** Columns; default 78. */
  readonly width?: number
  /** How much of the proofs to draw; default `short`: what was given, and the first sources of what matters. */
  readonly proof?: 'none' | 'short' | 'full'
  /** Whether changes that help were looked for, so that it can be said that there are none; default true. */
  readonly remedies?: boolean
}

/**
 * An answer for a terminal or a mail: the verdict first, every finding by how much it matters, what is missing, what was assumed, the sources, each once,
 * and last what to change. The numbers are those of the findings, by which `--why` names them.
 */
export function reportText(answer: Answer, knowledge?: Knowledge, { width = 78, proof = 'short', remedies = true }: TextOptions = {}): string {
  const line: Line = (text, indent = 0, hang = indent) => wrap(text, width, ' '.repeat(indent), ' '.repeat(hang))
  const list = (title: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [title, ...items.map((item) => line(`- ${item}`, 2, 4)), ''])
  const sources = new Sources(knowledge)
  const proofs = proof === 'full' ? shareProofs(answer.findings.map(({ because }) => because)) : []
  const told = tell(answer, knowledge)
  const style: Style = {
    line,
    width,
    proof,
    knowledge,
    sources,
    isLong: told.filter(({ title }) => title !== 'What no guest is known to mind').length > MOST_DETAILED,
  }
  const section = (title: Title): string[] => {
    const some = told.filter((one) => one.title === title)
    return some.length === 0 ? [] : [title, ...toldLines(some, style, proofs), '']
  }
  const [certain, ...others] = TITLES
  // An answer about a chain is that of the first of its worst hops.
  const worst = answer.hops?.find(({ verdict }) => verdict === answer.verdict)
  return `${[
    line(headline(answer, told)),
    '',
    ...stageLines(answer),
    '',
    ...(answer.hops ?? []).flatMap((hop) => [line(`${hop.from} to ${hop.to}: ${verdictInWords(hop)}`, 2, 4)]),
    ...(worst ? ['', line(`What follows is about the hop from ${worst.from} to ${worst.to}, which it calls source and destination.`), ''] : []),
    ...section(certain),
    ...missingLines(askedTogether(answer), line),
    ...others.flatMap(section),
    ...list('The records contradict themselves', answer.conflicts),
    ...list('Not understood, and not looked at', answer.not_understood),
    ...(sources.list.length === 0 ? [] : ['Sources', ...sources.list.map((text, index) => line(`[${index + 1}] ${text}`, 2, 6)), '']),
    ...(answer.assumptions.length === 0 ? [] : [line(`Assumed: ${assumedInWords(answer.assumptions).join('; ')}.`), '']),
    line(`Knowledge ${answer.knowledge.digest} of ${answer.knowledge.date}`),
    '',
    ...(remedies ? remedyLines(answer, line) : []),
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

/** With more causes than this that matter, each has one source, and those that are not certain to stand in the way are told in a line. */
const MOST_DETAILED = 6

/** Most sources of one statement, where the whole proof is not drawn. */
const MOST_SOURCES = 2

/** Most differences listed that no guest is known to mind. */
const MOST_HARMLESS = 5

type Line = (text: string, indent?: number, hang?: number) => string

interface Style {
  readonly line: Line
  readonly width: number
  readonly proof: TextOptions['proof']
  readonly knowledge: Knowledge | undefined
  readonly sources: Sources
  readonly isLong: boolean
}

function headline(answer: Answer, told: readonly Told[]): string {
  const stops = told.filter(({ title }) => title === 'What stands in the way').length
  const passedOver = answer.not_understood.length
  return [
    `${answer.verdict.toUpperCase()}. ${capital(verdictInWords(answer).replace(/^(yes|no|not known): /, ''))}.`,
    ...(stops > 1 ? [`${stops} things stand in the way.`] : []),
    ...(answer.verdict === 'yes' && passedOver > 0
      ? [`But ${passedOver === 1 ? 'a part of the input was' : `${passedOver} parts of the input were`} not understood.`]
      : []),
  ].join(' ')
}

function stageLines({ start, stream, guest }: Answer): string[] {
  const never = start.source === 'no' || start.destination === 'no' ? ' (if it were started)' : ''
  return [`  start   source ${start.source}, destination ${start.destination}`, `  stream  ${stream}${never}`, `  guest   ${guest}${never}`]
}

function toldLines(told: readonly Told[], style: Style, proofs: readonly ProofNode[][]): string[] {
  const isHarmless = told[0]?.title === 'What no guest is known to mind'
  const shown = isHarmless && style.proof !== 'full' ? told.slice(0, MOST_HARMLESS) : told
  const more = told.length - shown.length
  return [
    ...shown.flatMap((one) => itemLines(one, style, proofs)),
    ...(more > 0 ? [style.line(`and ${more} more, which \`--proof\` and \`--json\` list`, 3)] : []),
  ]
}

/** What one cause does: its statements, each with its number, what was given, and where that is known from. */
function itemLines({ title, statements }: Told, style: Style, proofs: readonly ProofNode[][]): string[] {
  const { line, proof } = style
  const isHarmless = title === 'What no guest is known to mind'
  if (proof === 'full') return statements.flatMap((one) => statementLines(one, style, proofs))
  // What is harmless beside something that matters is in the proofs.
  const shown = isHarmless
    ? statements.slice(0, 1)
    : statements.filter(({ findings: [{ guest, harmless, effect }] }, index) => index === 0 || effect === 'refused' || !(harmless || guest === 'unchanged'))
  if (isHarmless) return shown.map(({ numbers, text }) => line(`${numbers[0]}. ${text}`, 0, 3))
  if (style.isLong && title !== 'What stands in the way') {
    const [{ effect, text }] = statements as readonly [Statement]
    return [line(`${listed(statements.flatMap(({ numbers }) => numbers))}. ${effect}: ${text}${statements.length > 1 ? '; and so on' : ''}`, 0, 3)]
  }
  return shown.flatMap((one) => statementLines(one, style, proofs))
}

function statementLines(statement: Statement, { line, width, proof, knowledge, sources, isLong }: Style, proofs: readonly ProofNode[][]): string[] {
  const { numbers, findings, effect, text } = statement
  const [finding] = findings
  const values = valuesInWords(finding)
  const given = givenFor(statement)
  const records = [...new Set(findings.map(({ record }) => record))].join(', ')
  const cited = findings.flatMap(({ cites }) => cites)
  const cites = proof === 'none' ? '' : sources.cite(proof === 'full' ? cited : cited.slice(0, isLong ? 1 : MOST_SOURCES))
  const policies = [...new Set(findings.flatMap((one) => one.policies))]
  const depends = [...new Set(findings.flatMap((one) => one.depends ?? []))]
  const tree = numbers
    .flatMap((number) => drawNodes(proofs[number - 1] ?? [], knowledge))
    .map(({ prefix, rest, text: node }) => wrap(node, width, `   ${prefix}`, `   ${rest}`))
  return [
    line(`${listed(numbers)}. ${effect}: ${text}`, 0, 3),
    ...depends.map((what) => line(`depends on ${what}`, 3)),
    ...(['source', 'destination'] as const).flatMap((side) => (given[side].length > 0 ? [line(`${side}: ${given[side].join(', ')}`, 3, 5)] : [])),
    ...(values && given.source.length + given.destination.length === 0 ? [line(values, 3)] : []),
    line(`${records}${cites ? ` ${cites}` : ''}${policies.length > 0 ? `, decided in ${policies.join(', ')}` : ''}`, 3),
    ...(tree.length > 0 ? ['   because', ...tree] : []),
  ]
}

/** Numbers in order, runs as such: `2, 4-6`. */
function listed(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b)
  const starts = sorted.filter((number) => !sorted.includes(number - 1))
  return starts
    .map((start) => {
      let end = start
      while (sorted.includes(end + 1)) end++
      return end === start ? `${start}` : `${start}${end === start + 1 ? ', ' : '-'}${end}`
    })
    .join(', ')
}

/** The two values, where they differ and the summary does not name them. */
function valuesInWords({ source, destination, summary, claim }: Finding): string | undefined {
  // Of parts the summary says it.
  if (claim.startsWith('parts.') || (source.value === null && destination.value === null)) return undefined
  const [from, to] = [source.value, destination.value].map((value) => (value === null ? 'not known' : showValue(value))) as [string, string]
  return from === to || [from, to].every((value) => summary.includes(value)) ? undefined : `source ${from}, destination ${to}`
}

function missingLines({ bySide, others }: Asked, line: Line): string[] {
  if (bySide.length + others.length === 0) return []
  return [
    'Not known, and it matters',
    ...bySide.map(({ where, facts }) => line(`- ${where}: ${facts.map(({ how, about }) => `${how}${about ? ` (${about})` : ''}`).join(', ')}`, 2, 4)),
    ...others.map((text) => line(`- ${text}`, 2, 4)),
    '',
  ]
}

function remedyLines(answer: Answer, line: Line): string[] {
  if (answer.verdict === 'yes') return []
  const nothing = answer.verdict === 'no' && answer.remedies.every(({ applies }) => applies === 'restart')
  const group = (applies: 'running' | 'before-boot' | 'restart', title: string): string[] => {
    const offers = remediesTold(answer).filter((offer) => offer.applies === applies)
    return offers.length === 0 ? [] : [title, ...offers.flatMap((offer) => offerLines(offer, line)), '']
  }
  return [
    ...(nothing ? ['No change known here lets it migrate live.', ''] : []),
    ...group('running', 'What to change (the guest may keep running)'),
    ...group('before-boot', 'What to change (before the guest is started)'),
    ...group('restart', 'Instead of a live migration'),
  ]
}

/** A set of changes: in one line where that does, else one change a line, as it may be copied. */
function offerLines(offer: Answer['remedies'][number], line: Line): string[] {
  const whole = line(`- ${remedyInWords(offer)}: then ${offer.verdict}`, 2, 4)
  if (offer.applies === 'restart' || !whole.includes('\n')) return [whole]
  return [
    line(`- ${offer.changes.length > 1 ? 'all of this' : 'this'}, then ${offer.verdict}:`, 2, 4),
    ...changesBySide(offer).flatMap(([where, texts]) => [line(`${where}`, 4), ...texts.map((text) => line(text, 6, 8))]),
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
