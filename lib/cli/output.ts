import { InputError } from '../model/index.ts'

/** Writes text to stdout; control characters other than line ends and tabs are shown, not sent to the terminal. */
export function print(text: string): void {
  process.stdout.write(harmless(text.endsWith('\n') ? text : `${text}\n`))
}

/** Writes a value as JSON, one document. */
export function printJson(value: unknown): void {
  process.stdout.write(`${asJson(value, 2)}\n`)
}

/** A value as JSON without control characters: those that JSON allows in texts (DEL, C1, and those that turn the direction) are escaped as JSON does. */
export function asJson(value: unknown, indent?: number): string {
  return written(value, indent).replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** @throws InputError where it is longer than a text can be: hundreds of megabytes, of proofs about thousands of devices */
function written(value: unknown, indent: number | undefined): string {
  try {
    return JSON.stringify(value, null, indent)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new InputError([{ path: '', message: 'the answer is too large for one JSON document; ask with fewer devices' }])
  }
}

/** Says what went wrong, a line each, and gives the exit status for bad input. */
export function complain(error: unknown): number {
  const lines = error instanceof InputError ? error.problems.map(({ message }) => message) : [messageOf(error)]
  for (const line of lines.slice(0, MOST_PROBLEMS)) process.stderr.write(`canimigrate: ${harmless(line).replace(/\s*\n\s*/g, ' ')}\n`)
  const more = lines.length - MOST_PROBLEMS
  if (more > 0) process.stderr.write(`canimigrate: and ${more} more such problem${more === 1 ? '' : 's'}\n`)
  return 2
}

/** More say nothing that the first do not: a file of another kind has one in each word. */
const MOST_PROBLEMS = 8

function messageOf(error: unknown): string {
  const { code, message } = error instanceof Error ? (error as Error & { code?: string }) : { code: undefined, message: String(error) }
  const isFull = code === 'ENOSPC' || /SQLITE_FULL|ENOSPC/.test(`${code} ${message}`)
  return isFull ? `no space is left on the disk (${message}): make room, and run this again; what was stored is there` : message
}

/** Text without terminal escapes: C0, DEL and C1 characters become `\xNN`, and those that turn the direction of what follows `\uNNNN`. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0)
    return code > 0xff ? `\\u${code.toString(16)}` : `\\x${code.toString(16).padStart(2, '0')}`
  })
}
