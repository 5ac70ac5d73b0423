import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { evaluate, validateQuestion } from '../evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../input/index.ts'
import { InputError, type Knowledge } from '../model/index.ts'
import { asJson } from './output.ts'

/**
 * Answers a file of questions, one JSON object a line, one answer a line, in order and as they come; memory does not grow with
 * the file. A line that is no question gives `{"id", "error"}` and the rest goes on.
 * @param file a path, or `-` for stdin
 * @returns 0, or 2 if some line was bad
 */
export async function answerBatch(knowledge: Knowledge, file: string): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  const failed = new Promise<never>((_, reject) =>
    input.once('error', (error: NodeJS.ErrnoException) =>
      reject(new InputError([{ path: 'batch', message: `\`${file}\` cannot be read (${error.code}); name a file of one {"id","from","to"} per line` }])),
    ),
  )
  return Promise.race([failed, answerLines(knowledge, createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))])
}

async function answerLines(knowledge: Knowledge, lines: AsyncIterable<string>): Promise<number> {
  let status = 0
  for await (const line of lines) {
    if (line.trim() === '') continue
    const answer = answerLine(knowledge, line)
    if ('error' in answer) status = 2
    if (!process.stdout.write(`${asJson(answer)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  }
  return status
}

/** One line's answer. */
function answerLine(knowledge: Knowledge, line: string): object {
  let id: unknown = null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new InputError([{ path: '', message: 'a line is not a JSON object with `from` and `to`' }])
    const { from, to, guest, ...rest } = value as Record<string, unknown>
    id = rest.id ?? null
    const read = { options: knowledge.options }
    const known = typeof guest === 'string' ? parseShorthand(guest, { ...read, name: 'guest', prefix: 'guest.' }) : undefined
    const question = { source: withHost(parseSide(from, { ...read, name: 'from' }), known), destination: parseSide(to, { ...read, name: 'to' }) }
    const problems = validateQuestion(knowledge, question)
    if (problems.length > 0) throw new InputError(problems)
    return { id, ...evaluate(knowledge, question) }
  } catch (error) {
    if (error instanceof InputError) return { id, error: { message: error.message, problems: error.problems } }
    if (error instanceof SyntaxError) return { id, error: { message: `a line is not JSON: ${error.message}`, problems: [] } }
    throw error
  }
}
