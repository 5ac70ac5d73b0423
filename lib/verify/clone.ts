import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from '../git/git.ts'
import { GitObjects } from '../git/objects.ts'
import { InputError, type SourceRecord } from '../model/index.ts'
import { type VerifyCache, openCache } from './cache.ts'
import { pathMatcher } from './path-glob.ts'

/** A release as the clone has it. */
export interface Release {
  /** `7.2.0`. */
  readonly version: string
  readonly commit: string
  /** Day of the tag (else of the commit) in UTC, ISO 8601. */
  readonly date: string
  /** `rc2`: it is not that release, but the newest candidate for it. */
  readonly candidate?: string
  /** The commit is no commit of upstream's: it holds a copy of the release's tree, from there (`Copied-from:` in its message). */
  readonly copiedFrom?: string
}

/** A commit that changed a file, or files of a folder. */
export interface Touch {
  readonly commit: string
  readonly subject: string
  /** Day of the commit in UTC, ISO 8601. */
  readonly date: string
  /** What it changed of what was asked about. */
  readonly files: readonly string[]
}

/** A local clone of the repository of a source record; nothing in it is ever changed. */
export interface Clone {
  readonly source: SourceRecord
  readonly dir: string
  /** Changes whenever a ref of the clone does. */
  readonly refs: string
  /** The commit of HEAD, or of the newest release where HEAD is of none. */
  readonly head: string
  /** Oldest first; candidates and development versions are none. */
  releases(): readonly Release[]
  /** The newest tagged candidate (`-rc2` after what a release's tag is) of each version that the clone has no release of. */
  candidates(): readonly Release[]
  /** A file's text at a commit, undefined where there is none. @throws Error if the clone lists the file but lacks its content */
  read(commit: string, path: string): Promise<string | undefined>
  /** Ids of files at a commit, in the order of `paths`: equal ids, equal texts. */
  blobs(commit: string, paths: readonly string[]): Promise<(string | undefined)[]>
  /** The text of a file by its id. @throws Error if the clone lacks it */
  text(blob: string): Promise<string>
  /** Paths of the files at a commit that `glob` matches (`*` within a folder, `**` over folders), in order. */
  files(commit: string, glob: string): Promise<readonly string[]>
  /** The commits that changed a file, or anything in a folder, oldest first: those in the history of HEAD, of `master` or `main`, and of releases. */
  touching(path: string): Promise<readonly Touch[]>
  /** Ends what runs for it. */
  close(): void
}

/**
 * Opens a clone, bare or with a work tree.
 * @param cache keeps which releases there are, as long as no ref changes
 * @throws InputError if there is none at `dir`, or its releases cannot be told
 */
export async function openClone(dir: string, source: SourceRecord, cache: VerifyCache = openCache(undefined)): Promise<Clone> {
  const git = await gitDirOf(dir)
  const listed =
    git &&
    (await runGit(git, ['for-each-ref', `--format=${['%(objectname)', '%(*objectname)', '%(creatordate:unix)', '%(refname)', COPIED_FROM].join('%00')}`]))
  if (!git || listed === undefined) throw problem(`\`${dir}\` is no git repository; give a clone of ${source.title}, bare or with its work tree`)
  const tip = (await runGit(git, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim() ?? ''
  const state = createHash('sha256').update(listed).update(tip).digest('hex')
  const refs = listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\0') as Ref)
  const { releases, candidates } = await cache.once(state, `releases and candidates ${JSON.stringify(source.releases)}`, () => releasesOf(git, source, refs))
  const head = tip || releases.at(-1)?.commit
  if (head === undefined) throw problem(`\`${dir}\` has no commits; give a clone of ${source.title}`)
  const branches = refs.filter(([, , , name]) => /^refs\/(heads|remotes\/origin)\/(master|main)$/.test(name)).map(([id]) => id)
  const objects = new GitObjects(git)
  const folders = new Map<string, Promise<ReadonlyMap<string, string>>>()
  const blobAt = async (commit: string, path: string): Promise<string | undefined> => {
    const cut = path.lastIndexOf('/')
    const folder = `${commit}:${path.slice(0, Math.max(cut, 0))}`
    const known = folders.get(folder) ?? objects.get(folder).then(entriesOf)
    if (folders.size >= MOST_FOLDERS) folders.clear()
    folders.set(folder, known)
    return (await known).get(path.slice(cut + 1))
  }
  const text = async (blob: string): Promise<string> => {
    const object = await objects.get(blob)
    if (object?.type !== 'blob') throw new Error(`\`${dir}\` lacks object ${blob}: a partial clone? give a whole one`)
    return object.content.toString('utf8')
  }
  return {
    source,
    dir,
    refs: state,
    head,
    releases: () => releases,
    candidates: () => candidates,
    read: async (commit, path) => {
      const object = await objects.get(`${commit}:${path}`)
      if (object) return object.type === 'blob' ? object.content.toString('utf8') : undefined
      const blob = await blobAt(commit, path)
      return blob === undefined ? undefined : text(blob)
    },
    blobs: (commit, paths) => Promise.all(paths.map((path) => blobAt(commit, path))),
    text,
    files: async (commit, glob) => {
      const { folder, matches } = pathMatcher(glob)
      const names = await runGit(git, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, ...(folder === '' ? [] : ['--', `${folder}/`])])
      return (names ?? '').split('\0').filter((name) => name !== '' && matches(name))
    },
    touching: async (path) => {
      const log = await runGit(git, [
        ...['log', '--reverse', '--topo-order', '--no-renames', '--name-only', '-z', '--format=%x01%H%x02%ct%x02%s%x02'],
        ...new Set([head, ...branches, ...releases.map(({ commit }) => commit)]),
        ...['--', `:(literal,top)${path}`],
      ])
      return (log ?? '')
        .split('\x01')
        .slice(1)
        .map((text) => {
          const [commit = '', seconds = '', subject = '', names = ''] = text.split('\x02')
          return { commit, subject, date: dayOf(seconds), files: names.split('\0').flatMap((name) => name.replace(/^\n+/, '') || []) }
        })
    },
    close: () => objects.close(),
  }
}

/** Id, the id of what an annotated tag names, seconds, name, where a copy is from. */
type Ref = [string, string, string, string, string]

/** Of a commit; of an annotated tag, the tag's own message. */
const COPIED_FROM = '%(contents:trailers:key=Copied-from,valueonly,separator=%2C)'

/** Folders of commits that are remembered. */
const MOST_FOLDERS = 20_000

function problem(message: string): InputError {
  return new InputError([{ path: '', message }])
}

async function gitDirOf(dir: string): Promise<string | undefined> {
  const isThere = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    )
  if (await isThere(join(dir, '.git'))) return join(dir, '.git')
  return (await isThere(join(dir, 'HEAD'))) && (await isThere(join(dir, 'objects'))) ? dir : undefined
}

async function releasesOf(
  git: string,
  { releases }: SourceRecord,
  refs: readonly Ref[],
): Promise<{ readonly releases: readonly Release[]; readonly candidates: readonly Release[] }> {
  if (!releases) return { releases: [], candidates: [] }
  const found = new Map<string, Release>()
  const candidates = new Map<string, Release>()
  const add = (version: string, commit: string, seconds: string, copiedFrom?: string): void => {
    const [, number = '', candidate] = /^(\d+(?:\.\d+){1,3})(?:-(rc\d+))?$/.exec(version) ?? []
    if (number === '' || (releases.except !== undefined && new RegExp(releases.except, 'mu').test(version))) return
    const release = { version: number, commit, date: dayOf(seconds), ...(candidate ? { candidate } : {}), ...(copiedFrom ? { copiedFrom } : {}) }
    if (candidate === undefined) found.set(number, found.get(number) ?? release)
    else if (numberOf(candidate) > numberOf(candidates.get(number)?.candidate)) candidates.set(number, release)
  }
  const [before = '', after = ''] = (releases.tag ?? '').split('{version}')
  if (releases.tag !== undefined)
    for (const [id, peeled, seconds, name, copiedFrom] of refs) {
      const tag = name.startsWith('refs/tags/') ? name.slice('refs/tags/'.length) : ''
      if (tag.startsWith(before) && tag.endsWith(after)) add(tag.slice(before.length, tag.length - after.length), peeled || id, seconds, copiedFrom)
    }
  // Over all refs: clones of forges keep stable branches, and the newest releases, in odd ones.
  if (releases.file !== undefined) {
    const log = await runGit(git, [
      'log',
      '--all',
      '--reverse',
      '--no-renames',
      '--raw',
      '--no-abbrev',
      '--format=%H %ct',
      '--',
      `:(literal,top)${releases.file}`,
    ])
    const objects = new GitObjects(git)
    let commit: readonly string[] = []
    for (const line of lines(log)) {
      const blob = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /.exec(line)?.[1]
      if (blob === undefined) commit = line.split(' ')
      else add(((await objects.get(blob))?.content.toString('latin1') ?? '').trim(), commit[0] as string, commit[1] as string)
    }
    objects.close()
  }
  const inOrder = (some: Iterable<Release>): Release[] =>
    [...some].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : compareNumbers(a.version, b.version)))
  return { releases: inOrder(found.values()), candidates: inOrder(candidates.values()).filter(({ version }) => !found.has(version)) }
}

/** 2 of `rc2`; 0 of none. */
function numberOf(candidate = 'rc0'): number {
  return Number(candidate.slice(2))
}

/** Orders `1.9.0` before `1.10.0`, `1.0` before `1.0.0`. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  const at = left.findIndex((number, index) => number !== (right[index] ?? -1))
  return at < 0 ? left.length - right.length : (left[at] as number) - (right[at] ?? -1)
}

/** Files of a folder, by name, from git's own form: `mode name NUL id`. */
function entriesOf(object: { readonly id: string; readonly type: string; readonly content: Buffer } | undefined): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  if (object?.type !== 'tree') return entries
  const { content } = object
  const length = object.id.length / 2
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at)
    const end = content.indexOf(0, space)
    // 100644, 100755 and 120000; no folders and no submodules.
    if (content[at] === 0x31 && content.toString('latin1', at, space) !== '160000')
      entries.set(content.toString('utf8', space + 1, end), content.toString('hex', end + 1, end + 1 + length))
    at = end + 1 + length
  }
  return entries
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '')
}

function dayOf(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 10)
}
