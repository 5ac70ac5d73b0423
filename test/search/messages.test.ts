import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openMessages } from '../../lib/search/open-messages.ts'
import { SearchUnavailable } from '../../lib/search/port.ts'
import { LISTED, MESSAGES, messageContract, messageDocument } from './message-contract.ts'

const root = mkdtempSync(join(tmpdir(), 'messages-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

messageContract('embedded search over messages', async () => openMessages({ dataDir: mkdtempSync(join(root, 'contract-')) }))

describe('the index of messages', () => {
  test('two may write it: each goes on from where the other left it', async () => {
    const [search, other] = [openMessages({ dataDir: join(root, 'steps') }), openMessages({ dataDir: join(root, 'steps') })]
    expect(await search.append({ from: 0, to: 2, documents: MESSAGES.slice(0, 2), listed: LISTED.slice(0, 2) })).toBe('done')
    expect(await other.append({ from: 2, to: 3, documents: [messageDocument(3, { body: 'looms' })], listed: [{ id: 1, list: 'looms.example.org' }] })).toBe(
      'done',
    )
    expect((await search.query({ text: 'list:looms' })).total).toBe(1)
    await search.close()
    await other.close()
  })

  test('damaged, it says so, and is empty after a reset', async () => {
    const dataDir = join(root, 'damaged')
    const first = openMessages({ dataDir })
    await first.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
    await first.close()
    for (const end of ['-wal', '-shm']) rmSync(join(dataDir, `messages.db${end}`), { force: true })
    writeFileSync(join(dataDir, 'messages.db'), 'no database '.repeat(500))
    const search = openMessages({ dataDir })
    await expect(search.query({ text: 'wheels' })).rejects.toThrow(SearchUnavailable)
    await search.reset()
    expect(await search.state()).toEqual({ arrival: 0 })
    expect((await search.query({ text: 'wheels' })).total).toBe(0)
    await search.close()
  })
})
