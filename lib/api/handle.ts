import { createHash } from 'node:crypto'
import { createKeptAnswers } from './kept-answers.ts'
import { openApiDocument } from './openapi.ts'
import { HttpError, problemOf } from './problem.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import type { Service } from './service.ts'

/**
 * Answers a request below `/api/v1`. Errors become problem documents here and nowhere else; reads carry an ETag and may be made
 * from any origin.
 * @param path what follows `/api/v1`, with its slash, decoded
 */
export async function handle(service: Service, request: Request, path: string): Promise<Response> {
  try {
    if (request.method === 'OPTIONS')
      return new Response(null, {
        status: 204,
        headers: {
          ...CORS,
          'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
          'access-control-allow-headers': 'content-type, if-none-match',
          'access-control-max-age': '86400',
        },
      })
    if (path === '/openapi.json') return withTag(request, JSON.stringify(openApiDocument(routes, service.url)))
    const { route, params } = match(request.method === 'HEAD' ? 'GET' : request.method, path)
    const query: unknown = route.query ? route.query.parse(Object.fromEntries(new URL(request.url).searchParams)) : {}
    const sent = route.body ? await readText(route.body, request) : ''
    const knowledge = route.body?.decides ? await service.knowledge() : undefined
    const question = `${route.operation}\n${sent}`
    const known = knowledge && kept.get(knowledge, question)
    if (known !== undefined) return jsonResponse(known)
    const body = route.body ? valueOf(route.body, sent) : undefined
    const result = await route.handle({ service, request, params: route.params ? route.params.parse(params) : {}, query, body })
    if (result instanceof Response) return withHeaders(result)
    const text = JSON.stringify(result)
    if (knowledge) kept.set(knowledge, question, text)
    return route.method === 'GET' ? withTag(request, text) : jsonResponse(text)
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500) console.error(error)
    return new Response(JSON.stringify(problem), { status: problem.status, headers: { ...CORS, 'content-type': 'application/problem+json' } })
  }
}

/** In UTF-16 units. */
const MOST_KEPT = 16 * 2 ** 20
const kept = createKeptAnswers(MOST_KEPT)

const CORS = { 'access-control-allow-origin': '*' }

function match(method: string, path: string): { route: Route; params: Record<string, string> } {
  const found = routes.flatMap((route) => {
    const pattern = new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>.+?)')}/?$`)
    const hit = pattern.exec(path)
    return hit ? [{ route, params: { ...hit.groups } }] : []
  })
  const right = found.find(({ route }) => route.method === method)
  if (right) return right
  if (found.length > 0) throw new HttpError(405, `\`${method}\` is not answered here; use ${[...new Set(found.map(({ route }) => route.method))].join(' or ')}`)
  throw new HttpError(404, `nothing at \`${path.slice(0, 80)}\`; see /api/v1/openapi.json`)
}

/** Reads a body, up to its limit. */
async function readText({ type, most }: Body, request: Request): Promise<string> {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim() ?? ''
  if (given !== type && !(type === 'application/x-ndjson' && given === 'application/json'))
    throw new HttpError(415, `the body is \`${given || 'of no type'}\`; send \`content-type: ${type}\``)
  return limitedText(request, most)
}

function valueOf({ type, schema }: Body, text: string): unknown {
  if (type === 'application/x-ndjson') return text
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new HttpError(400, `the body is not JSON: ${(error as Error).message}`)
  }
  return schema.parse(value)
}

type Body = NonNullable<Route['body']>

function jsonResponse(text: string): Response {
  return new Response(text, { headers: { ...CORS, 'content-type': 'application/json' } })
}

async function limitedText(request: Request, most: number): Promise<string> {
  const tooLarge = new HttpError(413, `the body is over ${most} bytes`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  if (!request.body) return text
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength
    if (size > most) throw tooLarge
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}

function withTag(request: Request, text: string): Response {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = { ...CORS, 'content-type': 'application/json', etag: tag, 'cache-control': 'public, max-age=0, must-revalidate' }
  const known =
    request.headers
      .get('if-none-match')
      ?.split(',')
      .map((one) => one.trim().replace(/^W\//, '')) ?? []
  return known.includes(tag) || known.includes('*')
    ? new Response(null, { status: 304, headers })
    : new Response(request.method === 'HEAD' ? null : text, { headers })
}

function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(CORS)) response.headers.set(name, value)
  return response
}
