import { type LoadedContent, loadContent } from '../content/load.ts'
import type { Problem } from '../model/index.ts'
import type { SearchPort } from '../search/port.ts'
import { underLease } from '../store/leases.ts'
import type { StoreState, WritableStore } from '../store/port.ts'
import { type History, readHistory } from './git.ts'
import { type PlanCounts, planSync } from './plan.ts'
import { rebuildSearch } from './rebuild-search.ts'

export interface SyncOptions {
  /** The folder with the records. */
  readonly contentDir: string
  readonly store: WritableStore
  /** Built again when it was made from something else. */
  readonly search?: SearchPort | undefined
  /** Also store past revisions from git history, where there is one. Default: true. */
  readonly git?: boolean | undefined
  /** Stands for now where a date is needed that no commit gives. */
  readonly now?: (() => Date) | undefined
  readonly onProgress?: ((progress: SyncProgress) => void) | undefined
}

export interface SyncProgress {
  readonly stage: 'read' | 'history' | 'render' | 'write' | 'search'
  readonly done: number
  readonly total: number
}

export interface SyncResult extends PlanCounts {
  /** Of the knowledge that the store holds now. */
  readonly digest: string
  /** Why nothing was synced; empty when it was. */
  readonly problems: readonly Problem[]
}

/**
 * Brings the store, then search, up to what is in `content/`. Run again it does nothing; of two at once the second waits and finds nothing to do;
 * killed, or with a problem in any file, it leaves the store as it was. Revisions are never deleted.
 * @throws Error if the folder cannot be read or the store cannot be written
 */
export async function syncContent(options: SyncOptions): Promise<SyncResult> {
  return (await underLease(options.store.leases, 'sync', () => syncOnce(options))) as SyncResult
}

async function syncOnce(options: SyncOptions): Promise<SyncResult> {
  const { contentDir, store, search, git = true, now = () => new Date(), onProgress } = options
  const tell = (stage: SyncProgress['stage'], done: number, total: number): void => onProgress?.({ stage, done, total })
  const content = await loadContent(contentDir)
  tell('read', content.files.length, content.files.length)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const state = await store.state()
    const problems = obstacles(content, state, contentDir)
    if (problems.length > 0) return { added: 0, changed: 0, removed: 0, unchanged: 0, revisions: 0, digest: state.digest, problems }
    const history = git ? await historyOf(contentDir, state, tell) : undefined
    const { plan, counts, digest } = planSync({ content, state, history, now: now().toISOString(), onProgress: (done, total) => tell('render', done, total) })
    if (plan) {
      tell('write', 0, plan.write.length + plan.past.length)
      if ((await store.apply(plan)) === 'stale') continue
      tell('write', plan.write.length + plan.past.length, plan.write.length + plan.past.length)
    }
    if (search) await rebuildSearch({ store, search, onProgress: (done, total) => tell('search', done, total) })
    return { ...counts, digest, problems: [] }
  }
  throw new Error('other processes kept syncing at the same time: try again')
}

const ATTEMPTS = 5

/** What must be put right before anything is synced. */
function obstacles({ entries, problems }: LoadedContent, state: StoreState, directory: string): readonly Problem[] {
  if (problems.length > 0) return problems
  const paths = new Map<string, string>()
  const doubled: Problem[] = []
  for (const { data, path } of entries) {
    const other = paths.get(data.id)
    if (other !== undefined)
      doubled.push({
        file: path,
        line: 1,
        column: 1,
        rule: 'duplicate-id',
        message: `\`${data.id}\` is also the id of \`${other}\`: rename one`,
        actual: data.id,
      })
    paths.set(data.id, path)
  }
  if (entries.length === 0 && state.current.size > 0) {
    return [
      {
        file: '',
        line: 1,
        column: 1,
        rule: 'no-records',
        message: `there is no record in \`${directory}\` and all would be removed: name the folder that holds \`features/\``,
      },
    ]
  }
  return doubled
}

async function historyOf(directory: string, state: StoreState, tell: (stage: 'history', done: number, total: number) => void): Promise<History | undefined> {
  tell('history', 0, 1)
  const history = await readHistory(directory, state.commit)
  tell('history', 1, 1)
  return history
}
