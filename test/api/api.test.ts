import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { BATCH_LIMITS, answerLines } from '../../lib/api/batch.ts'
import { openApiDocument } from '../../lib/api/openapi.ts'
import { answerQuestion } from '../../lib/api/question.ts'
import type { Route } from '../../lib/api/route.ts'
import { client } from '../../lib/client/client.ts'
import { buildKnowledge } from '../../lib/evaluate/index.ts'
import type { KnowledgeFile } from '../../lib/model/index.ts'
import { handle } from '../../lib/api/handle.ts'
import { problemOf } from '../../lib/api/problem.ts'
import { allRoutes as routes } from '../../lib/api/all-routes.ts'
import type { Service } from '../../lib/api/service.ts'
import { mcpOverHttp } from '../../lib/mcp/http.ts'
import { realService } from '../fixtures/service.ts'
import { mcpTools } from '../mcp/tools.ts'
import { apiProperties } from './property.ts'

// Some read all records, and the machine may have other work.
vi.setConfig({ testTimeout: 120_000 })

let service: Service
let close: () => Promise<void>
beforeAll(async () => {
  ;({ service, close } = await realService())
}, 300_000)
afterAll(() => close())

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
  const [name, query = ''] = path.split('?')
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return handle(
    service,
    new Request(`http://test/api/v1${name}${query ? `?${query}` : ''}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: text }),
    }),
    name as string,
  )
}
const problem = async (response: Response, status: number) => {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return (await response.json()) as { status: number; detail: string; errors?: { path: string; message: string }[] }
}

describe('reads', () => {
  it('lists records by page and kind', async () => {
    const first = (await (await call('GET', '/records?kind=release-line&limit=3')).json()) as { items: { id: string }[]; total: number; next: string }
    expect(first.items.map(({ id }) => id)).toEqual(['releases/libvirt', 'releases/linux', 'releases/qemu'])
    expect(first.total).toBe(4)
    const rest = (await (await call('GET', `/records?kind=release-line&limit=3&cursor=${encodeURIComponent(first.next)}`)).json()) as {
      items: { id: string }[]
      next?: string
    }
    expect(rest.items.map(({ id }) => id)).toEqual(['releases/xen'])
    expect(rest.next).toBeUndefined()
  })

  it.each([
    ['/policies', 'id'],
    ['/policies?status=merged', 'id'],
    ['/records/ppc/ail-modes/revisions', 'revision'],
  ])('%s goes page by page to the whole list', async (path, key) => {
    type Page = { items: Record<string, string>[]; total: number; next?: string }
    const page = async (query: string): Promise<Page> => (await (await call('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`)).json()) as Page
    const whole = await page('limit=1000')
    expect(whole.items).toHaveLength(whole.total)
    expect(whole.next).toBeUndefined()
    const size = Math.max(1, Math.floor(whole.total / 3))
    const found: string[] = []
    for (let next: string | undefined = ''; next !== undefined; ) {
      const one: Page = await page(`limit=${size}${next ? `&cursor=${encodeURIComponent(next)}` : ''}`)
      expect(one.total).toBe(whole.total)
      expect(one.items.length).toBeGreaterThan(0)
      found.push(...one.items.map((item) => item[key] as string))
      next = one.next
    }
    expect(found).toEqual(whole.items.map((item) => item[key]))
  })

  it('refuses a cursor of another list, and one that no page gave', async () => {
    const { next } = (await (await call('GET', '/policies?limit=1')).json()) as { next: string }
    for (const [path, cursor] of [
      ['/records/ppc/ail-modes/revisions', next],
      ['/policies', 'bm90aGluZw'],
      ['/policies', '%'],
    ]) {
      const { errors, detail } = await problem(await call('GET', `${path}?cursor=${encodeURIComponent(cursor as string)}`), 400)
      expect(errors?.[0]?.path).toBe('cursor')
      expect(detail).toContain('leave it out to begin at the first page')
    }
    await problem(await call('GET', '/policies?limit=1001'), 400)
  })

  it('cites a record, a claim and a cell of a matrix at the revision that is asked for', async () => {
    const { cells } = (await (await call('GET', '/matrix?feature=ppc/multi-tce&component=qemu')).json()) as { cells: { fragment: string; version: string }[] }
    const { revision } = (await (await call('GET', '/records/ppc/multi-tce')).json()) as { revision: string }
    for (const id of ['ppc/multi-tce', `ppc/multi-tce@${revision}`]) {
      const fragment = cells[0]?.fragment as string
      const cited = (await (await call('GET', `/records/${id}/cite?claim=${fragment}`)).json()) as {
        short: string
        claim: { text: string }
        forms: { link: string }
      }
      expect(cited).toMatchObject({ short: `ppc/multi-tce@${revision}#${fragment}`, claim: { fragment } })
      expect(cited.claim.text).toContain(`qemu ${cells[0]?.version}`)
      expect(cited.forms.link).toMatch(new RegExp(`^Link: .*/r/ppc/multi-tce@${revision}#cell\\.qemu\\.`))
    }
    expect(await (await call('GET', '/records/ppc/multi-tce/cite')).json()).toMatchObject({ short: `ppc/multi-tce@${revision}` })
    expect((await problem(await call('GET', '/records/ppc/multi-tce/cite?claim=cell.qemu.99'), 404)).detail).toMatch(/has no claim `cell\.qemu\.99`/)
    await problem(await call('GET', '/records/ppc/multi-tcee/cite'), 404)
  })

  it('gives a record, its revisions, and one pinned revision', async () => {
    const record = (await (await call('GET', '/records/releases/qemu')).json()) as { id: string; revision: string; current: boolean; data: { title: string } }
    expect(record).toMatchObject({ id: 'releases/qemu', current: true, data: { title: 'QEMU' } })
    expect(await (await call('GET', `/records/releases/qemu@${record.revision}`)).json()).toEqual(record)
    const { items } = (await (await call('GET', '/records/releases/qemu/revisions')).json()) as { items: { revision: string }[] }
    expect(items.map(({ revision }) => revision)).toContain(record.revision)
  })

  it('answers 304 to the ETag that it gave, and lets any origin read', async () => {
    const response = await call('GET', '/records')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const tag = response.headers.get('etag') as string
    const again = await call('GET', '/records', undefined, { 'if-none-match': tag })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('says in one line what is wrong', async () => {
    expect((await problem(await call('GET', '/records/releases/qemuu'), 404)).detail).toBe('no record `releases/qemuu`; did you mean `releases/qemu`?')
    expect((await problem(await call('GET', '/records?limit=5000'), 400)).errors?.[0]?.path).toBe('limit')
    expect((await problem(await call('GET', '/records?cursor=nonsense'), 400)).errors?.[0]?.path).toBe('cursor')
    expect((await problem(await call('GET', '/matrix'), 400)).detail).toContain('give `feature`')
    expect((await problem(await call('GET', '/matrix?component=qemu&version=9.9'), 400)).detail).toContain('`9.9` is not a release of QEMU')
    expect((await problem(await call('GET', '/nowhere'), 404)).detail).toContain('/api/v1/openapi.json')
    expect((await problem(await call('GET', '/evaluate'), 405)).detail).toContain('use POST')
  })
})

describe('how it speaks HTTP', () => {
  it('answers HEAD as GET without a body, OPTIONS with what may be asked, and other methods with 405', async () => {
    const head = await call('HEAD', '/records')
    expect(head).toMatchObject({ status: 200, body: null })
    expect(head.headers.get('etag')).toBe((await call('GET', '/records')).headers.get('etag'))
    const options = await call('OPTIONS', '/evaluate')
    expect([options.status, options.headers.get('allow'), options.headers.get('access-control-allow-methods')]).toEqual([204, 'POST, OPTIONS', 'POST, OPTIONS'])
    const wrong = await call('DELETE', '/records/releases/qemu')
    await problem(wrong, 405)
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  })

  it('refuses to give what `Accept` leaves out', async () => {
    for (const accept of ['text/html', 'application/json;q=0, */*', 'image/*']) await problem(await call('GET', '/policies', undefined, { accept }), 406)
    for (const accept of ['*/*', 'text/html, application/*;q=0.1', '', 'text/html, */*;q=0.8'])
      expect((await call('GET', '/policies', undefined, { accept })).status).toBe(200)
  })

  it('tells of routes that are to go', async () => {
    const old = { ...(routes[3] as Route), path: '/old', deprecated: { since: '2026-01-01', until: '2027-01-01', instead: '/api/v1/records' } }
    const { headers } = await handle(service, new Request('http://test/api/v1/old'), '/old', [old])
    expect([headers.get('deprecation'), headers.get('sunset'), headers.get('link')]).toEqual([
      '@1767225600',
      'Fri, 01 Jan 2027 00:00:00 GMT',
      '</api/v1/records>; rel="successor-version"',
    ])
    expect(openApiDocument([old], 'http://test')).toMatchObject({ paths: { '/old': { get: { deprecated: true } } } })
  })

  it('publishes its schemas, each at its $id', async () => {
    const { items } = (await (await call('GET', '/schemas')).json()) as { items: { id: string; url: string }[] }
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['Answer', 'Problem', 'Question', 'KnowledgeFile']))
    const ajv = formats.default(new Ajv2020({ strict: false }))
    for (const { id, url } of items) {
      const response = await call('GET', `/schemas/${id}`)
      expect(response.headers.get('content-type')).toBe('application/schema+json')
      const schema = (await response.json()) as { $id: string }
      expect(schema.$id).toBe(url)
      ajv.addSchema(schema)
    }
    const answer = await (await call('POST', '/evaluate', { to: 'qemu=7.2' })).json()
    const validate = ajv.getSchema(items.find(({ id }) => id === 'Answer')?.url as string)
    expect(validate?.(answer), ajv.errorsText(validate?.errors)).toBe(true)
  })
})

describe('the dump', () => {
  it('is what the site answers from, plain, with gzip and with brotli', async () => {
    const plain = await (await call('GET', '/export/knowledge.json')).text()
    const gz = await call('GET', '/export/knowledge.json', undefined, { 'accept-encoding': 'gzip' })
    const br = await call('GET', '/export/knowledge.json', undefined, { 'accept-encoding': 'gzip, br' })
    expect([gz.headers.get('content-encoding'), br.headers.get('content-encoding')]).toEqual(['gzip', 'br'])
    expect(gunzipSync(await gz.arrayBuffer()).toString()).toBe(plain)
    expect(brotliDecompressSync(await br.arrayBuffer()).toString()).toBe(plain)
    expect((await call('GET', '/export/knowledge.json', undefined, { 'if-none-match': br.headers.get('etag') as string })).status).toBe(304)

    const file = JSON.parse(plain) as KnowledgeFile
    const own = buildKnowledge(file.entries)
    const about = (await (await call('GET', '/export')).json()) as { digest: string; bytes: number; schema: string }
    expect([own.digest, file.digest, about.digest]).toEqual(Array(3).fill((await service.knowledge()).digest))
    expect(about.bytes).toBe(Buffer.byteLength(plain))
    const question = { from: 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', to: 'kvm=pr cpu=power9 linux=5.15 qemu=7.2', guest: 'uses=scv' }
    const elsewhere = answerQuestion(buildKnowledge(file.entries, file), question)
    expect(await (await call('POST', '/evaluate', question)).json()).toEqual(JSON.parse(JSON.stringify(elsewhere)))
  })

  it('is also had as what answers follow from alone', async () => {
    const response = await call('GET', '/export/answering.json', undefined, { 'accept-encoding': 'br' })
    const file = JSON.parse(brotliDecompressSync(await response.arrayBuffer()).toString()) as KnowledgeFile
    const whole = (await (await call('GET', '/export/knowledge.json')).json()) as KnowledgeFile
    expect([file.digest, file.date]).toEqual([whole.digest, whole.date])
    expect(file.entries.length).toBeLessThan(whole.entries.length)
    expect(response.headers.get('etag')).not.toBe((await call('GET', '/export/knowledge.json', undefined, { 'accept-encoding': 'br' })).headers.get('etag'))
  })

  it('tells what changed since another', async () => {
    const { digest } = await service.knowledge()
    expect(await (await call('GET', `/export/changes?since=${digest}`)).json()).toMatchObject({ digest, items: [] })
    const all = (await (await call('GET', '/export/changes?since=1990-01-01')).json()) as { items: { change: string }[] }
    expect(all.items.length).toBe([...(await service.knowledge()).entries.values()].filter(({ data }) => data.kind !== 'verification').length)
    expect(new Set(all.items.map(({ change }) => change))).toEqual(new Set(['added']))
    await problem(await call('GET', '/export/changes?since=0123456789abcdef'), 404)
    await problem(await call('GET', '/export/changes?since=yesterday'), 400)
  })
})

describe('evaluate', () => {
  it('answers, and names every bad field', async () => {
    const good = await call('POST', '/evaluate', { from: 'qemu=7.2 machine=pc-q35-6.2', to: 'qemu=7.2 machine=q35' })
    expect(good.status).toBe(200)
    expect(await good.json()).toMatchObject({ verdict: 'no', stream: 'refused' })
    const bad = await problem(await call('POST', '/evaluate', { from: 'cpu=power99', to: 'qemu=9.9' }), 400)
    expect(bad.errors).toEqual([
      { path: 'source.cpu', message: '`cpu=power99` is not known; did you mean `power9`?' },
      { path: 'destination.qemu', message: expect.stringContaining('never had this release') },
    ])
  })

  it('refuses what is no question', async () => {
    expect((await problem(await call('POST', '/evaluate', '{'), 400)).detail).toContain('not JSON')
    expect((await problem(await call('POST', '/evaluate', {}), 400)).errors?.[0]?.path).toBe('to')
    expect((await problem(await call('POST', '/evaluate', { to: 'qemu=7.2', too: 1 }), 400)).detail).toContain('too')
    await problem(await call('POST', '/evaluate', 'to=x', { 'content-type': 'text/plain' }), 415)
    await problem(await call('POST', '/evaluate', `{"to": "${'x'.repeat(1_100_000)}"}`), 413)
    expect((await problem(await call('POST', '/evaluate', { to: { __proto__: null, qemu: '7.2', constructor: 'x' } }), 400)).detail).toContain('`constructor`')
  })

  it('reads a batch no faster than its answers are read, and ends one that is too much', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new TextEncoder().encode('{"to": "qemu=7.2", "remedies": false}\n'))
      },
    })
    const headers = { 'content-type': 'application/x-ndjson' }
    const reader = (
      await handle(service, new Request('http://test/', { method: 'POST', headers, body: endless, duplex: 'half' } as RequestInit), '/evaluate/batch')
    ).body?.getReader()
    await reader?.read()
    await reader?.read()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(sent).toBeLessThan(10)
    await reader?.cancel()

    const few = { lines: 2, line: BATCH_LIMITS.line }
    const lines = (await answerLines(await service.knowledge(), new Blob(['{}\n\n{}\n{}\n{}']).stream(), few).text()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).error.status)).toEqual([400, 400, 413])
    const long = await (await call('POST', '/evaluate/batch', `{"to": "qemu=7.2"}\n${'x'.repeat(BATCH_LIMITS.line + 1)}\n{}\n`, headers)).text()
    expect(
      long
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).error?.status),
    ).toEqual([undefined, 413])
  })

  it('answers a batch line by line, bad lines too', async () => {
    const response = await call('POST', '/evaluate/batch', '{"id": 1, "to": "qemu=7.2"}\nnonsense\n{"id": "c", "to": "cpu=power99"}\n', {
      'content-type': 'application/x-ndjson',
    })
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { id: 1, verdict: expect.any(String) },
      { id: null, error: { status: 400 } },
      { id: 'c', error: { status: 400 } },
    ])
  })
})

describe('the OpenAPI document', () => {
  it('has every route, and responses fit their schemas', async () => {
    const document = (await (await call('GET', '/openapi.json')).json()) as { openapi: string; paths: Record<string, Record<string, unknown>> }
    expect(document.openapi).toBe('3.1.0')
    for (const { method, path } of routes) expect(document.paths[path]?.[method.toLowerCase()], `${method} ${path}`).toBeDefined()
    for (const path of [
      '/records',
      '/records/releases/qemu',
      '/records/releases/qemu/revisions',
      '/records/ppc/ail-modes/cite?claim=control',
      '/policies',
      '/search?q=qemu',
      '/matrix?component=qemu&version=7.2',
      '/export/knowledge.json',
      '/export/answering.json',
    ]) {
      const route = routes.find((one) => one.method === 'GET' && new RegExp(`^${one.path.replace('{id}', '.+')}$`).test(path.split('?')[0] as string))
      const body = await (await call('GET', path)).json()
      expect(() => route?.response.schema.parse(body), path).not.toThrow()
    }
  })
})

describe('the client', () => {
  const api = client('http://test/', {
    fetch: (url, init) => {
      const request = new Request(url, init)
      return handle(service, request, new URL(request.url).pathname.slice('/api/v1'.length))
    },
  })

  it('asks what the routes answer', async () => {
    expect((await api.evaluate({ from: 'qemu=7.2 machine=pc-q35-6.2', to: 'qemu=7.2 machine=q35' })).verdict).toBe('no')
    expect((await api.records({ kind: ['release-line'], limit: 2 })).items.map(({ id }) => id)).toEqual(['releases/libvirt', 'releases/linux'])
    expect((await api.record('releases/qemu')).id).toBe('releases/qemu')
    expect((await api.revisions('releases/qemu')).items.length).toBeGreaterThan(0)
    expect((await api.search({ q: 'XENFEAT_grant_map_identiy', kind: ['feature', 'policy'] })).hits[0]?.id).toContain('grant-map')
    expect((await api.about()).digest).toBe((await api.knowledge()).digest)
    expect((await api.changes((await api.about()).digest)).items).toEqual([])
    const first = await api.policies({ limit: 3 })
    const second = await api.policies({ limit: 3, cursor: first.next as string })
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6)
    expect((await api.cite('ppc/ail-modes', 'control')).claim?.fragment).toBe('control')
  })

  it('streams batches of any length', async () => {
    const questions = Array.from({ length: 510 }, (_, id) => ({ id, to: id % 100 === 0 ? 'qemu=7.2' : 'cpu=power99', remedies: false }))
    const answers = []
    for await (const answer of api.evaluateBatch(questions)) answers.push(answer)
    expect(answers.map(({ id }) => id)).toEqual(questions.map(({ id }) => id))
    expect(new Set(answers.map((answer) => ('error' in answer ? answer.error.status : 200)))).toEqual(new Set([400, 200]))
  })

  it('throws the problem', async () => {
    await expect(api.evaluate({ to: 'cpu=power99' })).rejects.toMatchObject({
      name: 'ApiError',
      problem: { status: 400, errors: [{ path: 'source.cpu' }, { path: 'destination.cpu' }] },
    })
    await expect(api.record('releases/qemuu')).rejects.toThrow('did you mean `releases/qemu`?')
  })
})

apiProperties(() => service)
mcpTools(
  'streamable HTTP',
  () => new StreamableHTTPClientTransport(new URL('http://test/mcp'), { fetch: (url, init) => mcpOverHttp(service)(new Request(url, init)) }),
)

it('an error of our own says nothing of the inside', () => {
  expect(problemOf(new TypeError('secret'))).toMatchObject({ status: 500, detail: 'something went wrong here; it was logged' })
})
