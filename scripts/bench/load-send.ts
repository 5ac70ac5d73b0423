import { Agent, request, type RequestOptions } from 'node:http'
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import type { Asked } from './load-mix.ts'
import type { Times } from './scale/times.ts'

/** What came back of requests that were sent at a rate. Times are milliseconds from when a request was due, so that none is left out because the server was slow. */
export interface Sent {
  /** Requests per second that were to be sent. */
  readonly rate: number
  readonly asked: number
  /** Answers as they should be, per second, that came while requests were still sent. */
  readonly answered: number
  /** Of answers as they should be. */
  readonly times: Times
  /** The same by kind of request. */
  readonly kinds: ReadonlyMap<string, Times>
  /** Of 503 and 429, and how many of those said when to come again. */
  readonly refusals: Times & { readonly withRetryAfter: number }
  /** All answers by status, and what was no answer by why. */
  readonly statuses: ReadonlyMap<string, number>
  /** Answers that are neither as they should be nor 503 or 429, and requests without an answer. */
  readonly errors: number
  /** How late the sender itself was, 99 of 100: where that is much, the machine was too busy for it and the times say nothing. */
  readonly late: number
}

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 20_000

/**
 * Sends requests at a rate, whether or not those before were answered, at times that are as random as those of many clients (exponential gaps). Tools such as autocannon send what a second may
 * take at its beginning, and wait for answers: both hide, or make, what is to be measured.
 * @param url of the site
 * @param next gives the next request
 * @param random from 0 to less than 1
 */
export async function sendAt(
  url: string,
  next: () => Asked,
  random: () => number,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 1024, scheduling: 'lifo' })
  const { hostname, port } = new URL(url)
  const [good, refused, late] = [createHistogram(), createHistogram(), createHistogram()]
  const kinds = new Map<string, RecordableHistogram>()
  const statuses = new Map<string, number>()
  let [asked, errors, withRetryAfter, inTime] = [0, 0, 0, 0]
  const began = performance.now()
  const end = began + seconds * 1000

  const count = ({ kind, method, path, wanted }: Asked, due: number, { status, retryAfter }: Came): void => {
    const now = performance.now()
    const took = Math.max(1, Math.round((now - due) * 1000))
    statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1)
    if (status === wanted) {
      good.record(took)
      const of = kinds.get(kind) ?? createHistogram()
      kinds.set(kind, of)
      of.record(took)
      if (now <= end) inTime++
    } else if (status === 503 || status === 429) {
      refused.record(took)
      if (retryAfter !== undefined) withRetryAfter++
    } else {
      errors++
      tellOnce(`${status} ${kind}`, `  ${status} instead of ${wanted}: ${method} ${path.slice(0, 200)}`)
    }
  }
  const send = async (due: number): Promise<void> => {
    asked++
    const one = next()
    const coming = answerTo(one, { hostname, port, agent })
    late.record(Math.max(1, Math.round((performance.now() - due) * 1000)))
    count(one, due, await coming)
  }

  const waiting: Promise<void>[] = []
  let due = began
  const gap = () => (-Math.log(1 - random()) * 1000) / rate
  for (due += gap(); due < end; ) {
    const now = performance.now()
    if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now))
    for (const until = performance.now(); due <= until && due < end; due += gap()) waiting.push(send(due))
    // Answers that came get their turn, too.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(waiting)
  agent.destroy()
  return {
    rate,
    asked,
    answered: inTime / seconds,
    times: timesOf(good),
    kinds: new Map([...kinds].map(([kind, times]) => [kind, timesOf(times)])),
    refusals: { ...timesOf(refused), withRetryAfter },
    statuses,
    errors,
    late: late.count > 0 ? late.percentile(99) / 1000 : 0,
  }
}

interface Came {
  /** Or why there was none. */
  readonly status: number | string
  readonly retryAfter?: string | undefined
}

function answerTo({ method, path, headers, body }: Asked, where: RequestOptions): Promise<Came> {
  return new Promise((done) => {
    const end = (came: Came) => {
      clearTimeout(timer)
      done(came)
    }
    const failed = (error: NodeJS.ErrnoException) => end({ status: error.code ?? 'cut off' })
    const sent = request({ ...where, method, path, headers }, (response) => {
      const { statusCode: status = 0, headers: given } = response
      response.on('error', failed)
      response.on('end', () => end({ status, retryAfter: given['retry-after'] })).resume()
    })
    const timer = setTimeout(() => {
      end({ status: 'no answer' })
      sent.destroy()
    }, PATIENCE)
    sent.on('error', failed).end(body)
  })
}

/** One request of a kind is enough to look into it. */
function tellOnce(what: string, line: string): void {
  if (!told.has(what)) console.error(line)
  told.add(what)
}
const told = new Set<string>()

/** From microseconds. */
function timesOf(histogram: RecordableHistogram): Times {
  if (histogram.count === 0) return { count: 0, p50: 0, p95: 0, p99: 0, max: 0 }
  const at = (percentile: number) => histogram.percentile(percentile) / 1000
  return { count: histogram.count, p50: at(50), p95: at(95), p99: at(99), max: histogram.max / 1000 }
}
