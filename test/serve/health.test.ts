import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Service } from '../../lib/api/service.ts'
import { answerApi, isForApi } from '../../lib/serve/api.ts'
import { createHealth } from '../../lib/serve/health.ts'
import { createLog } from '../../lib/serve/log.ts'
import { createMetrics } from '../../lib/serve/metrics.ts'
import { observed } from '../../lib/serve/requests.ts'
import { realService } from '../fixtures/service.ts'

const TOKEN = '0123456789abcdef0123'

describe('how a process is', () => {
  let url = ''
  let close: () => Promise<void>
  let digest = ''
  const state: { open: () => Promise<Service>; draining: boolean; lines: string[] } = {
    open: async () => {
      throw new Error('no store')
    },
    draining: false,
    lines: [],
  }
  let real: Awaited<ReturnType<typeof realService>>
  beforeAll(async () => {
    real = await realService(fileURLToPath(new URL('../fixtures/lint/clean', import.meta.url)))
    state.open = async () => real.service
    digest = await real.service.store.digest()
    const open = () => state.open()
    const metrics = createMetrics(open)
    const health = createHealth({ open, metrics, token: TOKEN, isDraining: () => state.draining })
    const log = createLog('json', 'debug', (line) => state.lines.push(line))
    const answer = async (request: Parameters<typeof health>[0], response: Parameters<typeof health>[1]) => {
      if (isForApi(request)) await answerApi(open, request, response).catch(() => response.destroy())
      else if (!(await health(request, response))) response.writeHead(404).end()
    }
    const server = createServer(observed(answer, { log, metrics, behindProxy: true }))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    close = async () => {
      server.closeAllConnections()
      server.close()
      await real.close()
    }
  })
  afterAll(() => close())

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  const metric = async (name: string) => {
    const { text } = await ask('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })
    return text.split('\n').filter((line) => line.startsWith(name))
  }

  it('is alive, and ready with the digest of what it answers from', async () => {
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok\n' })
    const ready = await ask('/readyz')
    expect(ready).toMatchObject({ status: 200, text: `ready ${digest}\n` })
    expect(ready.headers.get('cache-control')).toBe('no-store')
    expect(await ask('/healthz', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    expect((await ask('/healthzz')).status).toBe(404)
  })

  it('says in its metrics what was asked and what it answers from', async () => {
    await ask('/features/one/two?secret=1')
    await ask('/api/v1/records/area/name')
    await ask('/wp-login.php')
    const counted = await metric('canimigrate_http_requests_total')
    for (const labels of ['route="/features",method="GET",status="404"', 'route="/api/v1/records",method="GET",status="404"', 'route="other"'])
      expect(counted.join('\n')).toContain(labels)
    expect(await metric('canimigrate_knowledge_info')).toEqual([expect.stringContaining(`digest="${digest}"`)])
    expect(await metric('canimigrate_search_engine')).toContain('canimigrate_search_engine{index="records",engine="embedded"} 1')
    expect(await metric('canimigrate_search_current')).toEqual(['canimigrate_search_current 1'])
    expect(await metric('canimigrate_mail_index_lag')).toEqual(['canimigrate_mail_index_lag 0'])
    expect(await metric('canimigrate_store_up')).toEqual(['canimigrate_store_up 1'])
    expect((await metric('nodejs_eventloop_lag_p99_seconds')).length).toBe(1)
  })

  it('counts who goes away in the middle of what they send as that, and logs no error of its own', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    for (const path of ['/api/v1/evaluate', '/api/v1/evaluate/batch']) {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"from":`)
      await new Promise((done) => setTimeout(done, 100))
      socket.destroy()
    }
    await expect.poll(async () => (await metric('canimigrate_http_requests_total{')).filter((line) => /method="POST",status="499"/.test(line)).length).toBe(2)
    expect((await metric('canimigrate_http_requests_total{')).filter((line) => line.includes('status="5'))).toEqual([])
    expect(errors).not.toHaveBeenCalled()
    errors.mockRestore()
  })

  it('gives metrics to who has the token alone', async () => {
    expect((await ask('/metrics')).status).toBe(401)
    expect((await ask('/metrics', { headers: { authorization: `Bearer ${TOKEN}x` } })).status).toBe(401)
    expect((await ask('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
  })

  it('names each request in the answer and in the log, without what was asked for', async () => {
    const given = await ask('/features?from=host', { headers: { 'x-request-id': 'abcdef-12345678' } })
    expect(given.headers.get('x-request-id')).toBe('abcdef-12345678')
    const forged = await ask('/features', { headers: { 'x-request-id': 'a b"}' } })
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const line = state.lines.map((text) => JSON.parse(text)).find(({ request }) => request === 'abcdef-12345678')
    expect(line).toMatchObject({ level: 'info', msg: 'request', method: 'GET', path: '/features', status: 404 })
    expect(state.lines.join('')).not.toMatch(/from=host|secret=1/)
  })

  it('is not ready while it ends, or without its database, and alive all the same', async () => {
    state.draining = true
    expect(await ask('/readyz')).toMatchObject({ status: 503, text: 'draining\n' })
    state.draining = false
    const { open } = state
    state.open = () => new Promise(() => {})
    expect(await ask('/readyz')).toMatchObject({ status: 503, text: expect.stringMatching(/^not ready: the database does not answer/) })
    expect((await ask('/healthz')).status).toBe(200)
    expect(await metric('canimigrate_store_up')).toEqual(['canimigrate_store_up 0'])
    state.open = open
    expect((await ask('/readyz')).status).toBe(200)
  })
})
