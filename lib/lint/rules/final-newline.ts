import { fileRule } from '../file-rule.ts'

/** How files end. */
export const finalNewline = fileRule({
  id: 'final-newline',
  describe: 'a file ends in one newline',
  fix: (text) => `${text.replace(/\s*$/, '')}\n`,
  find: (text) => {
    const lines = text.split('\n')
    const empty = /\n\s*\n$/.test(text)
    return {
      line: lines.length - (text.endsWith('\n') ? 1 : 0),
      column: 1,
      message: empty ? 'empty lines at the end of the file: keep one newline' : 'no newline at the end of the file: add one',
      expected: 'one newline',
      actual: empty ? 'empty lines' : 'none',
    }
  },
})
