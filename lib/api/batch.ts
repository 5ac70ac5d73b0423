import { z } from 'zod'
import type { Knowledge } from '../model/index.ts'
import { partsOf } from './body.ts'
import { HttpError, type ProblemDocument, problemOf } from './problem.ts'
import { QuestionBody, answerQuestion } from './question.ts'

/** Most questions in one request, and most bytes of one. */
export const BATCH_LIMITS = { lines: 10_000, line: 1024 * 1024 }

const Line = QuestionBody.extend({ id: z.unknown().optional() })

/**
 * Answers NDJSON with NDJSON: a line is read when the client takes the answer of the one before, so neither side is held in memory. A bad line is answered
 * with its problem and the rest goes on; too many lines, or too long a one, end it with a last problem.
 */
export function answerLines(knowledge: Knowledge, body: Request['body'], limits = BATCH_LIMITS): Response {
  const lines = linesOf(body, limits)
  const encoder = new TextEncoder()
  const answers = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Others who ask meanwhile get their turn.
        await new Promise((resolve) => setImmediate(resolve))
        const { done, value } = await lines.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(`${JSON.stringify(typeof value === 'string' ? answerLine(knowledge, value) : { id: null, error: value })}\n`))
      },
      async cancel() {
        await lines.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(answers, { headers: { 'content-type': 'application/x-ndjson' } })
}

function answerLine(knowledge: Knowledge, line: string): object {
  let id: unknown = null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && 'id' in value) id = value.id
    const { id: _id, ...question } = Line.parse(value)
    return { id, ...answerQuestion(knowledge, question) }
  } catch (error) {
    const problem = problemOf(error instanceof SyntaxError ? new HttpError(400, `a line is not JSON: ${error.message.slice(0, 200)}`) : error)
    if (problem.status >= 500) console.error(error)
    return { id, error: problem }
  }
}

/** Lines that are not blank, as they come; at last what is too much. */
async function* linesOf(body: Request['body'], limits: typeof BATCH_LIMITS): AsyncGenerator<string | ProblemDocument, void> {
  const decoder = new TextDecoder()
  let rest = ''
  let count = 0
  for await (const part of partsOf({ body })) {
    rest += decoder.decode(part, { stream: true })
    let begin = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', begin)) {
      const line = rest.slice(begin, end)
      begin = end + 1
      if (line.trim() === '') continue
      const problem = tooMuch(limits, ++count, line)
      yield problem ?? line
      if (problem) return
    }
    rest = rest.slice(begin)
    if (rest.length > limits.line) return yield tooMuch(limits, count, rest) as ProblemDocument
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield tooMuch(limits, ++count, rest) ?? rest
}

function tooMuch(limits: typeof BATCH_LIMITS, count: number, line: string): ProblemDocument | undefined {
  if (count > limits.lines) return problemOf(new HttpError(413, `more than ${limits.lines} questions in one request; send the others in another`))
  if (line.length > limits.line) return problemOf(new HttpError(413, `a line is over ${limits.line} characters`))
  return undefined
}
