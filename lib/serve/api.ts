import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { handle } from '../api/handle.ts'
import type { Service } from '../api/service.ts'
import { sendAnswer } from './answer.ts'
import { setDefaults } from './headers.ts'

/** Whether a request is for the API. */
export function isForApi({ url = '' }: IncomingMessage): boolean {
  return /^\/api\/v1(?:[/?]|$)/.test(url)
}

/** Whether it is for the tools of assistants. */
export function isForMcp({ url = '' }: IncomingMessage): boolean {
  return /^\/mcp\/?(?:\?|$)/.test(url)
}

/**
 * Answers a request below `/api/v1` without Next.js.
 * @param open gives the service; it is open after the first request
 */
export async function answerApi(open: () => Promise<Service>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = toWeb(request)
  await sendWeb(await handle(await open(), asked, new URL(asked.url).pathname.slice('/api/v1'.length)), request, response)
}

/** Answers by a handler of the web's requests. */
export async function answerWeb(answer: (request: Request) => Promise<Response>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await sendWeb(await answer(toWeb(request)), request, response)
}

/** JSON is compressed; all else goes out as it comes, and no faster than it is read. */
async function sendWeb(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  setDefaults(response)
  if (isWhole(answer)) response.setHeader('vary', [answer.headers.get('vary') ?? [], 'accept-encoding'].flat().join(', '))
  if (!answer.body) response.end()
  else if (!isWhole(answer)) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response)
  else {
    const body = Buffer.from(await answer.arrayBuffer())
    const tag = /^(?:W\/)?"(.+)"$/.exec(answer.headers.get('etag') ?? '')?.[1]
    await sendAnswer(request, response, { status: answer.status, headers: {}, body, ...(tag === undefined ? {} : { tag }), encoded: new Map() })
  }
}

function toWeb(request: IncomingMessage): Request {
  const { method = 'GET' } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, [value].flat().join(', '))
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: Readable.toWeb(request) as BodyInit, duplex: 'half' }
  return new Request(`http://localhost${request.url}`, { method: METHODS[method] ?? method, headers, ...body })
}

/** What is asked as another: headers without a body are those of the answer with one, and some a `Request` refuses. */
const METHODS: Readonly<Record<string, string>> = { HEAD: 'GET', TRACE: 'X-TRACE', TRACK: 'X-TRACK', CONNECT: 'X-CONNECT' }

/** Handlers give JSON at once, and streams of other types. */
function isWhole(answer: Response): boolean {
  return /^application\/([\w.-]+\+)?json\b/.test(answer.headers.get('content-type') ?? '') && !answer.headers.has('content-encoding')
}
