import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openMessages } from '../../lib/search/open-messages.ts'
import { openSearch } from '../../lib/search/open.ts'
import { SearchAway } from '../../lib/search/port.ts'
import { freePort } from '../fixtures/meilisearch.ts'
import { DOCUMENTS } from './documents.ts'
import { LISTED, MESSAGES } from './message-contract.ts'

const root = mkdtempSync(join(tmpdir(), 'fallback-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** What stands at an address where a Meilisearch should be. */
const ADDRESSES: readonly (readonly [name: string, open: () => Promise<{ url: string; close(): void }>])[] = [
  ['nobody', async () => ({ url: `http://127.0.0.1:${await freePort()}`, close: () => {} })],
  ['something that never answers', () => listening(() => {})],
  [
    'something else',
    () => listening((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\nconnection: close\r\n\r\n<p/>')),
  ],
  [
    'something that sends elsewhere',
    () => listening((socket) => socket.end('HTTP/1.1 307 Go\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')),
  ],
  ['a proxy without a server', () => listening((socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\nconnection: close\r\n\r\nbad'))],
]

describe.each(ADDRESSES)('where %s answers for Meilisearch', (_, open) => {
  let dataDir: string
  let lines: string[]
  beforeEach(() => {
    dataDir = mkdtempSync(join(root, 'data-'))
    lines = []
  })

  test('records are found in the embedded index, which says so once', async () => {
    const { url, close } = await open()
    const search = openSearch({ dataDir, meili: { url, key: 'k' }, say: (line) => lines.push(line) })
    await search.replaceAll(DOCUMENTS, 'abc')
    for (let time = 0; time < 3; time++) expect(await search.query({ text: 'multitce' })).toMatchObject({ engine: 'embedded', total: 1 })
    expect(lines).toEqual([expect.stringMatching(/^Meilisearch at http:\/\/127\.0\.0\.1:\d+ is away: .*; the embedded index answers$/)])
    expect(await search.about()).toMatchObject({ engine: 'embedded', digest: 'abc', note: expect.stringContaining('is away') })
    await search.close()
    close()
  })

  test('mail is found in the embedded index; without one the answer is not that there is none', async () => {
    const { url, close } = await open()
    const search = openMessages({ dataDir, meili: { url, key: 'k' }, say: (line) => lines.push(line) })
    await expect(search.query({ text: 'wheels' })).rejects.toThrow(SearchAway)
    expect(await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })).toBe('done')
    await search.settled()
    expect(await search.state()).toMatchObject({ arrival: 6 })
    expect(await search.query({ text: 'wheels' })).toMatchObject({ engine: 'embedded', total: 4 })
    expect(lines).toHaveLength(1)
    await search.close()
    close()
  })
})

test('an embedded index of an older state is built anew while it answers', async () => {
  const dataDir = mkdtempSync(join(root, 'data-'))
  const old = openSearch({ dataDir, meili: false })
  await old.replaceAll(DOCUMENTS.slice(0, 1), 'old')
  await old.close()
  const search = openSearch({
    dataDir,
    meili: { url: `http://127.0.0.1:${await freePort()}` },
    say: () => {},
    heal: async () => ({ documents: DOCUMENTS, digest: 'new' }),
    wanted: async () => 'new',
  })
  await expect.poll(async () => (await search.query({ text: 'scalable vectors' })).hits[0]?.id, { timeout: 10_000 }).toBe('arm/sve')
  await search.close()
})

function listening(answer: (socket: Socket) => void): Promise<{ url: string; close(): void }> {
  return new Promise((resolve) => {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('data', () => answer(socket))
    })
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => {
          for (const socket of sockets) socket.destroy()
          server.close()
        },
      })
    })
  })
}
