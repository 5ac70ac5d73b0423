import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type SyncOptions, type SyncResult, syncContent } from '../../lib/pipeline/sync-content.ts'
import { openSearch } from '../../lib/search/open.ts'
import type { SearchPort } from '../../lib/search/port.ts'
import type { WritableStore } from '../../lib/store/port.ts'
import { type Engine, SQLITE } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'

/** A temporary folder with records, a store and an index. */
export interface Workspace {
  readonly dir: string
  readonly contentDir: string
  readonly dataDir: string
  readonly store: WritableStore
  readonly search: SearchPort
  /** Writes files below content/; undefined removes one. */
  put(files: Readonly<Record<string, string | undefined>>): void
  sync(options?: Partial<SyncOptions>): Promise<SyncResult>
  git(...words: string[]): string
  commit(date: string): string
  close(): Promise<void>
}

export async function openWorkspace(files: Readonly<Record<string, string>> = CLEAN, engine: Engine = SQLITE): Promise<Workspace> {
  const dir = mkdtempSync(join(tmpdir(), 'pipeline-'))
  const contentDir = join(dir, 'content')
  const dataDir = join(dir, 'data')
  mkdirSync(contentDir)
  mkdirSync(dataDir)
  const store = await engine.open(dataDir)
  const search = openSearch({ dataDir })
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main', ...words], {
      cwd: dir,
      encoding: 'utf8',
    }).trim()
  const workspace: Workspace = {
    dir,
    contentDir,
    dataDir,
    store,
    search,
    git,
    put(changes) {
      for (const [path, text] of Object.entries(changes)) {
        const file = join(contentDir, path)
        if (text === undefined) rmSync(file)
        else {
          mkdirSync(dirname(file), { recursive: true })
          writeFileSync(file, text)
        }
      }
    },
    sync: (options = {}) => syncContent({ contentDir, store, search, ...options }),
    commit(date) {
      git('add', '-A', 'content')
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'x'], {
        cwd: dir,
        env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
      })
      return git('rev-parse', 'HEAD')
    },
    async close() {
      await search.close()
      await store.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  workspace.put(files)
  return workspace
}
