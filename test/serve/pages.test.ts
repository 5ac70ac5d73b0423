import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createPages } from '../../lib/serve/pages.ts'

const LONG = `<p>${'a word '.repeat(400)}</p>`

let close = () => {}
afterEach(() => close())

/** A server over something that renders as Next.js does, into the response, and over a version that a test changes. */
async function serving(render: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const state = { version: 'one', settled: true, renders: 0, sync: 'one', isAway: false }
  const pages = createPages(
    async (request, response) => {
      state.renders++
      await render(request, response)
    },
    () => ({ now: state.version, settled: state.settled }),
    async () => {
      // Of the service, which is built apart.
      if (state.isAway) throw Object.assign(new Error('postgres://s3cret'), { name: 'StoreUnavailable' })
      return state.sync
    },
  )
  const server = createServer((request, response) => {
    pages(request, response).catch(() => response.writeHead(500).end('failed'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  close = () => server.close().closeAllConnections()
  const { port } = server.address() as AddressInfo
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, headers, method }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
        .on('error', reject)
        .end()
    })
  return { state, ask, port }
}

function html(text: string) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.setHeader('Vary', 'rsc, next-router-state-tree, next-router-prefetch, Accept-Encoding')
    response.setHeader('Cache-Control', 'private, no-cache, no-store, max-age=0, must-revalidate')
    response.setHeader('Link', '</a.js>; rel=preload; as="script", </a.woff2>; rel=preload; as="font"')
    response.write(text.slice(0, 30))
    response.end(text.slice(30))
  }
}

describe('a page', () => {
  test('is made again where a sync finished while it was made, so that it is of one', async () => {
    const { state, ask } = await serving((_request, response) => {
      const began = state.sync
      // As a page that reads twice, with a sync between.
      if (state.renders === 1) state.sync = 'two'
      response.statusCode = state.renders === 1 ? 404 : 200
      html(`${LONG}${began} ${state.sync}`)(_request, response)
    })
    const { status, body } = await ask('/features', { 'x-request-id': 'x' })
    expect([status, body.toString().slice(LONG.length)]).toEqual([200, 'two two'])
    expect(state.renders).toBe(2)
    state.renders = 0
    const cookie = await ask('/features?2', { cookie: 'a=b' })
    expect(cookie.body.toString().slice(LONG.length)).toBe('two two')
  })

  test('that can never be had of one sync is given all the same', async () => {
    const { state, ask } = await serving((request, response) => {
      state.sync = `${state.renders}`
      html(LONG)(request, response)
    })
    expect((await ask('/features')).status).toBe(200)
    expect(state.renders).toBe(3)
  })

  test('is rendered once until something that is stored changes', async () => {
    const { state, ask } = await serving(html(`${LONG}<script>run()</script>`))
    const first = await ask('/features')
    expect(first.body.toString()).toBe(LONG)
    expect(await ask('/features')).toMatchObject({ status: 200, body: first.body })
    expect(state.renders).toBe(1)
    await ask('/features?area=x')
    await ask('/features', { accept: 'text/plain' })
    expect(state.renders).toBe(3)
    state.version = 'two'
    await ask('/features')
    expect(state.renders).toBe(4)
  })

  test('is rendered once for many who ask at the same time', async () => {
    const { state, ask } = await serving(async (request, response) => {
      await new Promise((done) => setTimeout(done, 50))
      html(LONG)(request, response)
    })
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('/')))
    expect(answers.every(({ body }) => body.toString() === LONG)).toBe(true)
    expect(state.renders).toBe(1)
  })

  test('is not kept while what is stored may not have been noticed by all, nor for who brings cookies', async () => {
    const { state, ask } = await serving(html(LONG))
    state.settled = false
    await ask('/')
    await ask('/')
    expect(state.renders).toBe(2)
    state.settled = true
    await ask('/', { cookie: 'a=b' })
    await ask('/', { cookie: 'a=b' })
    await ask('/', { authorization: 'Basic eA==' })
    await ask('/search?q=a')
    await ask('/search?q=a')
    expect(state.renders).toBe(7)
  })

  test('says what it varies by, and nothing of its scripts', async () => {
    const { ask } = await serving(html(LONG))
    const { headers } = await ask('/')
    expect(headers).toMatchObject({
      vary: 'accept, accept-encoding',
      'cache-control': 'public, max-age=0, must-revalidate',
      link: '</a.woff2>; rel=preload; as="font"',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['content-security-policy']).toContain("script-src 'self';")
  })

  test('is compressed, has a tag of its own in each encoding, and is known by each', async () => {
    const { state, ask } = await serving(html(LONG))
    const [plain, gzip, brotli, none] = await Promise.all(
      ['', 'gzip, deflate', 'gzip, deflate, br', 'br;q=0'].map((encodings) => ask('/', { 'accept-encoding': encodings })),
    )
    expect(plain?.headers['content-encoding']).toBeUndefined()
    expect(none?.headers['content-encoding']).toBeUndefined()
    expect(gzip && gunzipSync(gzip.body).toString()).toBe(LONG)
    expect(brotli && brotliDecompressSync(brotli.body).toString()).toBe(LONG)
    const tags = [plain, gzip, brotli].map((one) => String(one?.headers.etag))
    expect(new Set(tags).size).toBe(3)
    expect(tags.every((tag) => /^"[^"]+"$/.test(tag))).toBe(true)
    for (const tag of [...tags, `W/${tags[0]}`, `"other", ${tags[1]}`, '*']) {
      const known = await ask('/', { 'if-none-match': tag, 'accept-encoding': 'br' })
      expect([known.status, known.body.length, known.headers.vary]).toEqual([304, 0, 'accept, accept-encoding'])
    }
    expect((await ask('/', { 'if-none-match': '"other"' })).status).toBe(200)
    expect(state.renders).toBe(1)
  })

  test('can be asked for its headers only', async () => {
    const { state, ask } = await serving((request, response) => {
      expect(request.method).toBe('GET')
      html(LONG)(request, response)
    })
    const head = await ask('/', {}, 'HEAD')
    const whole = await ask('/')
    expect(head.body.length).toBe(0)
    expect({ ...head.headers, date: '' }).toEqual({ ...whole.headers, date: '' })
    expect(state.renders).toBe(1)
  })

  test('is always whole: nothing asks Next.js for a part, or for what it streams to browsers', async () => {
    let seen: IncomingMessage['headers'] = {}
    const { ask } = await serving((request, response) => {
      seen = request.headers
      html(LONG)(request, response)
    })
    await ask('/', { rsc: '1', 'next-router-state-tree': 'x', 'next-action': 'x', 'accept-encoding': 'br', 'user-agent': 'Mozilla/5.0' })
    expect(seen).toMatchObject({ 'user-agent': 'Googlebot' })
    expect(Object.keys(seen).filter((name) => /^(rsc|next-|accept-encoding)/.test(name))).toEqual([])
  })
})

describe('an error', () => {
  test('is not kept; a page that is not there loses its scripts too', async () => {
    const { state, ask } = await serving((request, response) => {
      response.statusCode = 404
      html(`<h1>Not here</h1><script>run()</script>${LONG}`)(request, response)
    })
    const { status, headers, body } = await ask('/x')
    expect([status, headers['cache-control'], body.toString()]).toEqual([404, 'no-store', `<h1>Not here</h1>${LONG}`])
    await ask('/x')
    expect(state.renders).toBe(2)
  })

  test('of a page, which Next.js answers with an empty one for its scripts to fill, is said in words', async () => {
    const { ask } = await serving((request, response) => {
      response.statusCode = 500
      html('<html id="__next_error__"><body><script>run()</script></body></html>')(request, response)
    })
    const { status, body } = await ask('/x')
    expect(status).toBe(500)
    expect(body.toString()).toContain('Something went wrong here')
    expect(body.toString()).not.toContain('<script')
  })

  test('of a page and of the page for errors, which Next.js answers in three words, is a page', async () => {
    const { ask } = await serving((_request, response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error'))
    const { status, headers, body } = await ask('/x')
    expect([status, headers['content-type']]).toEqual([500, 'text/html; charset=utf-8'])
    expect(body.toString()).toContain('Something went wrong here')
  })

  test('while the database is away is the page that says so', async () => {
    const { state, ask } = await serving((request, response) => {
      response.statusCode = 500
      html('<html id="__next_error__"><body></body></html>')(request, response)
    })
    state.isAway = true
    const { status, headers, body } = await ask('/x')
    expect([status, headers['retry-after'], headers['content-type']]).toEqual([503, '5', 'text/html; charset=utf-8'])
    expect(body.toString()).toContain('The database does not answer now')
    expect(body.toString()).not.toContain('s3cret')
  })

  test('of what renders is passed on', async () => {
    const { ask } = await serving(() => {
      throw new Error('no')
    })
    expect(await ask('/x')).toMatchObject({ status: 500, body: Buffer.from('failed') })
  })
})

describe('what is no page', () => {
  test.each([
    ['application/x-ndjson', '/api/v1/evaluate/batch'],
    ['application/gzip', '/lists/a/b/t.mbox.gz'],
  ])('goes through as it comes: %s', async (type, path) => {
    let next = () => {}
    const { ask, port, state } = await serving(async (_request, response) => {
      response.writeHead(200, { 'content-type': type })
      response.write('one\n')
      await new Promise<void>((done) => {
        next = done
      })
      response.end('two\n')
    })
    const first = await new Promise<string>((resolve) => {
      request({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': 'gzip' } }, (response) =>
        response.once('data', (chunk) => resolve(String(chunk))),
      ).end()
    })
    expect(first).toBe('one\n')
    next()
    const again = ask(path)
    for (let at = 0; state.renders < 2 && at < 100; at++) await new Promise((done) => setTimeout(done, 5))
    next()
    expect((await again).body.toString()).toBe('one\ntwo\n')
  })

  test('goes through when it is too long to hold', async () => {
    const part = 'x'.repeat(2 ** 20)
    const { ask } = await serving((_request, response) => {
      response.setHeader('content-type', 'text/plain')
      for (let count = 0; count < 9; count++) response.write(part)
      response.end('end')
    })
    const { body, headers } = await ask('/x')
    expect([body.length, headers.etag]).toEqual([9 * 2 ** 20 + 3, undefined])
  })

  test('keeps the tag that it gave itself', async () => {
    const { ask } = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', etag: '"mine"' })
      response.end(JSON.stringify({ text: LONG }))
    })
    expect((await ask('/check.json', { 'if-none-match': '"mine"' })).status).toBe(304)
    expect((await ask('/check.json', { 'accept-encoding': 'gzip' })).headers.etag).toBe('"mine-gzip"')
  })
})
