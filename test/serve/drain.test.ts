import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test } from 'vitest'
import { drainServer } from '../../lib/serve/drain.ts'

/** A server that answers when it is told to. */
async function serving() {
  const waiting: ServerResponse[] = []
  const server = createServer((_, response) => void waiting.push(response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const asked = async (count: number) => {
    while (waiting.length < count) await new Promise((done) => setTimeout(done, 5))
  }
  return { server, waiting, asked, port, url: `http://127.0.0.1:${port}/` }
}

test('an answer that is under way is given, a connection that waits is closed, and no new one is taken', async () => {
  const { server, waiting, asked, port, url } = await serving()
  const idle = connect(port, '127.0.0.1')
  const gone = new Promise((done) => idle.once('close', done))
  await new Promise((done) => idle.once('connect', done))
  const answer = fetch(url)
  await asked(1)
  const drained = drainServer(server, { drain: 0, grace: 30 })
  await new Promise((done) => setTimeout(done, 50))
  await expect(fetch(url)).rejects.toThrow()
  waiting[0]?.end('whole')
  expect(await (await answer).text()).toBe('whole')
  idle.end()
  await gone
  expect(await drained).toBe(0)
})

test('while it drains it still answers', async () => {
  const { server, waiting, asked, url } = await serving()
  const drained = drainServer(server, { drain: 0.3, grace: 30 })
  const answer = fetch(url, { headers: { connection: 'close' } })
  await asked(1)
  waiting[0]?.end('taken')
  expect(await (await answer).text()).toBe('taken')
  expect(await drained).toBe(0)
})

test('what takes too long is broken off', async () => {
  const { server, asked, url } = await serving()
  const answer = fetch(url).then(
    () => 'answered',
    () => 'broken',
  )
  await asked(1)
  expect(await drainServer(server, { drain: 0, grace: 0.1 })).toBe(1)
  expect(await answer).toBe('broken')
})
