import { createHash } from 'node:crypto'
import { locationOf } from '../content/ids.ts'
import type { LoadedContent } from '../content/load.ts'
import { buildLinks, type LinkResolver } from '../model/links.ts'
import { parseFile } from '../content/parse.ts'
import { renderBody } from '../content/render.ts'
import { withLf } from '../content/revision.ts'
import { buildKnowledge } from '../evaluate/knowledge.ts'
import type { Entry } from '../model/index.ts'
import type { PlannedRevision, StoreState, SyncPlan } from '../store/port.ts'
import type { History, PastFile } from './git.ts'
import { linksFingerprint } from './links-fingerprint.ts'

export interface PlanInput {
  readonly content: LoadedContent
  readonly state: StoreState
  readonly history: History | undefined
  /** ISO 8601, for what has no commit. */
  readonly now: string
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

export interface PlanCounts {
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
  /** Revisions that were not stored before, past ones included. */
  readonly revisions: number
}

/** What to write so that the store holds `content` and its history. `plan` is undefined when it already does. */
export function planSync({ content, state, history, now, onProgress }: PlanInput): { plan?: SyncPlan; counts: PlanCounts; digest: string } {
  const { digest, date } = buildKnowledge(content.entries)
  const links = buildLinks(content.entries)
  const fingerprint = linksFingerprint(content.entries)
  const texts = new Map(content.files.map(({ path, text }) => [path, withLf(text)] as const))
  const present = new Set(content.entries.map(({ data }) => data.id))
  const commits = firstCommits(history?.files ?? [])
  const stale = content.entries.filter((entry) => isStale(entry, state, fingerprint))
  const fresh = past(commits, state, new Set(content.entries.map(keyOf)))
  const step = counter(stale.length + fresh.length, onProgress)

  const write = stale.map((entry) => step(() => currentRevision(entry, texts.get(entry.path) as string, links, commits, now)))
  const plan: SyncPlan = {
    parent: state.sync,
    digest,
    date,
    finished: now,
    ...(history ? { commit: history.head } : state.commit === undefined ? {} : { commit: state.commit }),
    links: fingerprint,
    write,
    remove: [...state.current.keys()].filter((id) => !present.has(id)),
    past: fresh.map(([, first]) => step(() => pastRevision(first.file, links))),
    dated: [...commits].flatMap(([key, { file, id, revision }]) =>
      state.known.get(key) === false ? [{ id, revision, seen: file.date, commit: file.commit }] : [],
    ),
  }
  const added = write.filter(({ id }) => !state.current.has(id)).length
  const changed = write.filter(({ id, revision }) => state.current.has(id) && state.current.get(id)?.revision !== revision).length
  const counts = {
    added,
    changed,
    removed: plan.remove.length,
    unchanged: content.entries.length - added - changed,
    revisions: plan.past.length + write.filter(({ id, revision }) => !state.known.has(`${id}@${revision}`)).length,
  }
  const empty = write.length + plan.remove.length + plan.past.length + plan.dated.length === 0 && digest === state.digest
  return { ...(empty ? {} : { plan }), counts, digest }
}

interface FirstCommit {
  readonly id: string
  readonly revision: string
  /** The file in the first commit that had it. */
  readonly file: PastFile
  /** The last commit that brought it (back). */
  readonly last: PastFile
}

/** Every revision in the history by `id@revision`, in the order in which they came up. */
function firstCommits(files: readonly PastFile[]): Map<string, FirstCommit> {
  const found = new Map<string, FirstCommit>()
  for (const file of files) {
    const id = locationOf(file.path)?.id
    if (id === undefined) continue
    const revision = hashOf(withLf(file.text)).slice(0, 8)
    const key = `${id}@${revision}`
    found.set(key, { id, revision, file: found.get(key)?.file ?? file, last: file })
  }
  return found
}

function past(commits: ReadonlyMap<string, FirstCommit>, state: StoreState, current: ReadonlySet<string>): [string, FirstCommit][] {
  return [...commits].filter(([key]) => !state.known.has(key) && !current.has(key))
}

/** Whether what is stored is not what the file says, or was not made from it as it would be now. */
function isStale(entry: Entry, state: StoreState, fingerprint: string): boolean {
  const stored = state.current.get(entry.data.id)
  return stored?.revision !== entry.revision || stored.path !== entry.path || state.links !== fingerprint || stored.data !== JSON.stringify(entry.data)
}

function currentRevision(entry: Entry, raw: string, links: LinkResolver, commits: ReadonlyMap<string, FirstCommit>, now: string): PlannedRevision {
  const first = commits.get(keyOf(entry))
  const { html, text, headings } = renderBody(entry.body, links)
  return {
    id: entry.data.id,
    kind: entry.data.kind,
    revision: entry.revision,
    hash: hashOf(raw),
    path: entry.path,
    raw,
    entry,
    html,
    text,
    headings,
    seen: first?.file.date ?? now,
    ...(first ? { commit: first.file.commit } : {}),
    updated: first?.last.date ?? now,
  }
}

/** A file of the past; one that is no record by today's schema is kept as it was, without data. */
function pastRevision({ path, text, commit, date }: PastFile, links: LinkResolver): PlannedRevision {
  const raw = withLf(text)
  const { entry } = parseFile(path, text)
  const location = locationOf(path) as NonNullable<ReturnType<typeof locationOf>>
  const rendered = entry ? renderBody(entry.body, links) : { html: '', text: '', headings: [] }
  const hash = hashOf(raw)
  return {
    ...location,
    revision: hash.slice(0, 8),
    hash,
    path,
    raw,
    ...(entry ? { entry } : {}),
    html: rendered.html,
    text: rendered.text,
    headings: rendered.headings,
    seen: date,
    commit,
  }
}

function keyOf({ data, revision }: Entry): string {
  return `${data.id}@${revision}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Runs steps and tells how many are done. */
function counter(total: number, onProgress: PlanInput['onProgress']): <Result>(step: () => Result) => Result {
  let done = 0
  return (step) => {
    const result = step()
    done++
    if (done === total || done % 20 === 0) onProgress?.(done, total)
    return result
  }
}
