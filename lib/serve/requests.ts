import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { duringRequest, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { routeOf } from './route-of.ts'

export interface RequestOptions {
  readonly log: Log
  readonly metrics: Metrics
  /** Whether a proxy of ours is in front, whose `X-Request-Id` is taken over. */
  readonly behindProxy: boolean
}

/**
 * Gives each request an id (`X-Request-Id`, in the answer too), a line in the log and its place in the metrics. Of an address only the path is logged: the rest is
 * somebody's question, and names hosts.
 */
export function observed(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  { log, metrics, behindProxy }: RequestOptions,
): RequestListener {
  return (request, response) => {
    const began = performance.now()
    const { method = '', url = '' } = request
    const path = (url.split('?', 1)[0] as string).slice(0, LONGEST_PATH)
    const id = (behindProxy ? givenId(request) : undefined) ?? randomUUID()
    response.setHeader('x-request-id', id)
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1000
      // As nginx says it of a client that did not wait, or not for the end of what it sent.
      const status = response.writableFinished && !request.errored ? response.statusCode : 499
      const route = routeOf(path)
      metrics.request({ route, method, status, seconds })
      const level = OF_THE_PROCESS.test(path) ? 'debug' : status >= 500 ? 'warn' : 'info'
      log[level]({ request: id, method: method.slice(0, 20), path, status, ms: Math.round(seconds * 10_000) / 10 }, 'request')
    })
    duringRequest(id, () => answer(request, response))
  }
}

const LONGEST_PATH = 300

/** Asked every few seconds, by machines. */
const OF_THE_PROCESS = /^\/(healthz|readyz|metrics)$/

function givenId({ headers }: IncomingMessage): string | undefined {
  return /^[\w.:-]{8,64}$/.exec(String(headers['x-request-id'] ?? ''))?.[0]
}
