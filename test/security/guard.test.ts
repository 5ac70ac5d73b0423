import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { errorPage } from '../../lib/serve/error-page.ts'
import { PATIENCE, refuse } from '../../lib/serve/guard.ts'
import { setDefaults } from '../../lib/serve/headers.ts'

/** As the site has it, with less patience. */
const QUICK = { ...PATIENCE, headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 }

describe('what no page is for', () => {
  const seen: { url: string | undefined; host: string | undefined; names: string[] }[] = []
  const server = createServer(QUICK, (request, response) => {
    if (refuse(request, response)) return
    seen.push({ url: request.url, host: request.headers.host, names: Object.keys(request.headers) })
    response.setHeader('content-type', 'text/html')
    setDefaults(response)
    request.on('end', () => response.end('taken')).resume()
  })
  server.timeout = 400
  let port = 0
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close().closeAllConnections())

  /** Sends bytes as they are; what comes back until the other side closes. */
  const send = (bytes: string): Promise<string> =>
    new Promise((done) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
      socket.setEncoding('latin1').on('data', (part) => (text += part))
      socket.on('error', () => {})
      socket.on('close', () => done(text))
    })
  const ask = async (method: string, path: string, host = 'x.example', more = ''): Promise<number> =>
    Number(/^HTTP\/1.1 (\d+)/.exec(await send(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`))?.[1])

  it.each(['a b', 'a/b', 'user@x.example', 'x.example:1:2', '[', '"', '..', 'x.example#', '\u00e4.example', 'x'.repeat(300)])(
    'a host named `%s` is refused',
    async (host) => expect(await ask('GET', '/', host)).toBe(400),
  )
  it.each(['x.example', 'x.example:8080', '127.0.0.1:3000', '[::1]:3000', 'a_b.example.'])('a host named `%s` is taken', async (host) =>
    expect(await ask('GET', '/', host)).toBe(200),
  )
  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])('%s changes nothing here', async (method) => {
    expect([await ask(method, '/'), await ask(method, '/features/x?a=/check/ask')]).toEqual([405, 405])
  })
  it('forms are taken, and the API says itself what it takes', async () => {
    expect([await ask('POST', '/check/ask'), await ask('POST', '/fleet/ask'), await ask('PUT', '/api/v1/x'), await ask('DELETE', '/mcp')]).toEqual([
      200, 200, 200, 200,
    ])
    expect([await ask('GET', '/check/ask'), await ask('POST', '/apix/v1')]).toEqual([405, 405])
  })
  it.each(['/_next/image?url=http%3A%2F%2F127.0.0.1%2F&w=64&q=75', '/_next/data/x/y.json', '/_next', '/_next/webpack-hmr'])('%s is not there', async (path) =>
    expect(await ask('GET', path)).toBe(404),
  )
  it.each(['/text/%', '/card/%c0%ae/x', '/lists/x/%ff', '/%zz'])('%s is no address, which Next.js answers as an error of its own', async (path) =>
    expect([await ask('GET', path), await ask('GET', '/search?q=%'), await ask('GET', `/api/v1${path}`)]).toEqual([400, 200, 200]),
  )
  it('a whole address is asked for as its path, under its host', async () => {
    expect(await ask('GET', 'http://other.example/features?a=b', 'x.example')).toBe(200)
    expect(seen.at(-1)).toMatchObject({ url: '/features?a=b', host: 'other.example' })
    expect([await ask('GET', 'http://a@b/'), await ask('GET', 'http:///x'), await ask('OPTIONS', '*'), await ask('GET', 'x')]).toEqual([400, 400, 400, 400])
  })
  it('headers by which Next.js is told what to do are taken away', async () => {
    await ask('GET', '/', 'x.example', 'X-Middleware-Subrequest: proxy\r\nNext-Action: x\r\nRSC: 1\r\nX-Nextjs-Data: 1\r\nX-Matched-Path: /y\r\nX-Mine: 1\r\n')
    expect(seen.at(-1)?.names).toEqual(['host', 'connection', 'x-mine'])
  })
  it('an upgrade is an ordinary request', async () =>
    expect(await send('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n')).toMatch(
      /^HTTP\/1.1 200 [\s\S]*taken/,
    ))

  it('nobody who takes his time keeps a connection', async () => {
    const [headers, body, nothing] = await Promise.all([
      send('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      send('POST /check/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow'),
      send(''),
    ])
    expect(headers).toMatch(/^HTTP\/1.1 408 /)
    expect([body, nothing].map((text) => /^(HTTP\/1.1 408 |$)/.test(text))).toEqual([true, true])
  })
  it('a header is no longer than a long address', async () => {
    expect(await ask('GET', `/${'a'.repeat(40_000)}`)).toBe(200)
    expect(await ask('GET', '/', 'x.example', `X-Long: ${'a'.repeat(70_000)}\r\n`)).toBe(431)
  })
  it('two lengths, two hosts and folded lines are no request', async () => {
    for (const bytes of [
      'POST /check/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /check/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\n folded: 1\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n',
    ])
      expect(await send(bytes), bytes).toMatch(/^HTTP\/1.1 400 /)
  })
})

describe('headers', () => {
  const headersOf = async (type: string): Promise<Headers> => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', type)
      setDefaults(response)
      response.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    server.close()
    return headers
  }
  test('a page runs and styles nothing that stands in it, loads nothing from elsewhere, and is not framed', async () => {
    const headers = await headersOf('text/html; charset=utf-8')
    const policy = new Map((headers.get('content-security-policy') ?? '').split('; ').map((one) => [one.split(' ')[0], one]))
    expect(policy.get('default-src')).toBe("default-src 'none'")
    expect(policy.get('script-src')).toBe("script-src 'self'")
    expect(policy.get('frame-ancestors')).toBe("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
  test('the page of an error has the one style that the policy names', async () => {
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(errorPage()) ?? []
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))).toString('base64')
    expect((await headersOf('text/html')).get('content-security-policy')).toContain(`'sha256-${hash}'`)
  })
  test.each(['application/json', 'image/svg+xml', 'application/atom+xml', 'text/plain'])('%s loads and runs nothing', async (type) => {
    const headers = await headersOf(type)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})
