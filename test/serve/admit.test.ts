import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createPages } from '../../lib/serve/pages.ts'
import { createAdmit } from '../../lib/serve/admit.ts'

let close = () => {}
afterEach(() => close())

/** A server that turns away, over answers of a test. */
async function serving(longest: number, answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  let turned = 0
  const admit = createAdmit({ longest, turnedAway: () => turned++ })
  const server = createServer(async (request, response) => {
    if (await admit(request, response)) answer(request, response)
  })
  const url = await listening(server)
  return { turned: () => turned, ask: (path: string, init: RequestInit = {}) => fetch(url + path, init) }
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  close = () => server.close().closeAllConnections()
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Answers that wait until they are let go. */
function held() {
  const waiting: ServerResponse[] = []
  const arrived: (() => void)[] = []
  return {
    answer(_request: IncomingMessage, response: ServerResponse) {
      waiting.push(response)
      for (const one of arrived.splice(0)) one()
    },
    async until(count: number) {
      while (waiting.length < count) await new Promise<void>((done) => arrived.push(done))
    },
    letGo() {
      for (const response of waiting.splice(0)) response.end('made')
    },
  }
}

/** As many as are no queue, however long they take. */
const FEW = 16
/** Milliseconds: over at once. */
const SHORT = 20

describe('a server of which more is asked than it can answer', () => {
  it('says 503 to those who would wait for too long, and serves again as soon as others are done', async () => {
    const { answer, until, letGo } = held()
    const { ask, turned } = await serving(SHORT, answer)
    const early = Array.from({ length: FEW }, () => ask('/held'))
    await until(FEW)
    await over(SHORT)
    const late = await Promise.all(Array.from({ length: 8 }, () => ask('/features', { headers: { accept: 'text/html' } })))
    expect(late.map(({ status }) => status)).toEqual(Array(8).fill(503))
    expect(turned()).toBe(8)
    const after = late.map(({ headers }) => Number(headers.get('retry-after')))
    expect(Math.min(...after)).toBeGreaterThan(0)
    expect(new Set(after).size).toBeGreaterThan(1)
    letGo()
    expect((await Promise.all(early)).map(({ status }) => status)).toEqual(Array(FEW).fill(200))
    const again = ask('/4')
    await until(1)
    letGo()
    expect(await (await again).text()).toBe('made')
  })

  it('says it to none of a few, however long each takes', async () => {
    const { ask, turned } = await serving(SHORT, (_request, response) => {
      block(2 * SHORT)
      response.end('made')
    })
    const statuses: number[] = []
    for (let turn = 0; turn < 3; turn++) statuses.push(...(await Promise.all(Array.from({ length: FEW }, () => ask('/')))).map(({ status }) => status))
    expect([new Set(statuses), turned()]).toEqual([new Set([200]), 0])
  })

  it('answers as many of a crowd as it can in time, and says 503 to all others', async () => {
    // One after the other.
    let before = Promise.resolve()
    const { ask } = await serving(200, async (_request, response) => {
      before = before.then(() => over(10))
      await before
      response.end('made')
    })
    // Until it is known how long an answer takes.
    for (let count = 0; count < 100; count++) await ask('/')
    const statuses = (await Promise.all(Array.from({ length: 200 }, () => ask('/')))).map(({ status }) => status)
    const made = statuses.filter((status) => status === 200).length
    expect(made).toBeGreaterThanOrEqual(FEW)
    expect(statuses.filter((status) => status === 503).length).toBe(200 - made)
    expect(made).toBeLessThan(200)
    expect((await ask('/')).status).toBe(200)
  })

  it('takes all connections of a crowd before it begins another answer', async () => {
    let taken = 0
    const takenWhenBegun: number[] = []
    const admit = createAdmit({ longest: 10_000, connections: () => taken })
    const server = createServer(async (request, response) => {
      if (!(await admit(request, response))) return
      takenWhenBegun.push(taken)
      response.end('made')
    }).on('connection', () => taken++)
    const url = await listening(server)
    const crowd = 40
    await Promise.all(Array.from({ length: crowd }, () => fetch(url).then((response) => response.text())))
    expect(takenWhenBegun).toHaveLength(crowd)
    expect(takenWhenBegun[1]).toBeGreaterThan(crowd / 2)
  })

  it('begins answers all the same while connections keep coming', async () => {
    let taken = 0
    // One in each turn, for ever.
    const admit = createAdmit({ longest: 10_000, connections: () => taken++ })
    const url = await listening(createServer(async (request, response) => (await admit(request, response)) && response.end('made')))
    expect(await (await fetch(url)).text()).toBe('made')
  })

  it('does not count those who went away', async () => {
    const { answer, until } = held()
    const { ask, turned } = await serving(SHORT, answer)
    for (let turn = 0; turn < 3; turn++) {
      const leaving = new AbortController()
      const gone = Array.from({ length: FEW - 1 }, () => ask('/', { signal: leaving.signal }).catch(() => 'gone'))
      await until((turn + 1) * (FEW - 1))
      leaving.abort()
      await Promise.all(gone)
      await over(SHORT)
    }
    expect(turned()).toBe(0)
  })

  it('says so in the form that was asked for', async () => {
    const { answer, until } = held()
    const { ask } = await serving(SHORT, answer)
    for (let count = 0; count < FEW; count++) void ask('/held').catch(() => {})
    await until(FEW)
    await over(SHORT)
    const api = await ask('/api/v1/evaluate', { method: 'POST', body: '{"to": "qemu=8.0"}'.padEnd(200_000) })
    expect(api.headers.get('content-type')).toBe('application/problem+json')
    expect(api.headers.get('access-control-allow-origin')).toBe('*')
    expect(await api.json()).toMatchObject({ status: 503, detail: expect.stringMatching(/^more is asked at once than can be answered: try again in \d s$/) })
    const page = await ask('/features', { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-security-policy')).toContain('script-src')
    expect(await page.text()).toContain('<h1>Too busy just now</h1>')
    expect(await (await ask('/features.txt')).text()).toMatch(/^more is asked .+\n$/)
    expect(await (await ask('/features', { method: 'HEAD' })).text()).toBe('')
  })

  it('gives pages that are kept all the same', async () => {
    const admit = createAdmit({ longest: SHORT })
    const { answer, until, letGo } = held()
    const render = async (request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('content-type', 'text/html')
      if (request.url?.startsWith('/held')) answer(request, response)
      else response.end('<p>kept')
    }
    const pages = createPages(
      render,
      () => ({ now: 'one', settled: true }),
      async () => 'one',
      admit,
    )
    const url = await listening(createServer((request, response) => void pages(request, response)))
    expect((await fetch(`${url}/features`)).status).toBe(200)
    const long = Array.from({ length: FEW }, (_, index) => fetch(`${url}/held/${index}`))
    await until(FEW)
    await over(SHORT)
    expect((await fetch(`${url}/policies`)).status).toBe(503)
    expect(await (await fetch(`${url}/features`)).text()).toBe('<p>kept')
    letGo()
    await Promise.all(long)
    expect((await fetch(`${url}/policies`)).status).toBe(200)
  })
})

function block(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until; );
}

/** Waits for longer than that. */
async function over(milliseconds: number): Promise<void> {
  for (const until = performance.now() + milliseconds; performance.now() <= until; ) await new Promise((done) => setTimeout(done, milliseconds))
}
