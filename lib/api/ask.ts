import type { Answer, InputProblem, Knowledge } from '../model/index.ts'
import { type Fields, questionOf } from './fields.ts'
import { problemOf } from './problem.ts'
import { answerQuestion } from './question.ts'

/** What came of the form: an answer, what is wrong with the input by field, or nothing when nothing was asked. */
export interface Asked {
  readonly answer?: Answer
  readonly problems: readonly FieldProblem[]
}

export interface FieldProblem {
  /** `from`, `to`, `guest`, `via.0`; empty for the whole. */
  readonly field: string
  readonly message: string
}

/** Answers the question in the fields; what is wrong with it is a value. */
export function ask(knowledge: Knowledge, fields: Fields): Asked {
  try {
    const question = questionOf(fields)
    return question ? { answer: answerQuestion(knowledge, question), problems: [] } : { problems: [] }
  } catch (error) {
    const { status, detail, errors } = problemOf(error)
    if (status >= 500) throw error
    return { problems: unique((errors ?? [{ path: '', message: detail }]).map((problem) => inField(problem, fields))) }
  }
}

/** A lone side is read as the destination, whichever field it stands in; what is said of it names that field. */
function inField(problem: InputProblem, fields: Fields): FieldProblem {
  const field = fieldOf(problem, fields)
  const isLone = field === 'from' && /^(to|destination)\b/.test(problem.path)
  return { field, message: isLone ? outsideQuotes(problem.message, (words) => words.replace(/\b(in|of) to\b/, '$1 from')) : problem.message }
}

/** Changes a message but for what stands in backticks, which is what was typed. */
function outsideQuotes(message: string, change: (words: string) => string): string {
  return message
    .split('`')
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('`')
}

function fieldOf({ path }: InputProblem, fields: Fields): string {
  if (/^(source|destination)\.guest\./.test(path) && fields.guest !== '') return 'guest'
  const via = /^via\.\d+/.exec(path)?.[0]
  if (via) return via
  const side = /^(from|source)\b/.test(path) ? 'from' : /^(to|destination)\b/.test(path) ? 'to' : /^guest\b/.test(path) ? 'guest' : ''
  // A question about one place has one side only.
  if (side === 'from' && fields.from === '' && fields.fromHost === '') return 'to'
  return side === 'to' && fields.to === '' && fields.toHost === '' ? 'from' : side
}

function unique(problems: readonly FieldProblem[]): FieldProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.field} ${problem.message}`, problem])).values()]
}
