import {
  type Distribution,
  type Entry,
  type Evidence,
  type Feature,
  type Knowledge,
  type Policy,
  type Rule,
  type Support,
  aliasName,
  formerlyOf,
} from '../../model/index.ts'
import { showValue } from '../values.ts'
import { checksOf } from './checked.ts'
import { citedBy } from './cited-by.ts'
import { conditionInWords } from './condition.ts'
import { classInWords } from './part-class.ts'
import { rangeInWords } from './range.ts'
import { citationInWords } from './words.ts'
import { relationsOf } from './relations.ts'
import { standingInWords, standingOf } from './standing.ts'
import { derivationInWords, wordInWords } from './vocabulary.ts'
import { wrap } from './wrap.ts'

/**
 * A record as plain text, at most 78 columns: the same facts as its page.
 * @param body the record's body as text
 */
export function reportRecord(entry: Entry, body: string, knowledge?: Knowledge): string {
  const { data } = entry
  const checks = knowledge ? checksOf(entry, knowledge) : []
  const standing = knowledge && standingOf(entry, knowledge)
  const cited = knowledge ? citedBy(knowledge, data.id) : []
  const former = formerlyOf(data)
  const head = [
    `${data.id}@${entry.revision}  (${data.kind})`,
    wrap(data.title, WIDTH),
    '',
    wrap(data.summary, WIDTH),
    '',
    ...(standing ? [wrap(standingInWords(standing), WIDTH), ''] : []),
  ]
  const facts =
    data.kind === 'feature'
      ? featureLines(data, knowledge, (place) => checks.flatMap((one) => (one.place === place ? [wrap(one.words, WIDTH, '      ', '        ')] : [])))
      : data.kind === 'policy'
        ? policyLines(data, knowledge)
        : data.kind === 'rule'
          ? ruleLines(data, knowledge)
          : data.kind === 'distribution'
            ? distributionLines(data, knowledge)
            : []
  const aliases = data.aliases && data.aliases.length > 0 ? ['ALSO CALLED', wrap(data.aliases.map(aliasName).join(', '), WIDTH, '  '), ''] : []
  const formerly = former.length > 0 ? ['FORMERLY', wrap(former.join(', '), WIDTH, '  '), ''] : []
  const referrers = cited.length > 0 ? ['CITED BY', ...cited.map(({ id, how }) => wrap(`- ${id} (${how})`, WIDTH, '  ', '    ')), ''] : []
  return `${[...head, ...facts, ...(body.trim() === '' ? [] : [body.trim(), '']), ...aliases, ...formerly, ...referrers]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
}

const WIDTH = 78

function distributionLines({ title, releases }: Distribution, knowledge: Knowledge | undefined): string[] {
  return [
    'RELEASES',
    ...[...releases]
      .reverse()
      .flatMap(({ name, codename, date, eol, ships, note, evidence }) => [
        wrap(`${title} ${name}${codename ? ` (${codename})` : ''}${date ? `, ${date}` : ''}${eol ? `, supported until ${eol}` : ''}`, WIDTH, '  '),
        ...Object.entries(ships).map(([component, versions]) => wrap(`${component} ${versions.join(', ')}`, WIDTH, '    ')),
        ...(note ? [wrap(note, WIDTH, '    ')] : []),
        ...citeLines(evidence, knowledge),
      ]),
    '',
  ]
}

/** @param checks what `verify` found of the claim at a place */
function featureLines(feature: Feature, knowledge: Knowledge | undefined, checks: (place: string) => string[]): string[] {
  return [
    'CAN I RELY ON IT',
    wrap(feature.rely, WIDTH, '  '),
    '',
    'SURFACE',
    wrap(feature.surface.text, WIDTH, '  '),
    '',
    'CONTROL',
    wrap(feature.control.text, WIDTH, '  '),
    ...checks('control'),
    '',
    'SUPPORT',
    ...feature.support.flatMap((statement, index) => [...supportLines(statement, knowledge), ...checks(`support.${index}`)]),
    '',
    ...(feature.migration.length + feature.uses.length + feature.clauses.length > 0 ? ['ON MIGRATION'] : []),
    ...[...feature.migration, ...feature.clauses].flatMap((claim) => [
      wrap(`- ${claim.stage}: ${claim.summary}${claim.inferred ? ' (inferred)' : ''}`, WIDTH, '  ', '    '),
      ...citeLines(claim.evidence, knowledge),
    ]),
    ...feature.uses.flatMap((use) => [
      wrap(`- a guest that uses ${use.name} (needs ${showValue(use.needs)}): ${use.summary}${use.inferred ? ' (inferred)' : ''}`, WIDTH, '  ', '    '),
      ...citeLines(use.evidence, knowledge),
    ]),
    '',
    ...history(feature.history, 'HISTORY', knowledge),
    ...(feature.policies.length > 0 ? ['POLICY', wrap(feature.policies.join(', '), WIDTH, '  '), ''] : []),
    ...related(feature, knowledge),
  ]
}

function related({ id }: Feature, knowledge: Knowledge | undefined): string[] {
  const relations = knowledge ? relationsOf(knowledge, id) : []
  return relations.length === 0 ? [] : ['RELATED', ...relations.map(({ words, ids }) => wrap(`- ${words}: ${ids.join(', ')}`, WIDTH, '  ', '    ')), '']
}

function supportLines(statement: Support, knowledge: Knowledge | undefined): string[] {
  const when = conditionInWords(statement.when)
  const value = statement.status === 'unknown' ? 'not known' : statement.value === undefined ? 'not limited' : showValue(statement.value)
  const text = `- ${statement.component}${statement.versions ? ` ${rangeInWords(statement.versions)}` : ''}${when ? `, ${when}` : ''}: ${value}${statement.inferred ? ' (inferred)' : ''}`
  return [wrap(text, WIDTH, '  ', '    '), ...(statement.note ? [wrap(statement.note, WIDTH, '      ')] : []), ...citeLines(statement.evidence, knowledge)]
}

function policyLines(policy: Policy, knowledge: Knowledge | undefined): string[] {
  return [
    'QUESTION',
    wrap(policy.question, WIDTH, '  '),
    '',
    `STATUS  ${policy.status}; in force: ${policy['in-force']}`,
    '',
    'OUTCOME',
    wrap(`${policy.outcome.text}${policy.outcome.inferred ? ' (inferred)' : ''}`, WIDTH, '  '),
    ...citeLines(policy.outcome.evidence, knowledge),
    '',
    'SCOPE',
    wrap(policy.scope, WIDTH, '  '),
    '',
    ...(policy.options.length > 0 ? ['OPTIONS', ...policy.options.map(({ id, text }) => wrap(`- ${id}: ${text}`, WIDTH, '  ', '    ')), ''] : []),
    'POSITIONS',
    ...policy.positions.flatMap((position) => [
      wrap(
        `- ${position.date} ${position.person} (${position.stance}${position.option ? `, ${position.option}` : ''}): ${position.text}${position.inferred ? ' (inferred)' : ''}`,
        WIDTH,
        '  ',
        '    ',
      ),
      ...citeLines(position.evidence, knowledge),
    ]),
    '',
    ...(policy.consequences.length > 0 ? ['CONSEQUENCES', ...policy.consequences.map((text) => wrap(`- ${text}`, WIDTH, '  ', '    ')), ''] : []),
    ...history(policy.later, 'WHAT HAPPENED LATER', knowledge),
    ...(policy.features.length > 0 ? ['FEATURES', wrap(policy.features.join(', '), WIDTH, '  '), ''] : []),
  ]
}

function ruleLines(rule: Rule, knowledge: Knowledge | undefined): string[] {
  return [
    ...(rule.clauses.length === 0 ? [] : ['WHAT HAPPENS']),
    ...rule.clauses.flatMap((clause) => [
      wrap(`- ${clause.stage}, if ${conditionInWords(clause.if)}: ${clause.summary}${clause.inferred ? ' (inferred)' : ''}`, WIDTH, '  ', '    '),
      ...citeLines(clause.evidence, knowledge),
    ]),
    '',
    ...(rule.parts.length === 0 ? [] : ['PARTS OF A VM']),
    ...rule.parts.flatMap((one) => {
      const { title, lines } = classInWords(one)
      return [
        wrap(`- ${title}${one.inferred ? ' (inferred)' : ''}`, WIDTH, '  ', '    '),
        ...lines.map((text) => wrap(text, WIDTH, '      ', '        ')),
        ...citeLines(one.evidence, knowledge),
      ]
    }),
    '',
    ...(rule.derive.length === 0 ? [] : ['WHAT FOLLOWS FROM WHAT']),
    ...rule.derive.flatMap((one) => [wrap(`- ${derivationInWords(one)}`, WIDTH, '  ', '    '), ...citeLines(one.evidence, knowledge)]),
    '',
    ...(rule.vocabulary.length === 0 ? [] : ['WORDS']),
    ...rule.vocabulary.flatMap(({ fact, values, evidence }) => [
      wrap(`- ${fact} can be ${values.map(wordInWords).join(', ')}`, WIDTH, '  ', '    '),
      ...citeLines(evidence, knowledge),
    ]),
    '',
  ]
}

function history(entries: Feature['history'], title: string, knowledge: Knowledge | undefined): string[] {
  return entries.length === 0
    ? []
    : [
        title,
        ...entries.flatMap(({ date, text, inferred, evidence }) => [
          wrap(`- ${date} ${text}${inferred ? ' (inferred)' : ''}`, WIDTH, '  ', '    '),
          ...citeLines(evidence, knowledge),
        ]),
        '',
      ]
}

function citeLines(evidence: readonly Evidence[], knowledge: Knowledge | undefined): string[] {
  return evidence.map((one) => wrap(`see ${citationInWords(one, knowledge)}`, WIDTH, '      ', '        '))
}
