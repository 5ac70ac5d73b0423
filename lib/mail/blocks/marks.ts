/** A line of mail split into its quote marks and what stands behind them. */
export interface MarkedLine {
  /** The whole line. */
  readonly raw: string
  /** Number of quote marks; at most 99. */
  depth: number
  /** What is left without the marks and the one space behind them. */
  content: string
  /** Nothing but marks and white space. */
  readonly blank: boolean
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
export function marksOf(text: string): MarkedLine[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const marked = lines.map(marked1)
  unescapeFrom(marked)
  warningsOfRobots(marked)
  return marked
}

function marked1(raw: string): MarkedLine {
  let depth = 0
  let at = isSpace(raw.charCodeAt(0)) ? 1 : 0
  let start = 0
  while (raw.charCodeAt(at) === MARK) {
    depth++
    start = ++at
    if (isSpace(raw.charCodeAt(at))) {
      start = at + 1
      at += isSpace(raw.charCodeAt(at + 1)) && raw.charCodeAt(at + 2) === MARK ? 2 : 1
    }
  }
  const content = start === 0 ? raw : raw.slice(start)
  return { raw, depth: Math.min(depth, DEEPEST), content, blank: content.trim() === '' }
}

/** mbox writers put a mark before a line that begins with `From `; alone among unquoted lines it is no quote. */
function unescapeFrom(lines: MarkedLine[]): void {
  lines.forEach((line, index) => {
    if (line.depth !== 1 || !line.raw.startsWith('>From ')) return
    if ((lines[index - 1]?.depth ?? 0) > 0 || (lines[index + 1]?.depth ?? 0) > 0) return
    line.depth = 0
    line.content = line.raw.slice(1)
  })
}

const ROBOT = /\bprefixed by >>\)?:?\s*$/

/** Build robots put `>>` before new warnings, and say so first. */
function warningsOfRobots(lines: MarkedLine[]): void {
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
