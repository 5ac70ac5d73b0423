import { withLf } from '../../content/revision.ts'
import { fileRule } from '../file-rule.ts'

/** CRLF and lone CR. */
export const lineEnds = fileRule({
  id: 'line-ends',
  describe: 'lines end in LF',
  fix: withLf,
  find: (text) => {
    const at = text.search(/\r/)
    return at < 0
      ? undefined
      : {
          line: text.slice(0, at).split('\n').length,
          column: at - text.lastIndexOf('\n', at),
          message: 'the line ends in CR: use LF',
          expected: 'LF',
          actual: text[at + 1] === '\n' ? 'CRLF' : 'CR',
        }
  },
})
