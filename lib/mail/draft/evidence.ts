import { nameOf, type Said } from './statements.ts'

/** A text as YAML: JSON is YAML, and nothing in it can end it. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The citation of a position, on one line. */
export function evidenceOf({ list, message, author, lines }: Said, today: string): string {
  const parts = [
    'kind: mail',
    `list: ${quoted(list)}`,
    `message-id: ${quoted(message.messageId)}`,
    `author: ${quoted(nameOf(author))}`,
    `date: ${quoted(message.date.slice(0, 10))}`,
    ...(lines ? [`lines: ${quoted(lines[0] === lines[1] ? String(lines[0]) : `${lines[0]}-${lines[1]}`)}`] : []),
    `checked: ${quoted(today)}`,
  ]
  return `{${parts.join(', ')}}`
}
