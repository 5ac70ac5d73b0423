import { z } from 'zod'
import type { Knowledge } from '../model/index.ts'
import { HttpError, problemOf } from './problem.ts'
import { QuestionBody, answerQuestion } from './question.ts'

/** Most questions in one request. */
const MOST_LINES = 1000

const Line = QuestionBody.extend({ id: z.unknown().optional() })

/** Answers NDJSON with NDJSON, a line at a time as the client reads. A bad line is answered with its problem and the rest goes on. */
export function answerLines(knowledge: Knowledge, text: string): Response {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length > MOST_LINES) throw new HttpError(413, `${lines.length} questions; at most ${MOST_LINES} in one request`)
  let next = 0
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const line = lines[next++]
      if (line === undefined) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(answerLine(knowledge, line))}\n`))
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
}

function answerLine(knowledge: Knowledge, line: string): object {
  let id: unknown = null
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && 'id' in value) id = value.id
    const { id: _id, ...question } = Line.parse(value)
    return { id, ...answerQuestion(knowledge, question) }
  } catch (error) {
    return { id, error: problemOf(error instanceof SyntaxError ? new HttpError(400, `a line is not JSON: ${error.message}`) : error) }
  }
}
