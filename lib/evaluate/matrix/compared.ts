import type { Condition, Knowledge, Match } from '../../model/index.ts'
import { matchText } from '../match.ts'

/** What a condition compares facts with: the words and versions, in their order. */
export function comparedIn(condition: Condition): { readonly fact: string; readonly word: string }[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(comparedIn)
    case 'not':
      return comparedIn(condition.of)
    case 'fact':
      return wordsIn(condition.match).map((word) => ({ fact: condition.fact, word }))
    case 'feature':
    case 'device':
    case 'differs':
      return []
  }
}

/** Whether a condition can hold where one fact has this value and nothing else is known. */
export function mayHold(condition: Condition, fact: string, value: string, lines: Pick<Knowledge, 'lines'>): boolean {
  return truthWith(condition, fact, value, lines) !== false
}

/** Undefined where it hangs on more. */
function truthWith(condition: Condition, fact: string, value: string, lines: Pick<Knowledge, 'lines'>): boolean | undefined {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const decisive = condition.kind === 'any'
      const truths = condition.of.map((part) => truthWith(part, fact, value, lines))
      return truths.includes(decisive) ? decisive : truths.includes(undefined) ? undefined : !decisive
    }
    case 'not': {
      const truth = truthWith(condition.of, fact, value, lines)
      return truth === undefined ? undefined : !truth
    }
    case 'fact':
      return condition.fact === fact && condition.side === undefined ? matchText(condition.match, value, fact, lines) : undefined
    case 'feature':
    case 'device':
    case 'differs':
      return undefined
  }
}

function wordsIn(match: Match): readonly string[] {
  switch (match.kind) {
    case 'constraint':
      return match.terms.map(({ version }) => version)
    case 'equals':
    case 'atLeast':
      return [String(match.value)]
    case 'oneOf':
      return match.of.flatMap(wordsIn)
    case 'not':
      return wordsIn(match.match)
    case 'glob':
    case 'contains':
    case 'given':
      return []
  }
}
