import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Service } from '../api/service.ts'
import { setDefaults } from './headers.ts'
import { type Metrics, within } from './metrics.ts'

export interface HealthOptions {
  readonly open: () => Promise<Service>
  readonly metrics: Metrics
  /** What `/metrics` is asked with as its bearer token; undefined: anybody may. */
  readonly token: string | undefined
  /** Whether this process is about to end. */
  readonly isDraining: () => boolean
}

/**
 * `/healthz`: the process is alive. `/readyz`: the store answers, knowledge is loaded, and new requests are welcome. `/metrics`: for Prometheus.
 * @returns answers a request for one of these; false for any other
 */
export function createHealth({ open, metrics, token, isDraining }: HealthOptions): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const ready = async (): Promise<Said> => {
    if (isDraining()) return [503, 'draining\n']
    try {
      const service = await within(PATIENCE, open())
      const [{ digest, entries }] = await within(PATIENCE, Promise.all([service.knowledge(), service.store.lastSync()]))
      return entries.size === 0 ? [503, 'no records: run `canimigrate sync`\n'] : [200, `ready ${digest}\n`]
    } catch (error) {
      console.error('not ready', error)
      return [503, 'not ready: the database does not answer, or its records are still being read\n']
    }
  }
  const measured = async ({ headers }: IncomingMessage): Promise<Said> => {
    if (token === undefined || isSame(headers.authorization ?? '', `Bearer ${token}`)) return [200, await metrics.text(), metrics.contentType]
    return [401, 'give the token of CANIMIGRATE_METRICS_TOKEN as `Authorization: Bearer …`\n']
  }
  const answers: Readonly<Record<string, (request: IncomingMessage) => Promise<Said>>> = {
    '/healthz': async () => [200, 'ok\n'],
    '/readyz': ready,
    '/metrics': measured,
  }
  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] as string
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined
    if (!answer) return false
    const [status, text, type = 'text/plain; charset=utf-8'] = await answer(request)
    response.statusCode = status
    response.setHeader('content-type', type)
    response.setHeader('cache-control', 'no-store')
    if (status === 401) response.setHeader('www-authenticate', 'Bearer')
    setDefaults(response)
    response.end(request.method === 'HEAD' ? undefined : text)
    return true
  }
}

type Said = readonly [status: number, text: string, type?: string]

/** How long readiness waits for the store, in milliseconds: who asks has little patience either. */
const PATIENCE = 2000

/** Takes the same time whatever differs. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
