import { InputError } from '../model/index.ts'

/** Largest text that any reader takes, in characters. */
export const LARGEST_INPUT = 256 * 1024

/**
 * Refuses what no reader should begin with: too much of it, or control characters.
 * @param name how the input is called in the message: `--from`, a file's name
 * @param most characters
 * @throws InputError with one line
 */
export function checkInput(text: string, name: string, most = LARGEST_INPUT): void {
  if (text.length > most) throw problem(name, `\`${name}\` is ${text.length} characters long; at most ${most} are taken`)
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  if (control) throw problem(name, `\`${name}\` holds a control character (code ${control[0].charCodeAt(0)}) at position ${control.index + 1}; give plain text`)
}

/** Brackets, or YAML's marks of nested lists and keys, that are open at once. */
const DEEPEST = 64

/**
 * Refuses text that nests deeper than any profile does; parsers recurse and would run out of stack or memory.
 * @throws InputError with one line
 */
export function checkDepth(text: string, name: string): void {
  let depth = 0
  let deepest = 0
  for (const character of text) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  if (deepest > DEEPEST || new RegExp(`(?:[-?:][ \\t]+){${DEEPEST}}`).test(text))
    throw problem(name, `\`${name}\` nests deeper than ${DEEPEST} levels; give a plain mapping of facts`)
}

/** One problem as an error. */
export function problem(path: string, message: string): InputError {
  return new InputError([{ path, message }])
}

/** A user's text as messages show it: one line of at most 60 characters. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
