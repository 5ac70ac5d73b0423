import { answerFleetText } from '../../lib/api/fleet.ts'
import { wholeQuery } from '../../lib/api/kept.ts'
import { openService } from '../../lib/api/open.ts'
import { HttpError, problemOf } from '../../lib/api/problem.ts'

/** The answer of `/fleet` as JSON: the same query, the same answer as `POST /api/v1/evaluate/fleet` gives. */
export async function GET(request: Request): Promise<Response> {
  const headers = { 'access-control-allow-origin': '*' }
  try {
    const text = (await wholeQuery(new URL(request.url).searchParams)).get('fleet') ?? ''
    if (text.trim() === '') throw new HttpError(400, 'give `fleet`: hosts, VMs and upgrades, as /fleet has them', [{ path: 'fleet', message: 'missing' }])
    return Response.json(answerFleetText(await (await openService()).knowledge(), text), { headers })
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500) console.error(error)
    return Response.json(problem, { status: problem.status, headers: { ...headers, 'content-type': 'application/problem+json' } })
  }
}
