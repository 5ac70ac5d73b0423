import { type Condition, type Match, type RawCondition, parseCondition } from '../../model/index.ts'

/** A condition in one line: `kvm=hv and cpu=power8|power9 and linux>=5.18`. Empty for no condition. */
export function conditionInWords(raw: RawCondition | undefined): string {
  return raw && Object.keys(raw).length > 0 ? inWords(parseCondition(raw), false) : ''
}

function inWords(condition: Condition, inside: boolean): string {
  switch (condition.kind) {
    case 'all':
      return wrapped(condition.of.map((part) => inWords(part, true)).join(' and '), inside && condition.of.length > 1)
    case 'any':
      return wrapped(condition.of.map((part) => inWords(part, true)).join(' or '), inside && condition.of.length > 1)
    case 'not':
      return `not (${inWords(condition.of, false)})`
    case 'fact':
      return matchInWords(`${condition.side ? `${condition.side}.` : ''}${condition.fact}`, condition.match)
    case 'feature':
      return matchInWords(`${condition.side ? `${condition.side}.` : ''}${condition.feature}`, condition.match)
    case 'device':
      return `${condition.side ? `${condition.side} ` : ''}device with ${condition.properties.map(([name, match]) => matchInWords(name, match)).join(', ')}`
    case 'differs':
      if (condition.how === 'departs') return `${condition.fact} on the destination does not begin with the source's`
      return condition.how === 'older' ? `${condition.fact} is older on the destination` : `${condition.fact} differs`
  }
}

/** What a match asks of what has this name: `linux>=5.18`. */
export function matchInWords(name: string, match: Match): string {
  switch (match.kind) {
    case 'equals':
      return typeof match.value === 'boolean' ? `${name} is ${match.value ? 'yes' : 'no'}` : `${name}=${match.value}`
    case 'glob':
      return `${name}=${match.pattern}`
    case 'oneOf':
      return match.of.every((part) => part.kind === 'equals' || part.kind === 'glob')
        ? `${name}=${match.of.map((part) => (part.kind === 'equals' ? String(part.value) : part.kind === 'glob' ? part.pattern : '')).join('|')}`
        : `(${match.of.map((part) => matchInWords(name, part)).join(' or ')})`
    case 'not':
      return `not ${matchInWords(name, match.match)}`
    case 'constraint':
      return match.terms.map(({ op, version }) => `${name}${op}${version}`).join(' and ')
    case 'contains':
      return `${name} has ${match.member}`
    case 'atLeast':
      return `${name} at least ${match.value}`
    case 'given':
      return `${name} ${match.given ? 'given' : 'not given'}`
  }
}

function wrapped(text: string, brackets: boolean): string {
  return brackets ? `(${text})` : text
}
