import { fieldsOf, questionOf } from '../../lib/api/fields.ts'
import { wholeQuery } from '../../lib/api/kept.ts'
import { openService } from '../../lib/api/open.ts'
import { HttpError, problemOf } from '../../lib/api/problem.ts'
import { answerQuestion } from '../../lib/api/question.ts'

/** The answer of `/check` as JSON: the same query, the same answer as `POST /api/v1/evaluate` gives. */
export async function GET(request: Request): Promise<Response> {
  const headers = { 'access-control-allow-origin': '*' }
  try {
    const question = questionOf(fieldsOf(await wholeQuery(new URL(request.url).searchParams)))
    if (!question) throw new HttpError(400, 'give `to`, and `from`, `guest`, `via` as /check has them', [{ path: 'to', message: 'missing' }])
    return Response.json(answerQuestion(await (await openService()).knowledge(), question), { headers })
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500) console.error(error)
    return Response.json(problem, { status: problem.status, headers: { ...headers, 'content-type': 'application/problem+json' } })
  }
}
