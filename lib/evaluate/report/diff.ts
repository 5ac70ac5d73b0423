import type { Finding, Missing } from '../../model/index.ts'
import { type AnswerDiff, type ChangedFinding, isSame } from '../diff.ts'
import { effectInWords } from './words.ts'
import { wrap } from './wrap.ts'

/** What changed since an earlier answer, as text of 78 columns or as markdown. */
export function reportDiff(diff: AnswerDiff, form: 'text' | 'markdown' = 'text'): string {
  const item = (text: string, sign = '-'): string =>
    form === 'text'
      ? wrap(`${sign} ${text}`, 78, '  ', '    ')
      : `- ${sign === '-' ? '' : `${sign} `}${text.replace(/[\\`*_[\]<>#|~]/g, '\\$&').replace(/\s+/g, ' ')}`
  const section = (title: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [form === 'text' ? title : `## ${title}`, ...items, ''])
  const { from, to } = diff.knowledge
  const stages = [
    ...(diff.start
      ? [`start: source ${diff.start.from.source}, destination ${diff.start.from.destination}; now ${diff.start.to.source}, ${diff.start.to.destination}`]
      : []),
    ...(diff.stream ? [`stream: ${diff.stream.from}; now ${diff.stream.to}`] : []),
    ...(diff.guest ? [`guest: ${diff.guest.from}; now ${diff.guest.to}`] : []),
  ]
  return `${[
    ...(form === 'text' ? [] : ['# What changed', '']),
    diff.verdict
      ? `It was ${diff.verdict.from.toUpperCase()} and is ${diff.verdict.to.toUpperCase()}.`
      : `The verdict is the same.${isSame(diff) ? ' Nothing else changed.' : ''}`,
    '',
    ...section(
      'Stages',
      stages.map((text) => item(text)),
    ),
    ...section(
      'Found now',
      diff.gained.map((finding) => item(found(finding), '+')),
    ),
    ...section(
      'No longer found',
      diff.lost.map((finding) => item(found(finding), '-')),
    ),
    ...section(
      'Found before, and otherwise now',
      diff.changed.map((one) => item(changed(one), '~')),
    ),
    ...section(
      'Asked for now',
      diff.missing.gained.map((one) => item(asked(one), '+')),
    ),
    ...section(
      'No longer asked for',
      diff.missing.lost.map((one) => item(asked(one), '-')),
    ),
    from.digest === to.digest
      ? `Knowledge ${to.digest} of ${to.date}, as before.`
      : `Knowledge ${from.digest} of ${from.date}; now ${to.digest} of ${to.date}.`,
  ].join('\n')}\n`
}

function found(finding: Finding): string {
  return `${finding.record}@${finding.revision}: ${effectInWords(finding)}: ${finding.summary}`
}

function changed({ from, to, what }: ChangedFinding): string {
  const revision = from.revision === to.revision ? to.revision : `${from.revision} to ${to.revision}`
  const effects = effectInWords(from) === effectInWords(to) ? effectInWords(to) : `${effectInWords(from)}; now ${effectInWords(to)}`
  return `${to.record}@${revision}: ${effects}: ${to.summary} (${what.join(', ')})`
}

function asked({ fact, why }: Missing): string {
  return `${fact}: ${why}`
}
