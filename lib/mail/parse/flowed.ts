import { codeAt } from '../code-at.ts'

/**
 * Undoes format=flowed (RFC 3676 §4.5): soft line ends are joined where the quote depth stays the same, stuffed spaces are taken away.
 * Quote marks come out as the RFC's run of `>` and a space.
 * @param delSp the space at a soft line end is not part of the text
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = []
  let pieces: string[] = []
  let depth = -1
  const flush = () => {
    if (depth !== -1) out.push(marked(depth, pieces.join('')))
    depth = -1
    pieces = []
  }
  for (const raw of text.split('\n')) {
    let marks = 0
    while (codeAt(raw, marks) === GREATER) marks += 1
    let line = raw.slice(marks)
    if (line.startsWith(' ')) line = line.slice(1)
    if (depth !== -1 && (marks !== depth || line === '-- ')) flush()
    depth = marks
    const soft = line.endsWith(' ') && line !== '-- '
    pieces.push(soft && delSp ? line.slice(0, -1) : line)
    if (!soft) flush()
  }
  flush()
  return out.join('\n')
}

const GREATER = 0x3e

function marked(depth: number, line: string): string {
  // A line that was stuffed because it begins with a mark is no quote: it keeps its space.
  if (depth === 0) return line.startsWith('>') ? ` ${line}` : line
  return line === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${line}`
}
