import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { revisionOf } from '../../lib/content/revision.ts'
import { readDeleted, readHistory } from '../../lib/pipeline/git.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const ALPHA = 'features/test/alpha.md'
const EXTRA = 'features/test/extra.md'
const first = CLEAN[ALPHA] as string
const second = first.replace('title: Alpha', 'title: Second')
const broken = first.replace('title: Alpha', 'titel: Broken')
const extra = first.replaceAll('test/alpha', 'test/extra').replace('cap-alpha, ALPHA_FLAG', 'EXTRA')

describe.each(ENGINES)('revisions, over $name', (engine) => {
  let work: Workspace
  let commits: string[]
  beforeEach(async () => {
    work = await openWorkspace(CLEAN, engine)
    work.git('init', '-q')
    commits = [work.commit('2020-01-01T00:00:00Z')]
    work.put({ [ALPHA]: broken, [EXTRA]: extra })
    commits.push(work.commit('2021-01-01T12:00:00+02:00'))
    work.put({ [ALPHA]: second, 'features/test/ü name.md': first, 'notes.txt': 'x' })
    commits.push(work.commit('2022-01-01T00:00:00Z'))
    work.put({ [EXTRA]: undefined, 'features/test/ü name.md': undefined, 'notes.txt': undefined })
    commits.push(work.commit('2023-01-01T00:00:00Z'))
  })
  afterEach(() => work.close())

  test('past revisions come from git, with their commits and dates', async () => {
    expect((await work.sync()).problems).toEqual([])
    expect(await work.store.revisions('test/alpha')).toEqual([
      { id: 'test/alpha', revision: revisionOf(second), path: ALPHA, seen: '2022-01-01T00:00:00.000Z', commit: commits[2], current: true },
      { id: 'test/alpha', revision: revisionOf(broken), path: ALPHA, seen: '2021-01-01T10:00:00.000Z', commit: commits[1], current: false },
      { id: 'test/alpha', revision: revisionOf(first), path: ALPHA, seen: '2020-01-01T00:00:00.000Z', commit: commits[0], current: false },
    ])
    const old = await work.store.entry('test/alpha', revisionOf(first))
    expect(old).toMatchObject({ raw: first, removed: false })
    expect(old?.html).toContain('What it is')
    const misfit = await work.store.entry('test/alpha', revisionOf(broken))
    expect(misfit).toMatchObject({ raw: broken, html: '', text: '' })
    expect(misfit).not.toHaveProperty('entry')
  })

  test('a record that only the history has can be fetched, and is in no list', async () => {
    await work.sync()
    expect(await work.store.entry('test/extra')).toMatchObject({ raw: extra, removed: true, current: false, commit: commits[1] })
    expect((await work.store.records()).items.map(({ id }) => id)).not.toContain('test/extra')
    expect(await work.store.named('EXTRA')).toEqual([])
  })

  test('what was deleted once is known by its path', async () => {
    expect(await readDeleted(work.contentDir)).toEqual([EXTRA, 'features/test/ü name.md', 'notes.txt'])
  })

  test('what was synced before it was committed gets its commit, and later commits are read from where the last sync ended', async () => {
    await work.sync()
    const third = second.replace('title: Second', 'title: Third')
    work.put({ [ALPHA]: third })
    await work.sync({ now: () => new Date('2024-06-01T00:00:00Z') })
    expect((await work.store.revisions('test/alpha'))[0]).not.toHaveProperty('commit')
    const commit = work.commit('2024-01-01T00:00:00Z')
    const state = await work.store.state()
    expect((await readHistory(work.contentDir, state.commit))?.files.map(({ text }) => text)).toEqual([third])
    expect(await work.sync()).toMatchObject({ unchanged: Object.keys(CLEAN).length, revisions: 0 })
    expect((await work.store.revisions('test/alpha'))[0]).toMatchObject({ commit, seen: '2024-01-01T00:00:00.000Z' })
    const before = await work.store.lastSync()
    await work.sync()
    expect(await work.store.lastSync()).toEqual(before)
  })

  test('a history that was rewritten is read anew, a merged branch too', async () => {
    await work.sync()
    work.git('reset', '-q', '--hard', commits[0] as string)
    work.git('checkout', '-q', '-b', 'side')
    const side = first.replace('title: Alpha', 'title: Side')
    work.put({ [ALPHA]: side })
    work.commit('2025-01-01T00:00:00Z')
    work.put({ [ALPHA]: first })
    work.commit('2025-02-01T00:00:00Z')
    work.git('checkout', '-q', 'main')
    work.commit('2025-03-01T00:00:00Z')
    work.git('merge', '-q', '--no-ff', '-m', 'merge', 'side')
    await work.sync()
    expect((await work.store.revisions('test/alpha')).map(({ revision }) => revision).sort()).toEqual([first, second, broken, side].map(revisionOf).sort())
    expect(await work.store.entry('test/alpha')).toMatchObject({ revision: revisionOf(first), current: true })
  })

  test('without history, in a shallow clone or without git, the files alone are synced', async () => {
    expect((await work.sync({ git: false })).revisions).toBe(Object.keys(CLEAN).length)
    const clone = mkdtempSync(join(tmpdir(), 'shallow-'))
    try {
      execFileSync('git', ['clone', '-q', '--depth', '1', `file://${work.dir}`, clone])
      expect(await readHistory(join(clone, 'content'))).toBeUndefined()
      expect(await readHistory(tmpdir())).toBeUndefined()
      const path = process.env.PATH
      process.env.PATH = '/nonexistent'
      try {
        expect(await readHistory(work.contentDir)).toBeUndefined()
      } finally {
        process.env.PATH = path
      }
    } finally {
      rmSync(clone, { recursive: true, force: true })
    }
  })

  test('rebuilding from nothing gives what step by step gave', async () => {
    await work.sync()
    work.put({ [ALPHA]: first })
    work.commit('2024-01-01T00:00:00Z')
    await work.sync()
    const other = await openWorkspace({}, engine)
    try {
      await work.sync({ store: other.store, search: other.search })
      for (const id of ['test/alpha', 'test/extra', 'test/modes']) {
        expect(await other.store.revisions(id)).toEqual(await work.store.revisions(id))
        expect(await other.store.entry(id)).toEqual(await work.store.entry(id))
      }
      expect(await other.store.records({ order: 'updated' })).toEqual(await work.store.records({ order: 'updated' }))
    } finally {
      await other.close()
    }
  })
})
