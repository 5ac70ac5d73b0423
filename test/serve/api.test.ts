import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendAnswer } from '../../lib/serve/answer.ts'
import { answerApi, answerWeb, isForApi, isForMcp } from '../../lib/serve/api.ts'
import { apiViewer } from '../../lib/serve/api-viewer.ts'
import { mcpOverHttp } from '../../lib/mcp/http.ts'
import { realService } from '../fixtures/service.ts'

describe('the API over HTTP', () => {
  let url = ''
  let close: () => Promise<void>
  const viewer = apiViewer()
  beforeAll(async () => {
    const real = await realService(fileURLToPath(new URL('../fixtures/lint/clean', import.meta.url)))
    const mcp = mcpOverHttp(real.service)
    const server = createServer(async (asked, response) => {
      const file = viewer.get(asked.url ?? '')
      if (file) await sendAnswer(asked, response, file)
      else if (isForApi(asked)) await answerApi(async () => real.service, asked, response)
      else if (isForMcp(asked)) await answerWeb(mcp, asked, response)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    close = async () => {
      server.closeAllConnections()
      server.close()
      await real.close()
    }
  })
  afterAll(() => close())

  it('compresses, tags, and answers 304 to its tags', async () => {
    for (const path of ['/records', '/export/knowledge.json']) {
      const first = await fetch(`${url}/api/v1${path}`, { headers: { 'accept-encoding': 'br' } })
      expect([first.status, first.headers.get('content-encoding')], path).toEqual([200, 'br'])
      const tag = first.headers.get('etag') as string
      for (const known of [tag, tag.replace('-br', ''), `"x", W/${tag}`])
        expect((await fetch(`${url}/api/v1${path}`, { headers: { 'if-none-match': known } })).status, known).toBe(304)
    }
    const raw = await new Promise<Buffer>((done) =>
      request(`${url}/api/v1/export/knowledge.json`, { headers: { 'accept-encoding': 'br' } }, async (response) =>
        done(Buffer.concat(await response.toArray())),
      ).end(),
    )
    expect(JSON.parse(brotliDecompressSync(raw).toString())).toMatchObject({ format: 1 })
  })

  it('answers methods that only few know, and odd paths', async () => {
    const status = (method: string, path: string) =>
      new Promise((done) => request(url + path, { method }, (response) => done(response.resume().statusCode)).end())
    expect(await Promise.all([status('TRACE', '/api/v1/records'), status('PROPFIND', '/api/v1/records'), status('HEAD', '/api/v1/records')])).toEqual([
      405, 405, 200,
    ])
    expect(
      await Promise.all([status('GET', '/api/v1'), status('GET', '/api/v1/%'), status('GET', '/api/v1//records'), status('GET', '/api/v1/records/')]),
    ).toEqual([404, 404, 404, 200])
  })

  it('answers a batch while it is being sent', async () => {
    let go = (_line: string | undefined): void => {}
    const lines = new ReadableStream<Uint8Array>({
      start(controller) {
        go = (line) => (line === undefined ? controller.close() : controller.enqueue(new TextEncoder().encode(`${line}\n`)))
      },
    })
    const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: lines, duplex: 'half' } as RequestInit
    const answering = fetch(`${url}/api/v1/evaluate/batch`, init)
    go('{"id": 1, "to": "nonsense=1"}')
    const reader = ((await answering).body as ReadableStream<Uint8Array>).getReader()
    const next = async () => JSON.parse(new TextDecoder().decode((await reader.read()).value)).id
    expect(await next()).toBe(1)
    go('{"id": 2, "to": "nonsense=1"}')
    expect(await next()).toBe(2)
    go(undefined)
    expect((await reader.read()).done).toBe(true)
  })

  it('serves assistants', async () => {
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)))
    expect((await client.listTools()).tools.length).toBe(6)
    expect(await client.callTool({ name: 'show', arguments: { id: 'releases/linux' } })).not.toMatchObject({ isError: true })
    await client.close()
    expect((await fetch(`${url}/mcp`)).status).toBe(405)
  })

  it('shows the document with nothing from elsewhere', async () => {
    const page = await fetch(`${url}/api/viewer`)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
    const html = await page.text()
    const parts = [...html.matchAll(/(?:src|href)="(\/api\/viewer\/[^"]+)"/g)].map(([, path]) => path)
    expect(parts.length).toBe(3)
    for (const path of parts) expect((await fetch(url + path)).status, path).toBe(200)
    expect(html).not.toMatch(/https?:|<script>|style=/)
  })
})
