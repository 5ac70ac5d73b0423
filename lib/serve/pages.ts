import type { IncomingMessage, ServerResponse } from 'node:http'
import { ofOneSync } from '../api/of-one-sync.ts'
import { problemOf } from '../api/problem.ts'
import type { Admit } from './admit.ts'
import { type Answer, answerOf, sendAnswer } from './answer.ts'
import { type Captured, capture } from './capture.ts'
import { awayPage, errorPage } from './error-page.ts'
import { OWN, plainHeaders, setDefaults } from './headers.ts'
import { createPageCache } from './page-cache.ts'
import type { Version } from './version.ts'
import { withoutScripts } from './without-scripts.ts'

/** Answers a request, as Next.js's own handler does. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

/**
 * Puts itself between visitors and Next.js. Pages lose the scripts that Next.js runs; they, their twins and other texts get an ETag, are
 * compressed, and are kept whole until something that is stored changes. A page is of one sync: where another finished while it was made, it is made again.
 * What is no text, or too long to wait for, goes through as it comes.
 * @param versions of what is stored
 * @param settle see `Service.settle`
 * @param admit is asked before a page is made; about what is kept, or made for another already, it is not
 */
export function createPages(
  render: Handler,
  versions: () => Version | Promise<Version>,
  settle: () => Promise<string>,
  admit: Admit = async () => true,
): Handler {
  const cache = createPageCache(MOST_KEPT)
  const underWay = new Map<string, Promise<Answer | undefined>>()
  return async (request, response) => {
    const key = keyOf(request)
    if (key === undefined) {
      if (!(await admit(request, response))) return
      const answer = await wholePage(settle, render, request, response)
      return answer && sendAnswer(request, response, answer)
    }
    const asked = versions()
    const { now, settled } = asked instanceof Promise ? await asked : asked
    // Of many who ask for the same at once, one makes it.
    const known = (now === undefined ? undefined : cache.get(key, now)) ?? (await underWay.get(key)?.catch(() => undefined))
    if (known) return sendAnswer(request, response, known)
    const making = admit(request, response).then((isAdmitted) => (isAdmitted ? wholePage(settle, render, request, response) : undefined))
    const shared = making.then((answer) => (answer && isLasting(answer) ? answer : undefined))
    underWay.set(key, shared)
    try {
      const answer = await making
      if (!answer) return
      if (now !== undefined && settled && isLasting(answer) && !NOT_KEPT.test(request.url ?? '')) cache.set(key, now, answer)
      await sendAnswer(request, response, answer)
    } finally {
      if (underWay.get(key) === shared) underWay.delete(key)
      shared.catch(() => {})
    }
  }
}

/** Of all pages that are kept, in bytes. */
const MOST_KEPT = 96 * 2 ** 20
/** A text that is longer goes out as it comes, in bytes. */
const MOST_HELD = 8 * 2 ** 20
/** What hangs on more than the store: the indexes that follow it, what the process keeps, and how it is. */
const NOT_KEPT = /^\/(text\/)?(search|healthz|readyz|metrics)\b|[?&](q|kept)=/

/** What a kept answer is asked for by; undefined where nothing is kept. */
function keyOf({ method, url = '', headers }: IncomingMessage): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || headers.cookie !== undefined || headers.authorization !== undefined) return undefined
  const { accept = '', host = '' } = headers
  return url.length > 8192 || accept.length > 300 || host.length > 300 ? undefined : `${host}\n${accept}\n${url}`
}

function isLasting({ status, headers }: Answer): boolean {
  return status === 200 && !/no-store|private/.test(String(headers['cache-control'] ?? ''))
}

/** @returns undefined when the answer went out by itself */
function wholePage(settle: () => Promise<string>, render: Handler, request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
  const make = async (attempt: number): Promise<Answer | undefined> => {
    if (attempt > 1) forget(request, response)
    const answer = await rendered(render, request, response)
    const status = answer && answer.status >= 500 && isHtml(answer) && (await isAway(settle)) ? 503 : answer?.status
    return answer && status === 503 ? away(answer) : answer
  }
  return ofOneSync(settle, make, (answer) => answer === undefined)
}

/** Whether the database cannot be asked. */
async function isAway(settle: () => Promise<string>): Promise<boolean> {
  try {
    await settle()
    return false
  } catch (error) {
    return problemOf(error).status === 503
  }
}

/** Why a page threw is told to nobody but the log: what is known is whether the database can be asked. A twin has said so itself. */
function away(answer: Answer): Answer {
  return answerOf(503, { ...answer.headers, 'retry-after': RETRY_AFTER }, isHtml(answer) ? Buffer.from(awayPage()) : answer.body)
}

/** In seconds. */
const RETRY_AFTER = '5'

/** What Next.js noted while it made a page stays with the request otherwise. */
function forget(request: IncomingMessage, response: ServerResponse): void {
  Reflect.deleteProperty(request, NOTES)
  response.statusCode = 200
}

/** Where it keeps them (`next/dist/server/request-meta.js`). */
const NOTES = Symbol.for('NextInternalRequestMeta')

/** @returns undefined when the answer went out by itself */
async function rendered(render: Handler, request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
  const { headers, method } = request
  prepare(request)
  const { captured, release } = capture(response, isText, MOST_HELD)
  try {
    const found = await Promise.race([captured, render(request, response).then(() => captured)])
    return found && wholeAnswer(response, found)
  } catch (error) {
    release()
    throw error
  } finally {
    request.headers = headers
    if (method !== undefined) request.method = method
  }
}

/** Takes from a request what would make Next.js answer with a part of a page, with one for its scripts, or compressed. */
function prepare(request: IncomingMessage): void {
  // For readers without scripts Next.js waits until the page is whole: nothing is left to be put in its place by a script.
  const headers = { ...request.headers, 'user-agent': 'Googlebot' }
  for (const name of Object.keys(headers)) {
    if (name === 'rsc' || name.startsWith('next-') || CONDITIONS.includes(name)) delete headers[name as keyof typeof headers]
  }
  request.headers = headers
  if (request.method === 'HEAD') request.method = 'GET'
}

const CONDITIONS = ['accept-encoding', 'if-none-match', 'if-modified-since', 'if-match', 'if-range', 'range']

const TEXTS = /^(text\/|application\/(json|problem\+json|schema\+json|atom\+xml|xml|opensearchdescription\+xml|javascript)\b|image\/svg)/

function isText(response: ServerResponse): boolean {
  setDefaults(response)
  return TEXTS.test(String(response.getHeader('content-type') ?? '')) && !response.hasHeader('content-encoding') && !response.hasHeader('set-cookie')
}

function wholeAnswer(response: ServerResponse, { status, body }: Captured): Answer {
  const headers = plainHeaders(response)
  const tag = /^(?:W\/)?"(.+)"$/.exec(String(response.getHeader('etag') ?? ''))?.[1]
  for (const name of response.getHeaderNames()) if (!OWN.test(name)) response.removeHeader(name)
  // What Next.js sends when a page throws is empty without its scripts, or this line where its page for errors throws, too.
  if (status >= 500 && body.toString('utf8') === 'Internal Server Error')
    return answerOf(status, { ...headers, 'content-type': 'text/html; charset=utf-8' }, Buffer.from(errorPage()))
  if (!isHtml({ headers })) return answerOf(status, headers, body, tag)
  const html = body.toString('utf8')
  const page = status >= 500 || html.includes('<html id="__next_error__"') ? errorPage() : withoutScripts(html)
  return answerOf(status, headers, Buffer.from(page))
}

function isHtml({ headers }: Pick<Answer, 'headers'>): boolean {
  return String(headers['content-type']).startsWith('text/html')
}
