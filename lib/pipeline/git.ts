import { readBlobs, runGit } from '../git/git.ts'

/** One file as one commit left it, oldest commit first. */
export interface PastFile {
  /** Below the folder that was asked about, with `/`. */
  readonly path: string
  readonly text: string
  readonly commit: string
  /** Date of the commit, ISO 8601 in UTC. */
  readonly date: string
}

export interface History {
  /** The commit that the history leads up to. */
  readonly head: string
  readonly files: readonly PastFile[]
}

/**
 * Every version of every file below a folder that git knows of.
 * @param directory the folder; need not be the repository's top
 * @param since only what came after this commit, as long as it still is in the history
 * @returns undefined without git, repository or commits, or where the clone is shallow
 */
export async function readHistory(directory: string, since?: string): Promise<History | undefined> {
  try {
    const head = await text(directory, ['rev-parse', 'HEAD'])
    if ((await text(directory, ['rev-parse', '--is-shallow-repository'])) !== 'false') return undefined
    if (head === since) return { head, files: [] }
    const from = since !== undefined && (await succeeds(directory, ['merge-base', '--is-ancestor', since, head])) ? [`^${since}`] : []
    const log = await run(directory, [
      'log',
      '-z',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--relative',
      '--full-history',
      '--topo-order',
      '--reverse',
      '--format=%x01%H %cI',
      head,
      ...from,
      '--',
      '.',
    ])
    const changes = changesOf(log)
    const blobs = await readTexts(directory, [...new Set(changes.map(({ blob }) => blob))])
    return {
      head,
      files: changes.flatMap(({ blob, path, commit, date }) => {
        const found = blobs.get(blob)
        return found === undefined ? [] : [{ path, text: found, commit, date }]
      }),
    }
  } catch (error) {
    if (error instanceof GitFailed) return undefined
    throw error
  }
}

/**
 * Paths below a folder at which the history once deleted a file; what came back is among them.
 * @returns none without git, repository or commits, or where the clone is shallow
 */
export async function readDeleted(directory: string): Promise<readonly string[]> {
  try {
    if ((await text(directory, ['rev-parse', '--is-shallow-repository'])) !== 'false') return []
    const paths = await run(directory, ['log', '-z', '--diff-filter=D', '--no-renames', '--relative', '--format=', '--name-only', 'HEAD', '--', '.'])
    return [...new Set(paths.split('\0').filter(Boolean))].sort()
  } catch (error) {
    if (error instanceof GitFailed) return []
    throw error
  }
}

class GitFailed extends Error {}

/** Files longer than this are no records. */
const MAX_BYTES = 2_000_000

interface Change {
  readonly commit: string
  readonly date: string
  readonly path: string
  readonly blob: string
}

/** Reads `git log -z --raw`: per commit its line, then pairs of `:modes old new status` and path. Deletions are left out. */
function changesOf(log: string): Change[] {
  const changes: Change[] = []
  const fields = log.split('\0')
  let commit = ''
  let date = ''
  for (let at = 0; at < fields.length; at++) {
    const field = (fields[at] as string).replace(/^\n/, '')
    const header = /^\x01([0-9a-f]+) (\S+)$/.exec(field)
    if (header) {
      commit = header[1] as string
      date = new Date(header[2] as string).toISOString()
      continue
    }
    const [, mode, blob] = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/.exec(field) ?? []
    if (mode === undefined || blob === undefined) continue
    const path = fields[++at] as string
    if (mode.startsWith('100')) changes.push({ commit, date, path, blob })
  }
  return changes
}

/** Blobs as text; those that are no UTF-8, too long or not there are left out. */
async function readTexts(directory: string, ids: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  if (ids.length === 0) return texts
  try {
    for await (const { name, content } of readBlobs({ cwd: directory }, ids)) {
      const read = content && content.length <= MAX_BYTES ? decoded(content) : undefined
      if (read !== undefined) texts.set(name, read)
    }
  } catch {
    throw new GitFailed()
  }
  return texts
}

/** What is no text is no record. */
function decoded(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return undefined
  }
}

async function text(directory: string, words: readonly string[]): Promise<string> {
  return (await run(directory, words)).trim()
}

async function succeeds(directory: string, words: readonly string[]): Promise<boolean> {
  return (await runGit({ cwd: directory }, words)) !== undefined
}

/** @throws GitFailed if there is no git, or it fails */
async function run(directory: string, words: readonly string[]): Promise<string> {
  const output = await runGit({ cwd: directory }, words).catch(() => undefined)
  if (output === undefined) throw new GitFailed()
  return output
}
