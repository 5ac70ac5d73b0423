import { nameOf, type Said } from './statements.ts'

/** Lines around what was found. */
const AROUND = 12
/** Lines of a message that is cited whole. */
const WHOLE = 60

/** The paragraph that a position stands in, as it was sent, with where it is from. */
export function passage({ id, author, stance, message, lines, rules }: Said): string {
  const text = message.text.split('\n')
  const [first, last] = lines ?? [1, Math.min(text.length, WHOLE)]
  const blank = (line: number): boolean => (text[line - 1] ?? '').trim() === ''
  let from = first
  while (from > 1 && first - from < AROUND && !blank(from - 1)) from--
  let to = last
  while (to < text.length && to - last < AROUND && !blank(to + 1)) to++
  const shown = text.slice(from - 1, to).map((line, index) => {
    const number = from + index
    return `${lines && number >= first && number <= last ? '*' : '|'} ${line}`.trimEnd()
  })
  const found = rules.length > 0 ? ` [${rules.join(', ')}]` : ' [no rule: the message itself]'
  return [
    `${id}: ${nameOf(author)}, ${message.date.slice(0, 10)}, ${stance}${found}`,
    `  <${message.messageId}>${lines ? ` lines ${lines[0]}-${lines[1]}` : ''}: ${message.subject}`,
    ...shown,
  ].join('\n')
}
