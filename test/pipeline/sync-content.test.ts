import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadContent } from '../../lib/content/load.ts'
import { revisionOf } from '../../lib/content/revision.ts'
import { buildKnowledge } from '../../lib/evaluate/knowledge.ts'
import { indexRecords } from '../../lib/pipeline/index-records.ts'
import { rebuildSearch } from '../../lib/pipeline/rebuild-search.ts'
import { openStore } from '../../lib/store/client.ts'
import { ENGINES, SQLITE } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'
import { openChild } from '../store/processes.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const ALPHA = 'features/test/alpha.md'
const alpha = CLEAN[ALPHA] as string
const COUNT = Object.keys(CLEAN).length

describe.each(ENGINES)('over $name', (engine) => {
  let work: Workspace
  beforeEach(async () => {
    work = await openWorkspace(CLEAN, engine)
  })
  afterEach(() => work.close())

  describe('what is stored', () => {
    test('entries and knowledge are those of the files, to the order of their keys', async () => {
      const { digest } = await work.sync()
      const { entries } = await loadContent(work.contentDir)
      const byId = [...entries].sort((a, b) => (a.data.id < b.data.id ? -1 : 1))
      expect(await work.store.entries()).toEqual(byId)
      expect(JSON.stringify(await work.store.entries())).toBe(JSON.stringify(byId))
      expect(buildKnowledge(await work.store.entries())).toEqual(buildKnowledge(entries))
      expect(digest).toBe(buildKnowledge(entries).digest)
      expect(await work.store.digest()).toBe(digest)
      expect(await work.store.lastSync()).toMatchObject({ digest, date: buildKnowledge(entries).date })
    })

    test('a record with its file, rendering and revision', async () => {
      await work.sync({ now: () => new Date('2026-05-04T03:02:01Z') })
      const record = await work.store.entry('test/alpha')
      expect(record).toMatchObject({
        id: 'test/alpha',
        revision: revisionOf(alpha),
        raw: alpha,
        path: ALPHA,
        current: true,
        removed: false,
        seen: '2026-05-04T03:02:01.000Z',
      })
      expect(record?.html).toContain('<h2')
      expect(record?.html).toContain('href="/features/test/modes"')
      expect(record?.text).toContain('What it is')
      expect(record?.headings).toEqual([{ id: 'what-it-is', text: 'What it is', depth: 2 }])
      expect(await work.store.entry('test/alpha', revisionOf(alpha))).toEqual(record)
      expect(await work.store.entry('test/alpha', '00000000')).toBeUndefined()
      expect(await work.store.entry('test/none')).toBeUndefined()
    })

    test('lists by kind, area, status and page', async () => {
      await work.sync()
      expect((await work.store.records()).total).toBe(COUNT)
      expect((await work.store.records({ kinds: ['feature'] })).items.map(({ id }) => id)).toEqual(['test/alpha', 'test/modes'])
      expect((await work.store.records({ areas: ['test'] })).items.map(({ id }) => id)).toEqual(['test/alpha', 'test/modes'])
      expect((await work.store.records({ areas: ['tes', '%'] })).total).toBe(0)
      expect((await work.store.records({ kinds: ['policy'], statuses: ['nonsense'] })).total).toBe(0)
      for (const order of ['id', 'updated'] as const) {
        const seen: string[] = []
        let cursor: string | undefined
        do {
          const page = await work.store.records({ order, limit: 2, ...(cursor ? { cursor } : {}) })
          seen.push(...page.items.map(({ id }) => id))
          cursor = page.next
        } while (cursor)
        expect(seen).toHaveLength(COUNT)
        expect(new Set(seen).size).toBe(COUNT)
      }
      for (const cursor of ['', 'x', 'W10', Buffer.from('["id",1,2]').toString('base64url'), 'a'.repeat(5000)]) {
        await expect(work.store.records({ cursor })).rejects.toThrow('the cursor is not one that a page gave')
      }
    })

    test('claims, names and releases can be asked for', async () => {
      await work.sync()
      const { entries } = await loadContent(work.contentDir)
      const feature = entries.find(({ data }) => data.id === 'test/alpha')?.data
      if (feature?.kind !== 'feature') throw new Error('no feature')
      const statements = await work.store.statements({ record: 'test/alpha' })
      expect(statements).toHaveLength(feature.support.length)
      expect(statements[0]).toMatchObject({ component: 'linux', when: feature.support[0]?.when, versions: feature.support[0]?.versions, value: 'fixed' })
      expect(statements[1]).toMatchObject({ status: 'unknown' })
      expect(statements[1]).not.toHaveProperty('value')
      const cited = await work.store.citations({ record: 'test/alpha', messageId: '1234567890@example.org' })
      expect(cited).toEqual([{ record: 'test/alpha', revision: revisionOf(alpha), claim: 'support.0', evidence: feature.support[0]?.evidence[0] }])
      expect((await work.store.citations({ commit: '0123456789abcdef', record: 'test/alpha' })).map(({ claim }) => claim)).toEqual(['control'])
      expect(await work.store.citations({ commit: '0123456', record: 'test/alpha' })).toHaveLength(1)
      expect(await work.store.citations({ commit: '%' })).toEqual([])
      expect((await work.store.citations({ record: 'test/alpha' })).map(({ claim }) => claim)).toEqual([
        'control',
        'migration.0',
        'support.0',
        'uses.0',
        'uses.0.known.0',
      ])
      expect(await work.store.named('alpha_flag')).toEqual(['test/alpha'])
      expect(await work.store.named('TEST/alpha')).toEqual(['test/alpha'])
      expect((await work.store.releases('linux')).map(({ version }) => version)).toEqual(['5.4', '5.4.1', '5.4.2', '5.5', '5.5.1', '6.1'])
    })

    test('search finds the records and is built again from the store', async () => {
      await work.sync()
      expect((await work.search.query({ text: 'ALPHA_FLAG' })).hits[0]?.id).toBe('test/alpha')
      expect(await work.search.digest()).toBe(await work.store.digest())
      expect(await rebuildSearch({ store: work.store, search: work.search })).toBeUndefined()
      rmSync(join(work.dataDir, 'search.db'))
      expect(await rebuildSearch({ store: work.store, search: work.search })).toBe(COUNT)
      expect(await rebuildSearch({ store: work.store, search: work.search, force: true })).toBe(COUNT)
    })

    test('an index of records that are not synced yet is the one that the store gives', async () => {
      const { entries } = await loadContent(work.contentDir)
      const { digest } = buildKnowledge(entries)
      await indexRecords({ entries, digest, search: work.search, leases: work.store.leases })
      expect(await work.search.digest()).toBe(digest)
      expect((await work.search.query({ text: 'ALPHA_FLAG' })).hits[0]?.id).toBe('test/alpha')
      expect(await work.store.digest()).toBe('')
      const before = readFileSync(join(work.dataDir, 'search.db'))
      await work.sync()
      expect(readFileSync(join(work.dataDir, 'search.db')).equals(before)).toBe(true)
      await rebuildSearch({ store: work.store, search: work.search, force: true })
      const [ofStore, ofFiles] = [[], []] as [unknown[], unknown[]]
      for (const text of ['alpha', 'modes', 'what it is', 'linux']) ofStore.push(await work.search.query({ text }))
      rmSync(join(work.dataDir, 'search.db'))
      await indexRecords({ entries, digest, search: work.search, leases: work.store.leases })
      for (const text of ['alpha', 'modes', 'what it is', 'linux']) ofFiles.push(await work.search.query({ text }))
      expect(ofFiles).toEqual(ofStore)
    })
  })

  describe('syncing again', () => {
    test('does nothing when nothing changed', async () => {
      expect(await work.sync()).toMatchObject({ added: COUNT, changed: 0, removed: 0, unchanged: 0, revisions: COUNT, problems: [] })
      const before = await work.store.lastSync()
      expect(await work.sync()).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: COUNT, revisions: 0, problems: [] })
      expect(await work.store.lastSync()).toEqual(before)
    })

    test('writes what changed and keeps every revision; what was removed stays to be fetched', async () => {
      let day = 0
      const now = () => new Date(Date.UTC(2026, 0, ++day))
      await work.sync({ now })
      const changed = alpha.replace('title: Alpha', 'title: Alpha two')
      work.put({ [ALPHA]: changed, 'features/test/extra.md': alpha.replaceAll('test/alpha', 'test/extra').replace('cap-alpha, ALPHA_FLAG', 'EXTRA') })
      expect(await work.sync({ now })).toMatchObject({ added: 1, changed: 1, removed: 0, unchanged: COUNT - 1, revisions: 2 })
      expect((await work.store.revisions('test/alpha')).map(({ revision, current, seen }) => [revision, current, seen.slice(0, 10)])).toEqual([
        [revisionOf(changed), true, '2026-01-02'],
        [revisionOf(alpha), false, '2026-01-01'],
      ])
      expect((await work.store.entry('test/alpha', revisionOf(alpha)))?.entry?.data.title).toBe('Alpha')
      expect((await work.store.records({ order: 'updated', limit: 2 })).items.map(({ id }) => id)).toEqual(['test/alpha', 'test/extra'])
      expect((await work.search.query({ text: 'EXTRA' })).hits[0]?.id).toBe('test/extra')

      work.put({ [ALPHA]: alpha, 'features/test/extra.md': undefined })
      expect(await work.sync({ now })).toMatchObject({ added: 0, changed: 1, removed: 1, revisions: 0 })
      expect(await work.store.entry('test/alpha')).toMatchObject({ revision: revisionOf(alpha), current: true, seen: '2026-01-01T00:00:00.000Z' })
      expect((await work.store.records({ order: 'updated', limit: 1 })).items[0]).toMatchObject({ id: 'test/alpha', updated: '2026-01-03T00:00:00.000Z' })
      expect(await work.store.entry('test/extra')).toMatchObject({ current: false, removed: true })
      expect(await work.store.named('EXTRA')).toEqual([])
      expect(await work.store.citations({ record: 'test/extra' })).toEqual([])
      expect((await work.store.entries()).map(({ data }) => data.id)).not.toContain('test/extra')
      expect((await work.search.query({ text: 'EXTRA' })).total).toBe(0)

      work.put({ 'features/test/extra.md': alpha.replaceAll('test/alpha', 'test/extra').replace('cap-alpha, ALPHA_FLAG', 'EXTRA') })
      expect(await work.sync({ now })).toMatchObject({ added: 1, revisions: 0 })
    })

    test('line ends of another system make no revision', async () => {
      await work.sync()
      work.put({ [ALPHA]: alpha.replaceAll('\n', '\r\n') })
      expect(await work.sync()).toMatchObject({ changed: 0, unchanged: COUNT })
    })

    test("another record's title shows in what links to it, without a new revision", async () => {
      await work.sync()
      const modes = CLEAN['features/test/modes.md'] as string
      work.put({ 'features/test/modes.md': modes.replace(/^title: .*$/m, 'title: Something Else') })
      expect(await work.sync()).toMatchObject({ changed: 1, revisions: 1 })
      expect((await work.store.entry('test/alpha'))?.html).toContain('Something Else')
      expect(await work.store.revisions('test/alpha')).toHaveLength(1)
    })
  })

  describe('nothing or all', () => {
    test('a problem in any file stops the sync', async () => {
      const { digest } = await work.sync()
      work.put({ [ALPHA]: alpha.replace('title: Alpha', 'titel: Alpha'), 'features/test/extra.md': alpha.replaceAll('test/alpha', 'test/extra') })
      const result = await work.sync()
      expect(result).toMatchObject({ added: 0, changed: 0, digest })
      expect(result.problems.map(({ file }) => file)).toContain(ALPHA)
      expect(await work.store.digest()).toBe(digest)
      expect((await work.store.entries()).map(({ data }) => data.id)).not.toContain('test/extra')
    })

    test('an empty folder does not remove everything, nor does one id for two files', async () => {
      await work.sync()
      renameSync(work.contentDir, join(work.dir, 'elsewhere'))
      work.put({ 'README.md': '' })
      expect((await work.sync()).problems.map(({ rule }) => rule)).toEqual(['no-records'])
      cpSync(join(work.dir, 'elsewhere'), work.contentDir, { recursive: true })
      const policy = CLEAN['policies/alpha-policy.md'] as string
      work.put({ 'policies/test/alpha.md': policy.replace('id: alpha-policy', 'id: test/alpha') })
      expect((await work.sync()).problems.map(({ rule }) => rule)).toEqual(['duplicate-id'])
      expect(await work.store.entries()).toHaveLength(COUNT)
    })

    test('a failure in the middle of writing leaves the old state', async () => {
      const { digest } = await work.sync()
      const entries = await work.store.entries()
      const state = await work.store.state()
      const good = (await work.store.entry('test/alpha'))!
      const revision = {
        id: 'test/new',
        kind: 'feature' as const,
        revision: '11111111',
        hash: 'x',
        path: 'x',
        raw: 'x',
        html: '',
        text: '',
        headings: [],
        seen: '2026-01-01T00:00:00Z',
      }
      const plan = {
        parent: state.sync,
        digest: 'broken',
        date: '2026-01-01',
        finished: '2026-01-01T00:00:00Z',
        links: 'x',
        remove: ['test/modes'],
        past: [],
        dated: [],
      }
      // The second revision lacks what its column needs.
      await expect(
        work.store.apply({
          ...plan,
          write: [
            { ...revision, entry: good.entry! },
            { ...revision, id: 'test/worse', raw: undefined as unknown as string },
          ],
        }),
      ).rejects.toThrow()
      expect(await work.store.digest()).toBe(digest)
      expect(await work.store.entries()).toEqual(entries)
      expect(await work.store.entry('test/new')).toBeUndefined()
      expect(await work.sync()).toMatchObject({ unchanged: COUNT, revisions: 0 })
    })

    test('a plan made before another sync is not written', async () => {
      const state = await work.store.state()
      await work.sync()
      const digest = await work.store.digest()
      const plan = {
        parent: state.sync,
        digest: 'late',
        date: '2026-01-01',
        finished: '2026-01-01T00:00:00Z',
        links: 'x',
        write: [],
        remove: ['test/modes'],
        past: [],
        dated: [],
      }
      expect(await work.store.apply(plan)).toBe('stale')
      expect(await work.store.digest()).toBe(digest)
    })

    test('several processes that begin at once agree', async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'processes-'))
      const url = engine.address(dataDir)
      try {
        const results = await Promise.all(Array.from({ length: engine === SQLITE ? 3 : 2 }, () => openChild({ dataDir, url }, work.contentDir)))
        expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
        expect(results[0]).toMatchObject({ entries: COUNT })
        expect(results[0]?.search).toBe(results[0]?.digest)
        const store = await openStore({ url })
        expect((await store.lastSync())?.id).toBe(1)
        await store.close()
      } finally {
        rmSync(dataDir, { recursive: true, force: true })
      }
    }, 120_000)

    test('killed at any moment, the next sync brings it to the same state', async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'killed-'))
      const url = engine.address(dataDir)
      try {
        // A process takes a second or two to start: over one engine the steps that write nothing too.
        for (const step of engine === SQLITE ? ['read', 'render', 'write 0', 'write 0', 'search 0', 'search 0'] : ['write 0', 'search 0']) {
          await expect(openChild({ dataDir, url }, work.contentDir, step)).rejects.toThrow('exit null')
        }
        const result = await openChild({ dataDir, url }, work.contentDir)
        expect(result).toEqual({ digest: (await work.sync()).digest, search: await work.store.digest(), entries: COUNT })
      } finally {
        rmSync(dataDir, { recursive: true, force: true })
      }
    }, 120_000)
  })
})
