import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { decoded } from '../api/find-record.ts'
import { handle } from '../api/handle.ts'
import type { Service } from '../api/service.ts'
import { sendAnswer } from './answer.ts'
import { setDefaults } from './headers.ts'

/** Whether a request is for the API. */
export function isForApi({ url = '' }: IncomingMessage): boolean {
  return /^\/api\/v1(?:[/?]|$)/.test(url)
}

/**
 * Answers a request below `/api/v1` without Next.js. JSON is compressed; all else goes out as it comes, and no faster than it is read.
 * @param open gives the service; it is open after the first request
 */
export async function answerApi(open: () => Promise<Service>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = toWeb(request)
  const answer = await handle(await open(), asked, pathOf(asked))
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
  // Headers without a body are those of the answer with one.
  return new Request(`http://localhost${request.url}`, { method: method === 'HEAD' ? 'GET' : method, headers, ...body })
}

/** What follows `/api/v1`; an encoded slash in a Message-ID is one, too. */
function pathOf({ url }: Request): string {
  return new URL(url).pathname.slice('/api/v1'.length).split('/').map(decoded).join('/')
}

/** Handlers give JSON at once, and streams of other types. */
function isWhole(answer: Response): boolean {
  return /^application\/([\w.-]+\+)?json\b/.test(answer.headers.get('content-type') ?? '') && !answer.headers.has('content-encoding')
}
