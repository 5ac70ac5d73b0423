import {
  type Comparison,
  type Entry,
  type Evidence,
  type Feature,
  type Knowledge,
  type LinkResolver,
  type Policy,
  type ReleaseLine,
  type Rule,
  aliasName,
  formerlyOf,
} from '../../model/index.ts'
import { showValue } from '../values.ts'
import { checksOf } from './checked.ts'
import { citedBy } from './cited-by.ts'
import { conditionInWords } from './condition.ts'
import { classInWords } from './part-class.ts'
import { rangeInWords } from './range.ts'
import { relationsOf } from './relations.ts'
import { standingInWords, standingOf } from './standing.ts'
import { derivationInWords, wordInWords } from './vocabulary.ts'
import { citationInWords } from './words.ts'

/** What a record's markdown is made with. */
export interface MarkdownOptions {
  readonly knowledge: Knowledge
  readonly links: LinkResolver
  /** The site's address, without a slash at its end. */
  readonly url: string
}

/** A record as markdown: the same facts as its page, each with its evidence as links. */
export function recordMarkdown(entry: Entry, options: MarkdownOptions): string {
  const { data } = entry
  const standing = standingOf(entry, options.knowledge)
  const lines = [
    `# ${plain(data.title)}`,
    '',
    `\`${data.id}@${entry.revision}\` (${data.kind}): ${options.url}/r/${data.id}@${entry.revision}`,
    '',
    plain(data.summary),
    '',
    ...(data.kind === 'feature' ? [`**Can I rely on it?** ${plain(data.rely)}`, ''] : []),
    ...(standing ? [plain(standingInWords(standing)), ''] : []),
    ...factsOf(entry, options),
    ...(entry.body.trim() === '' ? [] : ['## In words', '', bodyOf(entry.body, options).trim(), '']),
    ...section(
      'Also called',
      data.aliases?.map((alias) => `- ${code(aliasName(alias))}`),
    ),
    ...section(
      'Formerly',
      formerlyOf(data).map((id) => `- ${code(id)}`),
    ),
    ...section(
      'Cited by',
      citedBy(options.knowledge, data.id).map(({ id, title, how }) => `- ${recordLink(id, title, options)} (${how})`),
    ),
  ]
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** Text in which nothing is read as markup. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\n+/g, ' ')
}

function factsOf(entry: Entry, options: MarkdownOptions): string[] {
  const { data } = entry
  switch (data.kind) {
    case 'feature':
      return ofFeature(entry as Entry<Feature>, options)
    case 'policy':
      return ofPolicy(data, options)
    case 'rule':
      return ofRule(data, options)
    case 'release-line':
      return ofLine(data)
    default:
      return []
  }
}

function ofFeature(entry: Entry<Feature>, options: MarkdownOptions): string[] {
  const { data: feature } = entry
  const checks = checksOf(entry, options.knowledge)
  const checked = (place: string): string[] => checks.filter((one) => one.place === place).map(({ words }) => `  - ${plain(words)}`)
  return [
    `- **Surface** (${feature.surface.kind}): ${plain(feature.surface.text)}`,
    `- **Control** (${feature.control.by}): ${plain(feature.control.text)}`,
    ...cites(feature.control.evidence, options),
    ...checked('control'),
    '',
    '## Support',
    '',
    ...feature.support.flatMap(({ component, when, versions, value, status, note, inferred, evidence }, index) => {
      const says = value === undefined ? (status === 'unaffected' ? 'not limited' : 'not known') : showValue(value)
      const where = conditionInWords(when)
      return [
        `- ${component} ${rangeInWords(versions)}${where ? `, where ${code(where)}` : ''}: **${plain(says)}**${inferred ? ' (inferred)' : ''}${note ? `. ${plain(note)}` : ''}`,
        ...cites([...evidence, ...(versions ?? []).flatMap((event) => event.evidence ?? [])], options),
        ...checked(`support.${index}`),
      ]
    }),
    '',
    ...section('On migration', [
      ...feature.migration.flatMap((one) => [
        `- ${one.stage}: ${plain(one.summary)}${directions(one)}${one.inferred ? ' (inferred)' : ''}`,
        ...cites(one.evidence, options),
      ]),
      ...feature.uses.flatMap((use) => [
        `- a guest that uses ${code(use.name)} (needs ${plain(showValue(use.needs))}): ${plain(use.summary)}; without it guest ${use.without.guest}${use.inferred ? ' (inferred)' : ''}`,
        ...cites(use.evidence, options),
      ]),
      ...feature.clauses.flatMap((clause) => clauseLines(clause, options)),
    ]),
    ...section('Policy', policyLinks(feature.policies, options)),
    ...section('History', steps(feature.history, options)),
    ...section(
      'Related',
      relationsOf(options.knowledge, feature.id).map(({ words, ids }) => `- ${words}: ${ids.map((id) => recordLink(id, id, options)).join(', ')}`),
    ),
  ]
}

function directions({ lowered, raised, changed }: Comparison): string {
  const told = [
    ['destination has less', lowered],
    ['destination has more', raised],
    ['neither holds the other', changed],
  ] as const
  const all = told.flatMap(([name, outcome]) => (outcome ? [`${name}: ${outcome.effect}, guest ${outcome.guest}`] : []))
  return all.length > 0 ? ` (${all.join('; ')})` : ''
}

function ofPolicy(policy: Policy, options: MarkdownOptions): string[] {
  return [
    `- **Status**: ${policy.status}; in force: ${policy['in-force']}`,
    `- **Question**: ${plain(policy.question)}`,
    `- **Outcome**: ${plain(policy.outcome.text)}${policy.outcome.inferred ? ' (inferred)' : ''}`,
    ...cites(policy.outcome.evidence, options),
    `- **Scope**: ${plain(policy.scope)}`,
    ...(policy['superseded-by'] ? [`- **Superseded by**: ${recordLink(policy['superseded-by'], policy['superseded-by'], options)}`] : []),
    '',
    ...section(
      'Options',
      policy.options.map(({ id, text }) => `- **${id}**: ${plain(text)}`),
    ),
    ...section(
      'Who held what',
      policy.positions.flatMap((one) => [
        `- ${one.date} **${plain(one.person)}** (${one.stance}${one.option ? `, ${one.option}` : ''}): ${plain(one.text)}${one.inferred ? ' (inferred)' : ''}`,
        ...cites(one.evidence, options),
      ]),
    ),
    ...section(
      'Consequences',
      policy.consequences.map((text) => `- ${plain(text)}`),
    ),
    ...section('What happened later', steps(policy.later, options)),
    ...section(
      'Features',
      policy.features.map((id) => `- ${recordLink(id, id, options)}`),
    ),
  ]
}

function ofRule(rule: Rule, options: MarkdownOptions): string[] {
  return [
    ...section(
      'What happens',
      rule.clauses.flatMap((clause) => clauseLines(clause, options)),
    ),
    ...section(
      'Parts of a VM',
      rule.parts.flatMap((part) => {
        const { title, lines } = classInWords(part)
        return [`- ${plain(title)}${part.inferred ? ' (inferred)' : ''}`, ...lines.map((line) => `  - ${plain(line)}`), ...cites(part.evidence, options)]
      }),
    ),
    ...section(
      'What follows from what',
      rule.derive.flatMap((one) => [`- ${plain(derivationInWords(one))}`, ...cites(one.evidence, options)]),
    ),
    ...section(
      'Words',
      rule.vocabulary.flatMap(({ fact, values, evidence }) => [
        `- ${code(fact)} can be ${plain(values.map(wordInWords).join(', '))}`,
        ...cites(evidence, options),
      ]),
    ),
  ]
}

function ofLine(line: ReleaseLine): string[] {
  return [
    '## Branches',
    '',
    '| branch | first | newest known | end of support |',
    '|---|---|---|---|',
    ...[...line.branches]
      .reverse()
      .map(({ name, releases, eol }) => `| ${name} | ${releases[0]?.date ?? ''} | ${releases.at(-1)?.version} ${releases.at(-1)?.date ?? ''} | ${eol ?? ''} |`),
    '',
  ]
}

function clauseLines({ stage, summary, inferred, evidence, if: condition }: Feature['clauses'][number], options: MarkdownOptions): string[] {
  return [`- ${stage}, if ${code(conditionInWords(condition))}: ${plain(summary)}${inferred ? ' (inferred)' : ''}`, ...cites(evidence, options)]
}

function steps(all: Feature['history'], options: MarkdownOptions): string[] {
  return all.flatMap(({ date, text, inferred, evidence }) => [`- ${date} ${plain(text)}${inferred ? ' (inferred)' : ''}`, ...cites(evidence, options)])
}

function policyLinks(ids: readonly string[], options: MarkdownOptions): string[] {
  return ids.map((id) => {
    const data = options.knowledge.entries.get(id)?.data
    return `- ${recordLink(id, data?.title ?? id, options)}${data?.kind === 'policy' ? `: ${data.status}; in force: ${data['in-force']}` : ''}`
  })
}

function section(title: string, lines: readonly string[] | undefined): string[] {
  return lines && lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : []
}

function cites(evidence: readonly Evidence[], { knowledge, links, url }: MarkdownOptions): string[] {
  return evidence.map((one) => {
    const words = plain(citationInWords(one, knowledge))
    const href = links.evidence(one)
    return `  - ${href ? `[${words}](${absolute(href, url)})` : words}${one.note ? `: ${plain(one.note)}` : ''} (checked ${one.checked})`
  })
}

function recordLink(id: string, title: string, { links, url }: MarkdownOptions): string {
  const page = links.record(id)
  return page ? `[${plain(title)}](${url}${page.href})` : code(id)
}

function absolute(href: string, url: string): string {
  return href.startsWith('/') ? url + href : href
}

function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``
}

/** The body's own references as links; its headings come below ours. */
function bodyOf(body: string, options: MarkdownOptions): string {
  return body
    .split(/(^```[\s\S]*?^```)/m)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part
            .replace(/^(#{1,5}) /gm, '#$1 ')
            .replace(/\]\(\/(?!\/)/g, `](${options.url}/`)
            .replace(/:record\[([^\]]+)\]/g, (_, id: string) => recordLink(id, options.links.record(id)?.title ?? id, options))
            .replace(/:cite\[([^\]]+)\]/g, (_, target: string) => citeLink(target, options)),
    )
    .join('')
}

function citeLink(target: string, { links, url }: MarkdownOptions): string {
  const [, repo, commit] = /^(.+):([0-9a-f]{10,40})$/.exec(target) ?? []
  const href = target.includes('@') ? links.message(target) : commit === undefined ? undefined : links.commit(commit, repo)
  return href ? `[${plain(target)}](${absolute(href, url)})` : code(target)
}
