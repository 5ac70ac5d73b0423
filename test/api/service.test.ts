import { expect, test } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import { createService } from '../../lib/api/service.ts'
import type { Store } from '../../lib/store/port.ts'
import { StoreUnavailable } from '../../lib/store/unavailable.ts'
import { openWorkspace, type Workspace } from '../pipeline/workspace.ts'

/** A service over a real store, some of whose readings a test can get between. */
function serviceOver({ store, search }: Workspace, instead: Partial<Store>) {
  const between = new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(name in instead ? instead : target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return createService(between, search, undefined as never, 'http://can.example')
}

async function changed(work: Workspace) {
  const [path, text] = Object.entries(await sourceOf(work))[0] as [string, string]
  work.put({ [path]: text.replace(/^title: /m, 'title: New ') })
  const { problems, digest } = await work.sync({ git: false })
  expect(problems).toEqual([])
  return digest
}

/** A record whose title may change. */
async function sourceOf(work: Workspace): Promise<Record<string, string>> {
  const [first] = (await work.store.entries()).filter(({ data }) => data.kind === 'feature')
  const stored = await work.store.entry(first?.data.id as string)
  return { [stored?.path as string]: stored?.raw as string }
}

test('what is read while a sync finishes is read again', async () => {
  const work = await openWorkspace()
  try {
    await work.sync({ git: false })
    let digest = ''
    const service = serviceOver(work, {
      entries: async () => {
        const old = await work.store.entries()
        if (digest === '') digest = await changed(work)
        return old
      },
    })
    const settled = await service.settle()
    expect((await service.knowledge()).digest).toBe(digest)
    expect(settled).toContain(digest)
    expect(await service.settle()).toBe(settled)
  } finally {
    await work.close()
  }
})

test('who settles gets what was synced before, whoever else is asking already', async () => {
  const work = await openWorkspace()
  try {
    await work.sync({ git: false })
    let release = (): void => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    let asked = 0
    const service = serviceOver(work, {
      lastSync: async () => {
        const found = await work.store.lastSync()
        if (++asked === 1) await held
        return found
      },
    })
    const early = service.settle()
    const digest = await changed(work)
    const late = service.settle()
    release()
    await early
    expect(await late).toContain(digest)
    expect((await service.knowledge()).digest).toBe(digest)
  } finally {
    await work.close()
  }
})

test('without its database it goes on with what it knows', async () => {
  const work = await openWorkspace()
  const { error } = console
  try {
    await work.sync({ git: false })
    let isAway = false
    const service = serviceOver(work, {
      lastSync: async () => {
        if (isAway) throw new Error('the database is away')
        return work.store.lastSync()
      },
    })
    const { digest } = await service.knowledge()
    isAway = true
    console.error = () => {}
    await new Promise((done) => setTimeout(done, 1100))
    expect((await service.knowledge()).digest).toBe(digest)
    await expect(service.settle()).rejects.toThrow('away')
  } finally {
    console.error = error
    await work.close()
  }
})

test('what needs the database says 503 while it cannot be reached, and a question is answered all the same', async () => {
  const work = await openWorkspace()
  const { error } = console
  try {
    await work.sync({ git: false })
    let isAway = false
    const away = <Args extends unknown[], Result>(read: (...args: Args) => Promise<Result>) => {
      return async (...args: Args): Promise<Result> => {
        if (isAway) throw new StoreUnavailable('the database cannot be reached')
        return read(...args)
      }
    }
    const { store } = work
    const service = serviceOver(work, { lastSync: away(() => store.lastSync()), records: away((query) => store.records(query)) })
    const ask = (path: string, init: RequestInit = {}) => handle(service, new Request(`http://localhost/api/v1${path}`, init), path)
    expect((await ask('/records')).status).toBe(200)
    isAway = true
    console.error = () => {}
    const refused = await ask('/records')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    const body = JSON.stringify({ from: 'accel=kvm linux=5.5', to: 'accel=kvm linux=5.4' })
    expect((await ask('/evaluate', { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status).toBe(200)
    isAway = false
    expect((await ask('/records')).status).toBe(200)
  } finally {
    console.error = error
    await work.close()
  }
})
