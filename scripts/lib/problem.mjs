/** Something the user can do something about: shown as one line, below what the failed program said last. */
export class Problem extends Error {
  /**
   * @param {string} message one line: what is wrong and what to do
   * @param {string} [output] what the program that failed printed
   * @param {number} [status] exit status
   */
  constructor(message, output = '', status = 1) {
    super(message)
    this.output = output
    this.status = status
  }
}

/** Shows an error and ends the process. Anything but a Problem is a mistake of ours and shown whole. */
export function fail(error) {
  if (!(error instanceof Problem)) {
    console.error(error)
    process.exit(1)
  }
  if (error.output.trim() !== '') console.error(error.output.trimEnd())
  if (error.message !== '') console.error(error.message)
  process.exit(error.status)
}

/** The last lines of a program's output. */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
