/** @default 300 characters */
const LONGEST = 300

/**
 * The sentence around a place in a text, in one line: white space folded, control characters left out.
 * A paragraph, an item of a list and a line of code end it too.
 * @param text without quote marks
 * @returns at most 300 characters, `…` where it was cut
 */
export function sentenceAt(text: string, start: number, end: number): string {
  const first = paragraphStart(text, start)
  const last = paragraphEnd(text, end)
  const before = flat(text.slice(first, start)).trimStart()
  const name = flat(text.slice(start, end))
  const whole = `${before}${name}${flat(text.slice(end, last)).trimEnd()}`
  let from = 0
  let to = whole.length
  for (const { index, 0: gap } of whole.matchAll(/(?<=[.!?…][)"'\]]{0,3}) +(?=["'([]?[A-Z0-9])/g)) {
    if (ABBREVIATION.test(whole.slice(Math.max(0, index - 12), index))) continue
    if (index + gap.length <= before.length) from = index + gap.length
    else if (index >= before.length + name.length) {
      to = index
      break
    }
  }
  return clipped(whole, from, to, before.length, before.length + name.length)
}

/** One line of text as a sentence. @param around a place in it that must be seen */
export function lineAt(text: string, around: number, end: number): string {
  const from = text.lastIndexOf('\n', around - 1) + 1
  const to = endOfLine(text, around)
  const before = flat(text.slice(from, around)).trimStart()
  const name = flat(text.slice(around, Math.min(end, to)))
  const whole = `${before}${name}${flat(text.slice(Math.min(end, to), to)).trimEnd()}`
  return clipped(whole, 0, whole.length, before.length, before.length + name.length)
}

const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|etc|resp|approx|fig|sec|no|dr|mr|mrs|ms|st|incl)\.$/i
/** How far to either side is looked, characters. */
const REACH = 800
const ITEM = /^\s*(?:[-*+•o]|\(?\d{1,2}[.)]|\(?[a-z]\))\s/

function paragraphStart(text: string, at: number): number {
  const least = Math.max(0, at - REACH)
  let line = text.lastIndexOf('\n', at - 1) + 1
  for (;;) {
    if (line <= least) return Math.max(line, least)
    if (ITEM.test(text.slice(line, line + 12))) return line
    const above = text.lastIndexOf('\n', line - 2) + 1
    if (isBreak(text, above, line - 1)) return line
    line = above
  }
}

function paragraphEnd(text: string, at: number): number {
  const most = Math.min(text.length, at + REACH)
  for (let end = endOfLine(text, at); ; ) {
    if (end >= most) return most
    const next = endOfLine(text, end + 1)
    if (isBreak(text, end + 1, next) || ITEM.test(text.slice(end + 1, end + 13))) return end
    end = next
  }
}

/** A blank line, or one of marks only: `---`, `=====`. */
function isBreak(text: string, from: number, to: number): boolean {
  return /^[\s\-=_*~#.]*$/.test(text.slice(from, Math.min(to, from + 200)))
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function flat(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
}

/** At most `LONGEST` characters of `whole[from, to)`, with `[first, last)` in them. */
function clipped(whole: string, from: number, to: number, first: number, last: number): string {
  if (to - from <= LONGEST) return whole.slice(from, to).trim()
  const room = LONGEST - 2
  let begin = Math.max(from, Math.min(first - Math.floor((room - (last - first)) / 2), to - room))
  let finish = Math.min(to, begin + room)
  // Not within a word, nor between the halves of a character, where a space is near.
  if (begin > from) begin = near(whole, begin, Math.min(first, begin + 20))
  if (finish < to) finish = Math.max(Math.min(last, finish), whole.lastIndexOf(' ', finish) > finish - 20 ? whole.lastIndexOf(' ', finish) : finish)
  return `${begin > from ? '…' : ''}${whole.slice(begin, finish).trim()}${finish < to ? '…' : ''}`.replace(HALF, '')
}

/** Half of a character that was cut. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function near(whole: string, from: number, limit: number): number {
  const space = whole.indexOf(' ', from)
  return space >= 0 && space < limit ? space + 1 : from
}
