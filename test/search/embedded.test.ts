import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { EmbeddedSearch } from '../../lib/search/embedded.ts'
import { OpenIndex } from '../../lib/search/open-index.ts'
import { SearchUnavailable } from '../../lib/search/port.ts'
import { openSearch } from '../../lib/search/open.ts'
import { searchContract } from './contract.ts'
import { DOCUMENTS } from './documents.ts'

const root = mkdtempSync(join(tmpdir(), 'search-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

searchContract('embedded search', async () => openSearch({ dataDir: join(root, 'contract') }))

describe('the index file', () => {
  let dataDir: string
  let file: string
  let healed: number
  const heal = async () => {
    healed++
    return { documents: DOCUMENTS, digest: 'healed' }
  }
  beforeEach(() => {
    dataDir = mkdtempSync(join(root, 'file-'))
    file = join(dataDir, 'search.db')
    healed = 0
  })

  test('missing, it is built for the first question, once for many', async () => {
    const search = openSearch({ dataDir, heal })
    const results = await Promise.all([1, 2, 3, 4].map(() => search.query({ text: 'multitce' })))
    expect(results.map(({ hits }) => hits[0]?.id)).toEqual(Array(4).fill('ppc/multi-tce'))
    expect(healed).toBe(1)
    await search.close()
  })

  test('is read once for all who ask first', async () => {
    const writer = openSearch({ dataDir })
    await writer.replaceAll(DOCUMENTS, 'one')
    await writer.close()
    const reads = vi.spyOn(OpenIndex, 'of')
    const search = new EmbeddedSearch({ file })
    const results = await Promise.all(Array.from({ length: 20 }, () => search.query({ text: 'multitce' })))
    expect(results.map(({ hits }) => hits[0]?.id)).toEqual(Array(20).fill('ppc/multi-tce'))
    expect(reads).toHaveBeenCalledTimes(1)
    reads.mockRestore()
    await search.close()
  })

  test('of an old sync, it is built anew in the background, unless whoever synced is still at it', async () => {
    const writer = openSearch({ dataDir })
    await writer.replaceAll(DOCUMENTS, 'old')
    const options = { file, heal, wanted: async () => 'healed' }
    const [patient, follower] = [new EmbeddedSearch({ ...options, grace: 60_000 }), new EmbeddedSearch({ ...options, grace: 1 })]
    for (let asked = 0; (await writer.digest()) === 'old' && asked < 1000; asked++) {
      expect((await patient.query({ text: 'multitce' })).hits[0]?.id).toBe('ppc/multi-tce')
      expect(healed).toBe(0)
      expect((await follower.query({ text: 'multitce' })).hits[0]?.id).toBe('ppc/multi-tce')
      await new Promise((done) => setTimeout(done, 5))
      if (healed > 0) await follower.close()
    }
    expect([await writer.digest(), healed]).toEqual(['healed', 1])
    await Promise.all([patient, follower, writer].map((one) => one.close()))
  })

  test('missing and nothing to build it from: one line says what to do, and no file appears', async () => {
    const search = openSearch({ dataDir })
    await expect(search.query({ text: 'x1' })).rejects.toThrow(SearchUnavailable)
    await expect(search.query({ text: 'x1' })).rejects.toThrow('there is no search index: run `canimigrate reindex`')
    expect(await search.digest()).toBe('')
    expect(existsSync(file)).toBe(false)
    await search.close()
  })

  test.each<[string, () => void]>([
    ['overwritten', () => writeFileSync(file, 'not a database at all')],
    ['empty', () => truncateSync(file, 0)],
    ['cut short', () => truncateSync(file, 5000)],
    ['removed', () => rmSync(file)],
  ])('%s, it heals', async (_, damage) => {
    const search = openSearch({ dataDir, heal })
    await search.replaceAll(DOCUMENTS, 'first')
    expect((await search.query({ text: 'scv' })).total).toBe(1)
    damage()
    expect((await search.query({ text: 'scv' })).total).toBe(1)
    expect(await search.digest()).toBe('healed')
    await search.close()
  })

  test('a question is not why it is built again', async () => {
    const search = openSearch({ dataDir, heal })
    await search.replaceAll(DOCUMENTS, 'first')
    for (const text of ['"', 'NEAR(', '\0', 'a'.repeat(9999)]) await search.query({ text })
    expect(healed).toBe(0)
    await search.close()
  })

  test('replaced by another process, the new one is asked; a failed build leaves the old one', async () => {
    const reader = openSearch({ dataDir })
    const writer = openSearch({ dataDir })
    await writer.replaceAll(DOCUMENTS.slice(0, 1), 'first')
    expect((await reader.query({ text: 'guest' })).total).toBe(1)
    await writer.replaceAll(DOCUMENTS, 'second')
    expect((await reader.query({ text: 'guest' })).total).toBeGreaterThan(1)
    expect(await reader.digest()).toBe('second')
    const failing = (function* () {
      yield DOCUMENTS[0] as (typeof DOCUMENTS)[0]
      throw new Error('boom')
    })()
    await expect(writer.replaceAll(failing, 'third')).rejects.toThrow('boom')
    expect(await reader.digest()).toBe('second')
    expect(readdirSync(dataDir)).toEqual(['search.db'])
    await reader.close()
    await writer.close()
  })

  test('what a killed build left is removed later', async () => {
    const leftover = `${file}.999-dead.new`
    writeFileSync(leftover, 'x')
    utimesSync(leftover, new Date(0), new Date(0))
    const search = openSearch({ dataDir })
    await search.replaceAll(DOCUMENTS, 'first')
    expect(readdirSync(dataDir)).toEqual(['search.db'])
    await search.close()
  })
})
