import { type Entry, type Feature, type Policy, type ReleaseLine, type Rule, type Support, contentKey } from '../../model/index.ts'
import { showValue } from '../values.ts'
import { conditionInWords } from './condition.ts'
import { rangeInWords } from './range.ts'

/** One claim of a record that can be cited by itself. */
export interface Citable {
  /** What follows the `#` in a citation; the same for as long as the claim says the same, whatever else of the record changes. */
  readonly fragment: string
  /** The claim in one line. */
  readonly text: string
}

/**
 * Every claim of a record that can be cited, in the order of the record. What has a name of its own (a position, a clause, an option) is cited
 * by that name; what has none by its component or date and eight hex digits of what it says, evidence and notes left out. Of two that say the
 * same the second ends in `-2`.
 */
export function citableOf({ data }: Pick<Entry, 'data'>): readonly Citable[] {
  switch (data.kind) {
    case 'feature':
      return unique(ofFeature(data))
    case 'policy':
      return unique(ofPolicy(data))
    case 'rule':
      return unique(ofRule(data))
    case 'release-line':
      return unique(ofLine(data))
    default:
      return []
  }
}

/** The fragments of a feature's support statements, in their order. */
export function statementFragments(feature: Feature): readonly string[] {
  return unique(feature.support.map(ofStatement)).map(({ fragment }) => fragment)
}

/** The fragments of dated steps, in their order. @param list what they are in the record: `history`, `later` */
export function stepFragments(list: 'history' | 'later', steps: readonly Step[]): readonly string[] {
  return unique(steps.map((step) => ofStep(list, step))).map(({ fragment }) => fragment)
}

/** The fragment of a consequence of a policy. */
export function consequenceFragment(text: string): string {
  return `consequence.${contentKey(text)}`
}

type Step = Feature['history'][number]

function ofFeature(feature: Feature): Citable[] {
  return [
    { fragment: 'rely', text: feature.rely },
    { fragment: 'surface', text: feature.surface.text },
    { fragment: 'control', text: feature.control.text },
    ...feature.support.map(ofStatement),
    ...feature.migration.map(({ id, summary }) => ({ fragment: `migration.${id}`, text: summary })),
    ...feature.uses.map(({ name, summary }) => ({ fragment: `use.${name}`, text: summary })),
    ...feature.clauses.map(ofClause),
    ...feature.history.map((step) => ofStep('history', step)),
  ]
}

function ofPolicy(policy: Policy): Citable[] {
  return [
    { fragment: 'outcome', text: policy.outcome.text },
    { fragment: 'scope', text: policy.scope },
    ...policy.options.map(({ id, text }) => ({ fragment: `option.${id}`, text })),
    ...policy.positions.map(({ id, person, date, text }) => ({ fragment: `position.${id}`, text: `${person}, ${date}: ${text}` })),
    ...policy.consequences.map((text) => ({ fragment: consequenceFragment(text), text })),
    ...policy.later.map((step) => ofStep('later', step)),
  ]
}

function ofRule(rule: Rule): Citable[] {
  return [...rule.clauses.map(ofClause), ...rule.parts.map((part) => ({ fragment: `class.${part.class}`, text: `${part.kind} ${part.class}` }))]
}

function ofLine(line: ReleaseLine): Citable[] {
  return line.branches.map(({ name, releases, eol }) => ({
    fragment: `branch.${name}`,
    text: `${line.title} ${name}: ${releases.at(-1)?.version} is the newest known release${eol ? `, supported until ${eol}` : ''}`,
  }))
}

function ofClause({ id, summary }: { readonly id: string; readonly summary: string }): Citable {
  return { fragment: `clause.${id}`, text: summary }
}

function ofStep(list: 'history' | 'later', { date, text }: Step): Citable {
  return { fragment: `${list}.${date}.${contentKey(text)}`, text: `${date}: ${text}` }
}

function ofStatement({ component, when, versions, value, before, status }: Support): Citable {
  const events = versions?.map(({ event, version }) => [event, version])
  const says = value === undefined ? (status === 'unaffected' ? 'not limited' : 'not known') : showValue(value)
  const where = conditionInWords(when)
  return {
    fragment: `support.${component}.${contentKey([when, events, value, before, status])}`,
    text: `${component} ${rangeInWords(versions)}${where ? `, ${where}` : ''}: ${says}`,
  }
}

function unique(all: readonly Citable[]): Citable[] {
  const times = new Map<string, number>()
  return all.map((one) => {
    const time = (times.get(one.fragment) ?? 0) + 1
    times.set(one.fragment, time)
    return time === 1 ? one : { ...one, fragment: `${one.fragment}-${time}` }
  })
}
