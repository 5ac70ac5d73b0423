import { accepts } from './accept.ts'
import { allRoutes } from './all-routes.ts'
import { partsOf } from './body.ts'
import { deprecationHeaders } from './deprecation.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { ofOneSync } from './of-one-sync.ts'
import { StoreUnavailable } from '../store/unavailable.ts'
import { HttpError, problemOf } from './problem.ts'
import type { Route } from './route.ts'
import type { Service } from './service.ts'
import { isKnownTag, tagOf } from './tag.ts'

/**
 * Answers a request below `/api/v1`. Errors become problem documents here and nowhere else; reads carry an ETag and may be made
 * from any origin.
 * @param path what follows `/api/v1`, with its slash, as it stands in the address
 * @param routes default: every route of the API
 */
export async function handle(service: Service, request: Request, path: string, routes: readonly Route[] = allRoutes): Promise<Response> {
  let found: Match | undefined
  try {
    found = match(routes, request.method, path)
    const response = found.route
      ? await answer(service, request, found.route, found.params)
      : new Response(null, { status: 204, headers: preflight(found.allow) })
    return finished(request, response, found.route)
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500) console.error(error instanceof StoreUnavailable ? error.message : error)
    const more = error instanceof HttpError ? error.headers : error instanceof StoreUnavailable ? { 'retry-after': '5' } : {}
    const headers = { 'content-type': 'application/problem+json', ...more }
    return finished(request, new Response(JSON.stringify(problem), { status: problem.status, headers }), found?.route)
  }
}

interface Match {
  /** Undefined for `OPTIONS`. */
  readonly route?: Route
  readonly params: Readonly<Record<string, string>>
  /** Methods of the path. */
  readonly allow: string
}

function match(routes: readonly Route[], method: string, encoded: string): Match {
  const path = decoded(encoded)
  const hits = routes.flatMap((route) => {
    const hit = patternOf(route.path).exec(path)
    return hit ? [{ route, params: { ...hit.groups } }] : []
  })
  // The first path that fits is the one that is meant, whatever the method.
  const here = hits.filter(({ route }) => route.path === hits[0]?.route.path)
  if (here.length === 0) throw new HttpError(404, `nothing at \`${path.slice(0, 80)}\`; see /api/v1/openapi.json`)
  const allow = [...here.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])), 'OPTIONS'].join(', ')
  if (method === 'OPTIONS') return { params: {}, allow }
  const right = here.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method))
  if (right) return { ...right, allow }
  const ways = here.map(({ route }) => route.method).join(' or ')
  throw new HttpError(405, `\`${method.slice(0, 20)}\` is not answered here; use ${ways}`, [], { allow })
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new HttpError(404, `nothing at \`${path.slice(0, 80)}\`: a \`%\` in an address is followed by two hex digits`)
  }
}

function patternOf(path: string): RegExp {
  const known = patterns.get(path)
  if (known) return known
  const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>.+?)')}/?$`, 's')
  patterns.set(path, pattern)
  return pattern
}

const patterns = new Map<string, RegExp>()

async function answer(service: Service, request: Request, route: Route, found: Readonly<Record<string, string>>): Promise<Response> {
  const { type } = route.response
  // A schema is JSON, too.
  const types = type === 'application/schema+json' ? [type, 'application/json'] : [type]
  const accept = request.headers.get('accept')
  if (!accepts(accept, types)) throw new HttpError(406, `what is here is \`${type}\`, which \`accept: ${accept?.slice(0, 80)}\` leaves out`)
  const params = route.params ? route.params.parse(found) : {}
  const query = route.query ? route.query.parse(Object.fromEntries(new URL(request.url).searchParams)) : {}
  const sent = route.body ? await readText(route.body, request) : ''
  const knowledge = route.body?.decides ? await service.knowledge() : undefined
  const question = `${route.operation}\n${sent}`
  const known = knowledge && kept.get(knowledge, question)
  const headers = { 'content-type': type }
  if (known !== undefined) return new Response(known, { headers })
  const body = route.body && valueOf(route.body, sent)
  const make = async (): Promise<unknown> => route.handle({ service, request, params, query, body })
  // A question is answered from the knowledge alone.
  const result = await (route.method === 'GET' ? ofOneSync(() => service.settle(), make) : make())
  if (result instanceof Response) return result
  const text = JSON.stringify(result)
  if (knowledge) kept.set(knowledge, question, text)
  return new Response(text, { headers: route.method === 'GET' ? { ...headers, etag: tagOf(text) } : headers })
}

/** In UTF-16 units. */
const MOST_KEPT = 16 * 2 ** 20
const kept = createKeptAnswers(MOST_KEPT)

type Body = NonNullable<Route['body']>

/** Reads a body, up to its limit. Lines are left to the handler, which reads them as they come. */
async function readText({ type, most }: Body, request: Request): Promise<string> {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (given !== type && !(type === 'application/x-ndjson' && given === 'application/json'))
    throw new HttpError(415, `the body is \`${given.slice(0, 80) || 'of no type'}\`; send \`content-type: ${type}\``)
  return type === 'application/x-ndjson' ? '' : limitedText(request, most)
}

function valueOf({ type, schema }: Body, text: string): unknown {
  if (type === 'application/x-ndjson') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new HttpError(400, `the body is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  return schema.parse(value)
}

async function limitedText(request: Request, most: number): Promise<string> {
  const tooLarge = new HttpError(413, `the body is over ${most} bytes`)
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const part of partsOf(request)) {
    size += part.byteLength
    if (size > most) throw tooLarge
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}

function preflight(allow: string): Record<string, string> {
  return {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers': 'content-type, if-none-match',
    'access-control-max-age': '86400',
  }
}

/** With the headers that every answer has; without its body for HEAD and where the client has it already. */
function finished(request: Request, response: Response, route: Route | undefined): Response {
  const { headers } = response
  for (const [name, value] of Object.entries({ ...CORS, ...(route?.deprecated ? deprecationHeaders(route.deprecated) : {}) })) headers.set(name, value)
  const tag = headers.get('etag')
  if (tag) headers.set('cache-control', 'public, max-age=0, must-revalidate')
  const isKnown = tag !== null && response.status === 200 && isKnownTag(request.headers.get('if-none-match'), tag)
  if (!isKnown && request.method !== 'HEAD') return response
  if (isKnown) headers.delete('content-type')
  void response.body?.cancel()
  return new Response(null, { status: isKnown ? 304 : response.status, headers })
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'allow, deprecation, etag, link, ratelimit, ratelimit-policy, retry-after, sunset',
}
