import { fileRule } from '../file-rule.ts'

/** White space at the ends of lines. */
export const trailingSpace = fileRule({
  id: 'trailing-space',
  describe: 'no line ends in white space, but for two spaces that break a line of a markdown body',
  fix: (text, path) => strip(text, path).join('\n'),
  find: (text, path) => {
    const stripped = strip(text, path)
    const lines = text.split('\n')
    const index = lines.findIndex((line, at) => line !== stripped[at])
    return index < 0
      ? undefined
      : {
          line: index + 1,
          column: (stripped[index] ?? '').length + 1,
          message: 'white space at the end of the line: drop it',
          expected: 'the end of the line',
          actual: JSON.stringify((lines[index] ?? '').slice((stripped[index] ?? '').length)),
        }
  },
})

function strip(text: string, path: string): string[] {
  const lines = text.split('\n')
  const body = path.endsWith('.md') ? lines.findIndex((line, index) => index > 0 && /^---[ \t]*\r?$/.test(line)) : -1
  return lines.map((line, index) => {
    const isBreak = body >= 0 && index > body && /\S {2}$/.test(line) && /\S/.test(lines[index + 1] ?? '')
    return isBreak ? line : line.replace(/[ \t]+(?=\r?$)/, '')
  })
}
