import { codeAt } from '../code-at.ts'
import { attributionIn } from './attribution.ts'
import type { Line } from './marks.ts'

const INITIALS = /^ {0,4}[A-Z][A-Za-z]{0,8}> ?/
const ENDS = /(?::|--\+)\s*$/

/**
 * Reads marks of other forms than `>`: `|`, `:`, initials (`AG>`). They are marks only under an attribution that a line with one follows, from there
 * to the end; elsewhere they are tables and lists.
 */
export function otherMarks(lines: Line[]): void {
  let mark = ''
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || line.blank) continue
    if (mark !== '' && line.depth === 0 && line.raw.trimStart().startsWith(mark) && !(mark === '|' && line.raw.lastIndexOf('|') > 0)) {
      line.depth = 1
      line.content = line.raw.trimStart().slice(mark.length).replace(/^ /, '')
    } else if (line.content.length < 300 && ENDS.test(line.content.slice(-5))) mark = markUnder(lines, index) ?? mark
  }
}

/** The mark of the line after an attribution, if it is of another form. */
function markUnder(lines: readonly Line[], index: number): string | undefined {
  const following = lines[index + 1]?.blank ? lines[index + 2] : lines[index + 1]
  const raw = following?.raw ?? ''
  const first = codeAt(raw, 0)
  const mark = (first === 124 || first === 58) && (raw.length === 1 || raw[1] === ' ') ? raw.charAt(0) : INITIALS.exec(raw)?.[0].trim()
  if (mark === undefined) return undefined
  const own = (lines[index]?.content ?? '').trim()
  const joined = `${(lines[index - 1]?.content ?? '').slice(-300).trim()} ${own}`
  return attributionIn(own)?.certain || attributionIn(joined)?.certain ? mark : undefined
}

/** So long a line was full when it was torn. */
const FULL = 72
/** What was torn off is short. */
const TORN = 40

/** A line without its mark between two with one continues the first when that was full and its sentence goes on: mailers tear quoted lines so. */
export function tornLines(lines: Line[]): void {
  for (let index = 1; index < lines.length - 1; index++) {
    const [before, line, after] = [lines[index - 1], lines[index], lines[index + 1]]
    if (before === undefined || line === undefined || after === undefined || line.depth >= before.depth) continue
    if (line.blank || before.blank || after.depth !== before.depth || line.kind !== undefined || before.kind !== undefined) continue
    const { content } = line
    if (content.length > TORN || before.raw.length + 1 + (content.split(' ', 1)[0]?.length ?? 0) <= FULL) continue
    if (/[.?!:]$/.test(before.content) || !(/^[\p{Ll}\d(]/u.test(content) || (content.length <= 20 && !/[.?!]$/.test(content)))) continue
    line.depth = before.depth
    line.inferred = true
  }
}
