import { codeAt } from '../code-at.ts'
import type { BlockKind } from '../../model/index.ts'

/** A line of mail on its way to a block. */
export interface Line {
  /** The whole line. */
  readonly raw: string
  /** Number of quote marks; at most 99. */
  depth: number
  /** What is left without the marks and the one space behind them. */
  content: string
  /** Nothing but marks and white space. */
  readonly blank: boolean
  /** Not yet known: words. */
  kind: BlockKind | undefined
  /** Its depth was: see `Block`. */
  inferred: boolean
}

/** Deeper than any talk; hostile lines of a million marks end here. */
const DEEPEST = 99

const MARK = 62 // >
const isSpace = (code: number) => code === 32 || code === 9 || code === 0xa0

/**
 * Reads the quote marks of each line: `>`, `> >`, `>>`, in any mixture, with up to two spaces between marks and one before the first.
 * A mark behind more space is content. Marks of other forms (`|`, `:`, `AG>`) are only marks under an attribution: see `otherMarks`.
 * @param text LF line ends; a last line end makes no further line
 */
export function marksOf(text: string): Line[] {
  const lines: Line[] = []
  let [escaped, robots] = [false, false]
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const line = marked(end < 0 ? text.slice(start) : text.slice(start, end))
    if (line.depth === 1 && line.raw.startsWith('>From ')) escaped = true
    if (line.content.length < 120 && line.content.includes('prefixed by')) robots = true
    lines.push(line)
    if (end < 0) break
    start = end + 1
  }
  if (escaped) unescapeFrom(lines)
  if (robots) warningsOfRobots(lines)
  return lines
}

function marked(raw: string): Line {
  let depth = 0
  let at = isSpace(codeAt(raw, 0)) ? 1 : 0
  let start = 0
  while (codeAt(raw, at) === MARK) {
    depth++
    start = ++at
    if (isSpace(codeAt(raw, at))) {
      start = at + 1
      at += isSpace(codeAt(raw, at + 1)) && codeAt(raw, at + 2) === MARK ? 2 : 1
    }
  }
  return {
    raw,
    depth: Math.min(depth, DEEPEST),
    content: start === 0 ? raw : raw.slice(start),
    blank: isBlank(raw, start),
    kind: undefined,
    inferred: false,
  }
}

function isBlank(raw: string, start: number): boolean {
  for (let at = start; at < raw.length; at++) {
    const code = codeAt(raw, at)
    if (code > 32 && code !== 0xa0) return code > 127 && raw.slice(at).trim() === ''
  }
  return true
}

/** mbox writers put a mark before a line that begins with `From `; alone among unquoted lines it is no quote. */
function unescapeFrom(lines: Line[]): void {
  lines.forEach((line, index) => {
    if (line.depth !== 1 || !line.raw.startsWith('>From ')) return
    if ((lines[index - 1]?.depth ?? 0) > 0 || (lines[index + 1]?.depth ?? 0) > 0) return
    line.depth = 0
    line.content = line.raw.slice(1)
  })
}

const ROBOT = /\bprefixed by >>\)?:?\s*$/

/** Build robots put `>>` before new warnings, and say so first. */
function warningsOfRobots(lines: Line[]): void {
  let under = -1
  for (const line of lines) {
    if (line.depth < under && !line.blank) under = -1
    if (line.content.length < 120 && ROBOT.test(line.content)) under = line.depth
    else if (under >= 0 && line.depth === under + 2 && /^[ >]*>> /.test(line.raw)) {
      line.depth = under
      line.content = `>> ${line.content}`
    }
  }
}
