import { valueText } from '../../content/issues.ts'
import { nearest } from '../../model/nearest.ts'
import type { DataPath } from '../../content/positions.ts'
import { valueFromText } from '../../evaluate/values.ts'
import { type Domain, type Entry, type Feature, inDomain, type Match, type Problem, type Remedy, type Rule, type Value } from '../../model/index.ts'
import { conditionParts } from '../conditions.ts'
import type { Context } from '../context.ts'
import { wordsFor } from '../facts.ts'
import { globs } from '../globs.ts'
import { type LintRule, problemAt } from '../rule.ts'
import { walk } from '../walk.ts'

/** Values that a feature cannot have, and words that a fact cannot have. */
export const valueNotInDomain: LintRule = {
  id: 'value-not-in-domain',
  describe: "values, needs and meanings of options are of the feature's domain, words in conditions and remedies of the fact's vocabulary",
  check: (context) =>
    context.entries.flatMap((entry) => [
      ...(entry.data.kind === 'feature' ? ownValues(context, entry as Entry<Feature>) : []),
      ...(entry.data.kind === 'rule' ? shortWords(context, entry as Entry<Rule>) : []),
      ...inConditions(context, entry),
      ...inSettings(context, entry),
    ]),
}

function ownValues(context: Context, entry: Entry<Feature>): Problem[] {
  const { values: domain, support, uses, control } = entry.data
  const check = (path: DataPath, value: Value | undefined, ok = value === undefined || inDomain(domain, value)): Problem[] =>
    ok ? [] : [outside(context, entry, path, value, domain)]
  return [
    ...support.flatMap(({ value, before }, index) => [...check(['support', index, 'value'], value), ...check(['support', index, 'before'], before)]),
    ...uses.flatMap(({ needs }, index) => check(['uses', index, 'needs'], needs, isNeed(domain, needs))),
    ...Object.entries(control.values ?? {}).flatMap(([text, value]) => check(['control', 'values', text], value)),
  ]
}

function outside(context: Context, entry: Entry, path: DataPath, value: unknown, domain: Domain, of = ''): Problem {
  const allowed = shown(domain)
  return problemAt('value-not-in-domain', context, entry, path, {
    message: `\`${valueText(value)}\` is no value${of ? ` of \`${of}\`` : ''}: write ${allowed}`,
    expected: allowed,
    actual: valueText(value),
  })
}

function shown(domain: Domain): string {
  switch (domain.type) {
    case 'boolean':
      return 'true or false'
    case 'enum':
      return `one of ${domain.order.join(', ')}`
    case 'number':
      return 'a number'
    case 'set':
      return `a list of ${domain.members.join(', ')}`
  }
}

/** A use of a set may need one member, written without a list. */
function isNeed(domain: Domain, needs: Value): boolean {
  return inDomain(domain, domain.type === 'set' && !Array.isArray(needs) && typeof needs !== 'boolean' ? [needs] : needs)
}

function inConditions(context: Context, entry: Entry): Problem[] {
  return conditionParts(entry).flatMap(({ kind, name, match, path }): Problem[] => {
    if (!match) return []
    if (kind === 'feature') {
      const domain = context.features.find(({ data }) => data.id === name)?.data.values
      return domain ? foreign(match, domain).map((value) => outside(context, entry, path, value, domain, name)) : []
    }
    const words = wordsFor(name, context)
    return words
      ? textsIn(match)
          .filter((text) => !isWord(text, words))
          .map((text) => unknownWord(context, entry, path, name, text, words))
      : []
  })
}

/** What a match asks of a feature that it can never be. */
function foreign(match: Match, domain: Domain): unknown[] {
  switch (match.kind) {
    case 'oneOf':
      return match.of.flatMap((part) => foreign(part, domain))
    case 'not':
      return foreign(match.match, domain)
    case 'contains':
      return domain.type === 'set' && domain.members.includes(match.member) ? [] : [match.member]
    case 'atLeast':
      return isNeed(domain, match.value) ? [] : [match.value]
    case 'equals':
      return domain.type === 'set'
        ? [match.value]
        : domain.type === 'number'
          ? Number.isNaN(Number(match.value))
            ? [match.value]
            : []
          : words(domain).includes(String(match.value))
            ? []
            : [match.value]
    case 'glob':
      return words(domain).some((word) => globs(match.pattern, word)) ? [] : [match.pattern]
    case 'constraint':
      return domain.type === 'number' ? [] : [match.terms.map(({ op, version }) => op + version).join(' ')]
    case 'given':
      return []
  }
}

function words(domain: Domain): readonly string[] {
  return domain.type === 'boolean' ? ['true', 'false'] : domain.type === 'enum' ? domain.order : []
}

/** Words of a vocabulary may be patterns, and so may the text. */
function isWord(text: string, words: readonly string[]): boolean {
  return words.some((word) => globs(text, word) || globs(word, text))
}

/** Texts and patterns that a fact is compared with. */
function textsIn(match: Match): string[] {
  switch (match.kind) {
    case 'equals':
      return [String(match.value)]
    case 'glob':
      return [match.pattern]
    case 'oneOf':
      return match.of.flatMap(textsIn)
    case 'not':
      return textsIn(match.match)
    default:
      return []
  }
}

function unknownWord(context: Context, entry: Entry, path: DataPath, fact: string, text: string, known: readonly string[]): Problem {
  const near = nearest(text, known)
  return problemAt('value-not-in-domain', context, entry, path, {
    message: `no rule has the word \`${text}\` for \`${fact}\`: ${near ? `did you mean \`${near}\`?` : 'add it to the vocabulary'}`,
    expected: near ?? `a word for ${fact}`,
    actual: text,
  })
}

/** What short words of a vocabulary stand for are words themselves. */
function shortWords(context: Context, entry: Entry<Rule>): Problem[] {
  return entry.data.vocabulary.flatMap(({ fact, values }, index) => {
    const known = wordsFor(fact, context) ?? []
    return values.flatMap((value, place) =>
      (value['stands-for'] ?? []).flatMap(({ name }, short): Problem[] =>
        isWord(name, known) ? [] : [unknownWord(context, entry, ['vocabulary', index, 'values', place, 'stands-for', short, 'name'], fact, name, known)],
      ),
    )
  })
}

/** What remedies and derivations set facts to. */
function inSettings(context: Context, entry: Entry): Problem[] {
  const found: Problem[] = []
  walk(entry.data, (value, path) => {
    if (path.at(-1) !== 'set' || typeof value !== 'object' || value === null) return
    for (const [fact, text] of Object.entries(value as Remedy['set'])) {
      const known = wordsFor(fact, context)
      const control = context.features.find(({ data }) => data.control.option === fact)?.data
      if (text.includes('{')) continue
      if (known && !isWord(text, known)) found.push(unknownWord(context, entry, [...path, fact], fact, text, known))
      else if (!known && control && valueFromText(control.values, text, control.control.values) === undefined)
        found.push(outside(context, entry, [...path, fact], text, control.values, fact))
    }
  })
  return found
}
