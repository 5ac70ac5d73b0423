import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Service } from '../api/service.ts'

/** One request that was answered, or given up. */
export interface RequestSeen {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

/** What Prometheus reads of this process. */
export interface Metrics {
  readonly contentType: string
  request(seen: RequestSeen): void
  /** One more was answered with 503 because too much is asked at once. */
  turnedAway(): void
  /** Whether new requests are still wanted here. */
  draining(is: boolean): void
  /** Never fails: where the store does not answer, what comes from it is left out and `canimigrate_store_up` is 0. */
  text(): Promise<string>
}

/** @param open gives the service */
export function createMetrics(open: () => Promise<Service>): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const requests = new Counter({
    name: 'canimigrate_http_requests_total',
    help: 'Requests by kind of address, method and status; 499: the client did not wait.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'canimigrate_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['route'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const turnedAway = new Counter({ name: 'canimigrate_http_turned_away_total', help: 'Requests that got 503 because too much is asked at once.', registers })
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `canimigrate_${name}`, help, registers })
  const draining = gauge('draining', '1 from the first signal to end on.')
  const storeUp = gauge('store_up', 'Whether the database answers.')
  const knowledgeInfo = new Gauge({
    name: 'canimigrate_knowledge_info',
    help: 'The knowledge that is answered from.',
    labelNames: ['digest', 'date'],
    registers,
  })
  const records = gauge('knowledge_records', 'Records in it.')
  const synced = gauge('last_sync_timestamp_seconds', 'When the newest sync that changed something finished.')
  const searchEngine = new Gauge({ name: 'canimigrate_search_engine', help: 'Which engine answers.', labelNames: ['index', 'engine'], registers })
  const searchCurrent = gauge('search_current', 'Whether the index of records was made from the newest sync.')
  const messages = gauge('mail_messages', 'Messages, each once.')
  const arrivals = gauge('mail_arrivals', 'Arrivals of messages by lists.')
  const mailLag = gauge('mail_index_lag', 'Arrivals that the index of messages has not followed yet.')

  const fromStore = async (): Promise<void> => {
    const service = await open()
    const [knowledge, sync] = await Promise.all([service.knowledge(), service.store.lastSync()])
    knowledgeInfo.reset()
    knowledgeInfo.set({ digest: knowledge.digest, date: knowledge.date }, 1)
    records.set(knowledge.entries.size)
    if (sync) synced.set(Date.parse(sync.finished) / 1000)
    const [arrived, known] = [await service.mail.lastArrival(), await service.mail.lastMessage()]
    arrivals.set(arrived)
    messages.set(known)
    const [{ engine, digest }, mailIndex] = await Promise.all([service.search.about(), service.messages.about()])
    searchEngine.reset()
    searchEngine.set({ index: 'records', engine }, 1)
    searchEngine.set({ index: 'mail', engine: mailIndex.engine }, 1)
    searchCurrent.set(digest === sync?.digest ? 1 : 0)
    mailLag.set(Math.max(0, arrived - mailIndex.arrival))
  }

  return {
    contentType: register.contentType,
    request({ route, method, status, seconds: took }) {
      requests.inc({ route, method: METHODS.has(method) ? method : 'other', status })
      seconds.observe({ route }, took)
    },
    turnedAway: () => turnedAway.inc(),
    draining: (is) => draining.set(is ? 1 : 0),
    async text() {
      try {
        await within(PATIENCE, fromStore())
        storeUp.set(1)
      } catch {
        storeUp.set(0)
      }
      return register.metrics()
    },
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS'])
/** How long a scrape waits for the store, in milliseconds. */
const PATIENCE = 3000

/** @throws Error when it takes longer */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
