import { afterAll, beforeAll, expect, it } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import type { Service } from '../../lib/api/service.ts'
import { FleetAnswer } from '../../lib/model/index.ts'
import { realService } from '../fixtures/service.ts'

let service: Service
let close: () => Promise<void>
beforeAll(async () => {
  ;({ service, close } = await realService())
})
afterAll(() => close())

const post = (body: unknown): Promise<Response> =>
  handle(
    service,
    new Request('http://test/api/v1/evaluate/fleet', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    '/evaluate/fleet',
  )
const HOSTS = { a1: 'kvm=hv cpu=power9 linux=5.15.30 qemu=7.2.0', a2: { profile: { kvm: 'hv', cpu: 'power9', linux: '5.15.30', qemu: '7.2.0' } } }
const VMS = { web: { definition: 'machine=pseries-6.2', guest: 'uses=none linux=5.10', host: 'a1' } }

it('answers as its schema says', async () => {
  const response = await post({ hosts: HOSTS, vms: VMS, upgrade: { a1: 'qemu=8.0.0', a2: { qemu: '8.0.0' } } })
  expect(response.status).toBe(200)
  const answer = FleetAnswer.parse(await response.json())
  expect(answer.kinds.map(({ count, after }) => [count, after])).toEqual([
    [2, 0],
    [0, 2],
  ])
  expect(answer.upgrade?.status).toBe('order')
})

it.each([
  [{ hosts: HOSTS, vms: { web: { ...VMS.web, host: 'a3' } } }, 400, 'vms.web.host'],
  [{ hosts: { a: 'qemu=7.99.0' } }, 400, 'hosts.a.qemu'],
  [{ vms: VMS }, 400, 'hosts'],
  [{ hosts: HOSTS, extra: 1 }, 400, ''],
  [{ hosts: { rack: { profile: HOSTS.a1, count: 2001 } } }, 400, 'hosts.rack.count'],
  [{ hosts: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`h${at}`, `qemu=7.2.0 linux=5.15.${at}`])) }, 413, undefined],
])('tells by its path what is wrong with %j', async (body, status, path) => {
  const response = await post(body)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = (await response.json()) as { status: number; errors?: { path: string }[] }
  expect([response.status, problem.status]).toEqual([status, status])
  expect(problem.errors?.[0]?.path).toBe(path)
})
