import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError, problemOf } from '../api/problem.ts'
import { isForApi, isForMcp } from './api.ts'
import { busyPage } from './error-page.ts'
import { setDefaults } from './headers.ts'

/** Asks whether an answer is to be made. */
export type Admit = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export interface AdmitOptions {
  /** Milliseconds that who asks may have to wait for those before. */
  readonly longest: number
  /** Is told of each that is turned away. */
  readonly turnedAway?: () => void
  /** How many connections were taken so far. */
  readonly connections?: () => number
}

/**
 * Puts requests for which something has to be made in a line, and answers with 503 and `Retry-After` who would wait in it for too long: of more than can be done, as much as can be is done in time,
 * and all others hear at once that they should come again, instead of all waiting until nobody waits any more. To be asked before an answer is made, not for what is kept whole: that costs no more
 * than the 503.
 * @returns resolves when it is a request's turn: true, and it counts as under way until its response is closed; false where it was answered, or nobody waits for it any more
 */
export function createAdmit({ longest, turnedAway, connections = () => 0 }: AdmitOptions): Admit {
  const line = createLine(connections)
  let turn = 0
  return async (request, response) => {
    if (line.wait() > longest) {
      turnedAway?.()
      // Not all at the same time again.
      sayBusy(request, response, 1 + (turn++ % SPREAD))
      return false
    }
    line.join()
    response.once('close', line.leave)
    await line.turn()
    return !response.destroyed
  }
}

/** Most seconds until those come again who were turned away. */
const SPREAD = 4
/** Fewer that are under way are no queue, however long each of them takes. */
const FEW = 16
/** How many answers the pace is of, about. */
const WEIGHT = 32
/** For how many new connections in a row an answer is put off. */
const MOST_FIRST = 64

/**
 * Those who wait, and those who are answered. How long another will have to wait (Little's law): as many as there are, each as long after the one before as answers came lately. That holds whether it
 * is the processor that is short or the database, and is known before the work is begun.
 */
function createLine(connections: () => number) {
  let [underWay, pace, last] = [0, 0, 0]
  let [seen, putOff] = [0, 0]
  const waiting: (() => void)[] = []
  const next = () => {
    const taken = connections()
    if (taken !== seen && putOff < MOST_FIRST) putOff++
    else {
      putOff = 0
      waiting.shift()?.()
    }
    seen = taken
    if (waiting.length > 0) setImmediate(next)
  }
  return {
    join() {
      if (underWay++ === 0) last = performance.now()
    },
    leave() {
      const now = performance.now()
      underWay--
      pace += (now - last - pace) / WEIGHT
      last = now
    },
    /**
     * At most one is begun in each turn of the event loop, and none as long as each turn brings a new connection: between two answers those who came meanwhile are seen, instead of standing where
     * nobody knows of them. A turn takes one connection and no more (libuv 1.45 and later, libuv/libuv#3696), so with an answer in each a crowd would wait outside for seconds to hear that it is to
     * come again.
     */
    turn: () =>
      new Promise<void>((begin) => {
        if (waiting.push(begin) === 1) setImmediate(next)
      }),
    /** Milliseconds. */
    wait: () => (underWay < FEW ? 0 : Math.max(underWay * pace, performance.now() - last)),
  }
}

function sayBusy(request: IncomingMessage, response: ServerResponse, seconds: number): void {
  const says = `more is asked at once than can be answered: try again in ${seconds} s`
  const { type, body } = inFormOf(request, says, seconds)
  response.statusCode = 503
  response.setHeader('content-type', type)
  response.setHeader('retry-after', seconds)
  response.setHeader('cache-control', 'no-store')
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-expose-headers', 'retry-after')
  setDefaults(response)
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(request.method === 'HEAD' ? undefined : body)
  // What is still being sent is of no use to anybody.
  request.resume()
}

function inFormOf(request: IncomingMessage, says: string, seconds: number): { readonly type: string; readonly body: string } {
  if (isForApi(request) || isForMcp(request)) return { type: 'application/problem+json', body: JSON.stringify(problemOf(new HttpError(503, says))) }
  if (request.headers.accept?.includes('text/html')) return { type: 'text/html; charset=utf-8', body: busyPage(seconds) }
  return { type: 'text/plain; charset=utf-8', body: `${says}\n` }
}
