import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { problemOfStatus, MeiliProblem } from './problem.ts'

/**
 * One request to a server, for the client in place of `fetch`: that sends a request's head and body in two packets, and the second waits for the first to be acknowledged,
 * which takes a server 40 ms. Follows no redirection.
 * @returns what the answer's JSON says
 * @throws MeiliProblem
 */
export async function meiliRequest(input: string | URL | Request, init: RequestInit = {}): Promise<unknown> {
  const url = new URL(input instanceof Request ? input.url : input)
  const { status, text } = await sent(url, init).catch((error: Error & { code?: string }) => {
    if (init.signal?.aborted) throw new MeiliProblem('away', 'it does not answer in time', error)
    throw new MeiliProblem('away', `it cannot be reached${error.code === undefined ? '' : ` (${error.code})`}`, error)
  })
  const said = read(text)
  if (status >= 200 && status < 300 && said !== undefined) return said === EMPTY ? undefined : said
  throw problemOfStatus(status, said as { code?: string; message?: string } | undefined)
}

const agents = { 'http:': new PlainAgent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) }

function sent(url: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  const { method = 'GET', headers, body, signal } = init
  return new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(new Headers(headers)), ...(signal ? { signal } : {}) }
    const take = (response: IncomingMessage): void => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
      response.on('error', reject)
    }
    const request =
      url.protocol === 'https:'
        ? secureRequest(url, { ...options, agent: agents['https:'] }, take)
        : plainRequest(url, { ...options, agent: agents['http:'] }, take)
    // A server may close a connection at the moment in which it is used again. What only asks is asked once more.
    const asks = method === 'GET' || url.pathname.endsWith('/multi-search')
    request.on('error', (error: Error & { code?: string }) =>
      asks && request.reusedSocket && error.code === 'ECONNRESET' ? resolve(sent(url, init)) : reject(error),
    )
    request.end(typeof body === 'string' ? body : undefined)
  })
}

const EMPTY = Symbol('empty')

/** undefined for what is no JSON. */
function read(text: string): unknown {
  if (text === '') return EMPTY
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
