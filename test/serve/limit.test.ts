import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRateLimit } from '../../lib/api/rate-limit.ts'
import { createLimit } from '../../lib/serve/limit.ts'

describe('the rate limit', () => {
  it('gives so many at once, then as they come back', () => {
    let time = 0
    const spend = createRateLimit({ requests: 3, seconds: 6 }, () => time)
    expect([spend('a'), spend('a'), spend('a'), spend('a')].map(({ isAllowed, remaining }) => [isAllowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ])
    expect(spend('b').isAllowed).toBe(true)
    expect(spend('a').reset).toBe(2)
    time = 2000
    expect([spend('a').isAllowed, spend('a').isAllowed]).toEqual([true, false])
    time = 1e9
    expect([1, 2, 3, 4].map(() => spend('a').isAllowed)).toEqual([true, true, true, false])
  })
})

describe.each([0, 1])('the server behind %i proxies', (hops) => {
  const isTooMuch = createLimit({ requests: 2, seconds: 3600 }, hops)
  const server = createServer((request, response) => {
    if (!isTooMuch(request, response)) response.end('ok')
  })
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())
  const ask = (path: string, forwarded: string) => fetch(url + path, { headers: { 'x-forwarded-for': forwarded } })

  it('answers 429 with a problem to who asks too often, by an address that is to be believed', async () => {
    const answers = [await ask('/api/v1/records', '10.0.0.1'), await ask('/mcp', '10.0.0.1'), await ask('/api/v1/records', 'spoofed, 10.0.0.1')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(answers.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(Array(3).fill('"default";q=2;w=3600'))
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"default";r=1;t=\d+$/)
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answers[2]?.json()).toMatchObject({ status: 429, 'violated-policies': ['default'] })
    expect((await ask('/features', '10.0.0.1')).status).toBe(429)
    for (const path of ['/_next/static/x.css', '/js/x.js', '/healthz']) expect((await ask(path, '10.0.0.1')).status, path).toBe(200)
    expect((await ask('/api/v1/records', '10.0.0.2')).status).toBe(hops === 0 ? 429 : 200)
  })
})
