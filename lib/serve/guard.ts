import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import { setDefaults } from './headers.ts'

/**
 * How long, and how much of it, the server waits for a client. A question that is too long for an address is posted, and gets a short one
 * (`lib/api/address.ts`), so no honest header is long.
 */
export const PATIENCE = {
  /** Bytes of a request's line and headers; above it the answer is 431. */
  maxHeaderSize: 64 * 1024,
  /** Milliseconds for the headers of a request, and for all of it: a batch is sent as it is answered. */
  headersTimeout: 15_000,
  requestTimeout: 300_000,
  /** Milliseconds between two looks at whose time is over. */
  connectionsCheckingInterval: 5_000,
  /** A client that takes nothing of its answer and sends nothing is let go, in milliseconds. */
  idle: 60_000,
  /** Connections at once; more are closed. */
  connections: 4096,
} as const satisfies ServerOptions & { idle: number; connections: number }

/**
 * Answers what nothing here is for, before anything looks at it: hosts that are no names, methods that no page has, and those parts of Next.js that this site
 * does not use (pictures that it would fetch and convert, actions, data of pages). Requests for a whole address (`GET http://host/path`) are made plain ones.
 * @returns whether the request was answered
 */
export function refuse(request: IncomingMessage, response: ServerResponse): boolean {
  makePlain(request)
  const { url = '', method = '' } = request
  const refusal = hostProblem(request.headers.host) ?? pathProblem(url) ?? methodProblem(method, url)
  for (const name of Object.keys(request.headers)) if (OF_NEXT.test(name)) delete request.headers[name]
  if (!refusal) return false
  const { status, says, allow } = refusal
  response.statusCode = status
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.setHeader('cache-control', 'no-store')
  if (allow) response.setHeader('allow', allow)
  setDefaults(response)
  response.end(method === 'HEAD' ? undefined : `${says}\n`)
  return true
}

interface Refusal {
  readonly status: number
  readonly says: string
  readonly allow?: string
}

/** By headers of these names Next.js's own servers and clients tell each other what to do. */
const OF_NEXT = /^(rsc$|next-|x-next|x-middleware-|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-action-)/

/** A request for a whole address names the host that counts (RFC 9112 §3.2.2). */
function makePlain(request: IncomingMessage): void {
  const [, host, path = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(request.url ?? '') ?? []
  if (host === undefined) return
  request.headers.host = host
  request.url = path.startsWith('/') ? path : `/${path}`
}

/** A name or an address, maybe with a port: it ends up in addresses that we redirect to. */
function hostProblem(host: string | undefined): Refusal | undefined {
  if (host === undefined || /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(host)) return undefined
  return { status: 400, says: 'the Host header is no name of a host' }
}

function pathProblem(url: string): Refusal | undefined {
  if (url === '*') return { status: 400, says: 'there is nothing about the whole server to ask; ask for a path' }
  if (!url.startsWith('/')) return { status: 400, says: 'an address begins with a slash' }
  if (/^\/_next\b(?!\/static\/)/.test(url)) return { status: 404, says: 'nothing here' }
  // The API says so itself.
  if (!/^\/api\/v1(?:[/?]|$)/.test(url) && !isWellFormed(url))
    return { status: 400, says: 'the address is not well-formed: a % stands before two hexadecimal digits, and bytes are UTF-8' }
  return undefined
}

/** Whether a path can be decoded; Next.js answers some that cannot as an error of its own. */
function isWellFormed(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] as string)
    return true
  } catch {
    return false
  }
}

/** The API and `/mcp` say themselves what they take. */
function methodProblem(method: string, url: string): Refusal | undefined {
  if (/^\/(api\/v1|mcp)(?:[/?]|$)/.test(url)) return undefined
  const methods = /^\/(check|fleet)\/ask(?:\?|$)/.test(url) ? ['POST', 'OPTIONS'] : ['GET', 'HEAD', 'OPTIONS']
  if (methods.includes(method)) return undefined
  const allow = methods.join(', ')
  return { status: 405, says: `this is not answered here; use ${allow}`, allow }
}
