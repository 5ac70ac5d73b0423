import { afterAll, describe, expect, test } from 'vitest'
import { openForReading, openStore } from '../../lib/store/client.ts'
import { type PostgresReplica, type PostgresServer, startPostgres } from '../fixtures/postgres.ts'
import { batchOf } from './mail-fixture.ts'

const server = await startPostgres()
const standby = await server?.replica()
afterAll(async () => {
  await standby?.stop()
  await server?.stop()
})

describe.skipIf(!server)('a read replica', () => {
  const { url, restart, kill } = (server ?? {}) as PostgresServer
  const { url: replica, pause, resume, kill: killReplica, restart: restartReplica, asked } = (standby ?? {}) as PostgresReplica
  let position = 0

  test('is read while it keeps up, and what was seen once is not unseen when it does not', async () => {
    const writer = await openStore({ url })
    const add = async (): Promise<number> => {
      const from = position === 0 ? '' : String(position)
      position++
      await writer.mail.append(batchOf(from, String(position), [{ id: `${position}@x` }]))
      return position
    }
    const reader = await openForReading({ url, replica, lag: 1000 })
    const count = async (): Promise<number> => (await reader.mail.counts()).messages
    const countedThere = async (): Promise<boolean> => {
      await count()
      return asked()
    }
    await add()
    await expect.poll(count, { timeout: 10_000 }).toBe(1)
    // Once it has switched, questions arrive there.
    await expect.poll(countedThere, { timeout: 10_000 }).toBe(true)

    await pause()
    await add()
    expect(await count()).toBe(1)
    await expect.poll(count, { timeout: 10_000 }).toBe(2)
    let last = 2
    for (let times = 0; times < 20; times++) {
      if (times === 5) await resume()
      if (times % 4 === 0) await add()
      const now = await count()
      expect(now).toBeGreaterThanOrEqual(last)
      last = now
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await expect.poll(count, { timeout: 10_000 }).toBe(position)

    killReplica()
    expect(await count()).toBe(position)
    expect((await reader.mail.messages({ list: 'list.example' })).total).toBe(position)
    await restartReplica()
    await writer.close()

    await expect.poll(countedThere, { timeout: 15_000 }).toBe(true)
    kill()
    expect(await count()).toBe(position)
    expect(await reader.digest()).toBe('')
    await restart()
    await reader.close()
  }, 90_000)

  test('that cannot be reached at the start is done without', async () => {
    const reader = await openForReading({ url, replica: url.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1') })
    expect((await reader.mail.counts()).messages).toBe(position)
    await reader.close()
    await expect(openForReading({ url: 'file:x.db', replica })).rejects.toThrow('a replica needs `postgres:` addresses in both')
  })
})
