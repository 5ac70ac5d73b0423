import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Meilisearch, type Settings } from 'meilisearch'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allOf, anyOf } from '../../lib/search/meili/filter.ts'
import { makeKeys } from '../../lib/search/meili/keys.ts'
import { MeiliMessages } from '../../lib/search/meili/messages.ts'
import { MeiliRecords } from '../../lib/search/meili/records.ts'
import { MeiliServer } from '../../lib/search/meili/server.ts'
import { messageSettings, recordSettings } from '../../lib/search/meili/settings.ts'
import { meiliStatus } from '../../lib/search/meili/status.ts'
import { MeiliWriter } from '../../lib/search/meili/writer.ts'
import { openMessages } from '../../lib/search/open-messages.ts'
import { openSearch } from '../../lib/search/open.ts'
import type { SearchDocument } from '../../lib/search/port.ts'
import { startMeilisearch } from '../fixtures/meilisearch.ts'
import { searchContract } from './contract.ts'
import { DOCUMENTS } from './documents.ts'
import { LISTED, MESSAGES, messageContract, messageDocument } from './message-contract.ts'

const started = await startMeilisearch({ say: true })
const root = mkdtempSync(join(tmpdir(), 'search-far-'))
afterAll(async () => {
  await started?.end()
  rmSync(root, { recursive: true, force: true })
}, 60_000)

describe.skipIf(!started)('Meilisearch', () => {
  const server = started as NonNullable<typeof started>
  /** Of this server, with indexes that nothing else has. */
  const another = () => ({ ...server.config, patience: 20_000, prefix: `${server.config.prefix}-${randomBytes(3).toString('hex')}` })
  const folder = () => mkdtempSync(join(root, 'data-'))

  searchContract('search on Meilisearch', async () => new MeiliRecords(new MeiliServer(another())))
  messageContract('mail on Meilisearch', async () => new MeiliMessages(new MeiliServer(another())), 60)

  describe('identifiers', () => {
    const names = ['KVM_CAP_X', 'KVM_CAP_XY', 'cap-sbbc', 'pc-q35-4.2', 'pc-q35-4.1', '0x0f000004', '0x0f000005']
    let search: MeiliRecords
    const document = (id: string, text: string): SearchDocument => ({ id, kind: 'rule', area: '', title: id, summary: '', aliases: [], keywords: [], text })
    beforeAll(async () => {
      search = new MeiliRecords(new MeiliServer(another()))
      await search.replaceAll(
        names.map((name, place) => document(`one-${place}`, `It speaks of ${name}, once.`)),
        'names',
      )
    })

    test.each(names.map((name, place) => [name, place] as const))('%s stays whole', async (name, place) => {
      const { hits } = await search.query({ text: `"${name}"` })
      expect(hits.map(({ id }) => id)).toEqual([`one-${place}`])
    })

    test.each(['pc-q35-4.3', '0x0f000006'])('%s is none of them', async (name) => {
      expect((await search.query({ text: name })).corrected).toEqual([])
    })
  })

  test('a build beside the index: whoever asks meanwhile finds the old one or the new one, and never a mixture', { timeout: 60_000 }, async () => {
    const config = another()
    const [writer, reader] = [new MeiliRecords(new MeiliServer(config)), new MeiliRecords(new MeiliServer(config))]
    await writer.replaceAll(DOCUMENTS, 'all')
    let building = true
    const built = (async () => {
      for (const [documents, digest] of [
        [DOCUMENTS.slice(0, 4), 'few'],
        [DOCUMENTS, 'all'],
        [DOCUMENTS.slice(0, 4), 'few'],
      ] as const)
        await writer.replaceAll(documents, digest)
      building = false
    })()
    const [many, few] = [await writer.query({ text: 'guest' }), await new MeiliRecords(new MeiliServer(config)).query({ text: 'guest' })].map(
      ({ total }) => total,
    )
    expect(many).toBe(few)
    const totals = new Set<number>()
    while (building) {
      const { hits, total } = await reader.query({ text: 'guest', limit: 100 })
      expect(hits).toHaveLength(total)
      totals.add(total)
    }
    await built
    expect(await reader.digest()).toBe('few')
    const last = (await reader.query({ text: 'guest' })).total
    expect([...totals].filter((total) => total !== many && total !== last)).toEqual([])
    // Nothing of the builds is left but the index.
    const client = new Meilisearch({ host: config.url, apiKey: config.key ?? '' })
    const { results } = await client.getRawIndexes({ limit: 1000 })
    expect(results.map(({ uid }) => uid).filter((uid) => uid.startsWith(config.prefix))).toEqual([`${config.prefix}_records`])
  })

  test('a build that fails leaves the old index', { timeout: 60_000 }, async () => {
    const search = new MeiliRecords(new MeiliServer(another()))
    await search.replaceAll(DOCUMENTS, 'whole')
    const failing = (function* () {
      yield DOCUMENTS[0] as SearchDocument
      throw new Error('boom')
    })()
    await expect(search.replaceAll(failing, 'broken')).rejects.toThrow('boom')
    expect(await search.digest()).toBe('whole')
  })

  test('keys have the rights that they need, and no others', { timeout: 60_000 }, async () => {
    const config = another()
    const keys = await makeKeys(config)
    expect(await makeKeys(config)).toEqual(keys)
    const [reader, writer] = [keys.search, keys.index].map((key) => new MeiliServer({ ...config, key })) as [MeiliServer, MeiliServer]
    await new MeiliRecords(writer).replaceAll(DOCUMENTS, 'abc')
    const mail = new MeiliMessages(writer)
    await mail.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
    await mail.settled()
    expect((await new MeiliRecords(reader).query({ text: 'KVM_CAP_SPAPR_MULTITCE' })).hits[0]?.id).toBe('ppc/multi-tce')
    expect((await new MeiliMessages(reader).query({ text: 'wheels' })).total).toBe(4)
    await expect(new MeiliRecords(reader).replaceAll(DOCUMENTS, 'no')).rejects.toThrow('refuses the key')
    await expect(new MeiliMessages(reader).append({ from: 6, to: 7, documents: [], listed: LISTED.slice(0, 1) })).rejects.toThrow('refuses the key')
    await expect(new MeiliRecords(new MeiliServer({ ...config, key: keys.index, prefix: 'other' })).replaceAll(DOCUMENTS, 'no')).rejects.toThrow(
      'refuses the key',
    )
    await expect(makeKeys({ ...config, key: keys.index })).rejects.toThrow('refuses the key')
    // A web process that syncs at its start builds its own index, and goes on asking the server.
    const lines: string[] = []
    const web = openSearch({ dataDir: folder(), meili: { ...config, key: keys.search }, say: (line) => lines.push(line) })
    await web.replaceAll(DOCUMENTS, 'abc')
    expect(lines).toEqual([])
    await web.replaceAll(DOCUMENTS, 'newer')
    expect(lines).toEqual([expect.stringContaining('may not build')])
    expect((await web.query({ text: 'multitce' })).engine).toBe('meilisearch')
    await web.close()
  })

  describe('filters', () => {
    let config: ReturnType<typeof another>
    let search: MeiliMessages
    beforeAll(async () => {
      config = another()
      search = new MeiliMessages(new MeiliServer(config))
      await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
      await search.settled()
    })

    test.each([
      'list:"x\\" OR spam = true OR lists = \\"y"',
      'list:x"_OR_spam=true',
      "list:x'_OR_1=1",
      'list:\\',
      'list:"\\"',
      'list:"looms\\\\" OR deleted = false"',
      'record:"a] OR key > 0 OR records IN [b"',
      'record:_geoRadius(1,2,3)',
      'record:"NOT"',
      'list:\u0000\ud800',
      `list:${'"'.repeat(400)}`,
      `record:${'\\'.repeat(401)}`,
    ])('%j is a name that nothing has', async (text) => {
      expect(await search.query({ text })).toMatchObject({ total: 0, hits: [] })
    })

    test('no value ends early, whatever is in it', async () => {
      const piece = fc.constantFrom('"', '\\', "'", ']', '[', ')', '(', ' OR ', ' AND ', 'NOT ', 'key > 0', '=', '\n', '\0', 'looms', '_geoRadius(1,1,1)', '…')
      const client = new Meilisearch({ host: config.url, apiKey: config.key ?? '' }).index(`${config.prefix}_messages`)
      await fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { minLength: 1, maxLength: 12 }), async (pieces) => {
          const value = pieces.join('')
          fc.pre(value.trim().toLowerCase() !== 'looms')
          for (const filter of [
            anyOf('lists', [value]),
            allOf(['spam = false', anyOf('records', [value, value])]),
            `NOT ${allOf([`NOT ${anyOf('lists', [value])}`])}`,
          ])
            expect([filter, (await client.search('', { filter, limit: 10 })).estimatedTotalHits]).toEqual([filter, 0])
        }),
        { numRuns: 100 },
      )
    })
  })

  test('a message that came by a second list later is found by both; one of many words and parts of words as well', { timeout: 60_000 }, async () => {
    const search = new MeiliMessages(new MeiliServer(another()))
    const long = Array.from({ length: 130_000 }, (_, place) => `w${place}`).join(' ')
    await search.append({ from: 0, to: 1, documents: [messageDocument(1, { body: long })], listed: [{ id: 1, list: 'a.example.org' }] })
    await search.settled()
    await search.append({ from: 1, to: 2, documents: [], listed: [{ id: 1, list: 'b.example.org' }] })
    await search.settled()
    for (const text of [
      'list:a',
      'list:b.example',
      'w7',
      'w129999',
      'body:w129999 subject:letter w3',
      'w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 w70000',
      'w129* letter*',
    ])
      expect([text, (await search.query({ text })).total]).toEqual([text, 1])
    for (const text of ['list:c', 'w130000', 'subject:w7', 'w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 w130000', 'w129* lettre*', '-body:w7 letter'])
      expect([text, (await search.query({ text })).total]).toEqual([text, 0])
  })

  test('what was lost is noticed: an index with fewer messages than it says begins anew', async () => {
    const config = another()
    const search = new MeiliMessages(new MeiliServer(config))
    await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
    await search.settled()
    await new Meilisearch({ host: config.url, apiKey: config.key ?? '' }).index(`${config.prefix}_messages`).deleteDocument(3).waitTask()
    expect(await search.state()).toEqual({ arrival: 0 })
  })

  test('a reset goes on answering until the new index has all', async () => {
    const search = new MeiliMessages(new MeiliServer(another()))
    await search.append({ from: 0, to: 6, documents: MESSAGES, listed: LISTED })
    await search.settled()
    await search.reset()
    expect(await search.state()).toEqual({ arrival: 0 })
    expect((await search.query({ text: 'wheels' })).total).toBe(4)
    await search.append({ from: 0, to: 1, documents: MESSAGES.slice(0, 1), listed: LISTED.slice(0, 1) })
    await search.settled()
    expect((await search.query({ text: 'wheels' })).total).toBe(1)
  })

  test('a failed task is an error for whoever wrote, and shown', async () => {
    const config = another()
    const far = new MeiliServer(config)
    await new MeiliRecords(far).replaceAll(DOCUMENTS, 'abc')
    const writer = new MeiliWriter(far, `${config.prefix}_records`)
    await writer.add([{ key: 'not a key!' }])
    await expect(writer.flush()).rejects.toThrow(/task \d+ .* ended as failed/)
    const status = await meiliStatus(config)
    expect(status).toMatchObject({ records: { digest: 'abc' }, messages: { documents: 0, arrival: 0 }, tasks: { waiting: 0 } })
    expect(status.tasks?.failed).toHaveLength(1)
    expect(status.problem).toBeUndefined()
  })

  test('the server has the settings that were given', async () => {
    const config = another()
    const mail = new MeiliMessages(new MeiliServer(config))
    await mail.reset()
    await mail.settled()
    await new MeiliRecords(new MeiliServer(config)).replaceAll(DOCUMENTS, 'abc')
    const client = new Meilisearch({ host: config.url, apiKey: config.key ?? '' })
    const withoutOrder = ({ nonSeparatorTokens, synonyms, ...settings }: Settings) => ({
      ...settings,
      nonSeparatorTokens: [...(nonSeparatorTokens ?? [])].sort(),
    })
    expect(await client.index(`${config.prefix}_messages`).getSettings()).toMatchObject(withoutOrder(messageSettings()))
    const there = await client.index(`${config.prefix}_records`).getSettings()
    expect(withoutOrder(there)).toMatchObject(withoutOrder(recordSettings({})))
    expect(there.synonyms).toMatchObject({ kvm_cap_spapr_multitce: expect.arrayContaining(['hcall-multi-tce']) })
  })

  describe.skipIf(!started?.own)('a server that goes away', () => {
    test('records: the embedded index answers, and the server again once it is back', { timeout: 60_000 }, async () => {
      const lines: string[] = []
      const search = openSearch({ dataDir: folder(), meili: { ...another(), patience: 1000 }, say: (line) => lines.push(line) })
      await search.replaceAll(DOCUMENTS, 'abc')
      const ask = async () => {
        const { engine, hits } = await search.query({ text: 'multitce' })
        expect(hits[0]?.id).toBe('ppc/multi-tce')
        return engine
      }
      expect(await ask()).toBe('meilisearch')
      for (const [leave, come] of [
        [() => server.kill(), () => server.start()],
        [() => server.freeze(), () => server.thaw()],
      ] as const) {
        lines.length = 0
        await leave()
        expect(await ask()).toBe('embedded')
        expect(await ask()).toBe('embedded')
        expect(await search.about()).toMatchObject({ engine: 'embedded', digest: 'abc', note: expect.stringContaining('away') })
        await come()
        await expect.poll(ask, { timeout: 20_000, interval: 200 }).toBe('meilisearch')
        expect(lines).toHaveLength(2)
        expect(await search.about()).toEqual({ engine: 'meilisearch', digest: 'abc' })
      }
      await search.close()
    })

    test('mail: what came meanwhile is there when the log is followed', { timeout: 60_000 }, async () => {
      const config = another()
      const dataDir = folder()
      const say = () => {}
      const search = openMessages({ dataDir, meili: config, say })
      await search.append({ from: 0, to: 2, documents: MESSAGES.slice(0, 2), listed: LISTED.slice(0, 2) })
      await search.settled()
      expect(await search.query({ text: 'wheels' })).toMatchObject({ engine: 'meilisearch', total: 2 })
      await server.kill()
      await search.append({ from: 2, to: 6, documents: MESSAGES.slice(2), listed: LISTED.slice(2) })
      await search.relate([{ id: 2, records: ['area/wheel'] }])
      await search.settled()
      expect(await search.query({ text: 'wheels' })).toMatchObject({ engine: 'embedded', total: 4 })
      await search.close()
      await server.start()
      const again = openMessages({ dataDir, meili: config, say })
      // What is in no log is why it is built anew.
      expect(await again.state()).toEqual({ arrival: 0 })
      await again.append({ from: 0, to: 6, documents: MESSAGES.map((one) => (one.id === 2 ? { ...one, records: ['area/wheel'] } : one)), listed: LISTED })
      expect(await again.state()).toMatchObject({ arrival: 6 })
      await again.settled()
      expect(await again.query({ text: 'wheels record:area/wheel' })).toMatchObject({ engine: 'meilisearch', total: 2 })
      await again.close()
    })
  })
})
