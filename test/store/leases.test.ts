import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../lib/store/client.ts'
import type { WritableStore } from '../../lib/store/port.ts'
import { ENGINES } from '../fixtures/engines.ts'

describe.each(ENGINES)('leases, over $name', (engine) => {
  let directory: string
  let one: WritableStore
  let other: WritableStore
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'leases-'))
    const url = engine.address(directory)
    one = await openStore({ url, pool: 2 })
    other = await openStore({ url, pool: 2 })
  })
  afterEach(async () => {
    await Promise.all([one.close(), other.close()])
    rmSync(directory, { recursive: true, force: true })
  })

  test('one at a time has the lease of a job; other jobs are free', async () => {
    const first = await one.leases.take('job')
    expect(await other.leases.take('job', { wait: false })).toBeUndefined()
    const another = await other.leases.take('other job', { wait: false })
    expect(another).toBeDefined()
    await Promise.all([first?.release(), another?.release()])
    const second = await other.leases.take('job', { wait: false })
    expect(second?.lost.aborted).toBe(false)
    await second?.release()
    expect(second?.lost.aborted).toBe(false)
  })

  test('who waits says so, and gets it when it is free', async () => {
    const first = await one.leases.take('job')
    let waits = 0
    const second = other.leases.take('job', { onWait: () => waits++ })
    await expect.poll(() => waits).toBe(1)
    await first?.release()
    expect((await second)?.lost.aborted).toBe(false)
    await (await second)?.release()
  })

  test('a wait can be ended', async () => {
    const first = await one.leases.take('job')
    const stop = new AbortController()
    const second = other.leases.take('job', { signal: stop.signal, onWait: () => stop.abort() })
    expect(await second).toBeUndefined()
    await first?.release()
  })
})
