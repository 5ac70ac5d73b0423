/** Something wrong in a file of `content/`, as a value: where, by which rule, what was expected, what is there. */
export interface Problem {
  /** Path below `content/`. */
  readonly file: string
  /** Line and column, from 1. */
  readonly line: number
  readonly column: number
  /** Id of the lint rule, e.g. `dangling-reference`. */
  readonly rule: string
  /** One line, lower case, what is wrong and what to do. */
  readonly message: string
  readonly expected?: string
  readonly actual?: string
}

/** A problem with what a user gave: the field's path and one line that names the input and what to do. */
export interface InputProblem {
  /** Path of the bad field, e.g. `destination.cpu`; empty for the whole input. */
  readonly path: string
  readonly message: string
}

/** Raised by parsers of user input; carries every problem found. The message is the first one's. */
export class InputError extends Error {
  readonly problems: readonly InputProblem[]
  constructor(problems: readonly InputProblem[]) {
    super(problems.map(({ message }) => message).join('\n'))
    this.name = 'InputError'
    this.problems = problems
  }
}
