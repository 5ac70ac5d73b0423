import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import { problemOf } from '../../lib/api/problem.ts'
import { routes } from '../../lib/api/routes.ts'
import type { Service } from '../../lib/api/service.ts'
import { realService } from '../fixtures/service.ts'

let service: Service
let close: () => Promise<void>
beforeAll(async () => {
  ;({ service, close } = await realService())
}, 120_000)
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
    await problem(await call('POST', '/evaluate/batch', '{}\n'.repeat(1001), { 'content-type': 'application/x-ndjson' }), 413)
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
      '/policies',
      '/search?q=qemu',
      '/matrix?component=qemu&version=7.2',
      '/export/knowledge.json',
    ]) {
      const route = routes.find((one) => one.method === 'GET' && new RegExp(`^${one.path.replace('{id}', '.+')}$`).test(path.split('?')[0] as string))
      const body = await (await call('GET', path)).json()
      expect(() => route?.response.schema.parse(body), path).not.toThrow()
    }
  })
})

it('an error of our own says nothing of the inside', () => {
  expect(problemOf(new TypeError('secret'))).toMatchObject({ status: 500, detail: 'something went wrong here; it was logged' })
})
