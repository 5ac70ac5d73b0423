import { type ChildProcess, spawn } from 'node:child_process'
import { Readable } from 'node:stream'

/** Where git works: a git folder (a bare repository, or `.git`), or any folder of a work tree. */
export type GitPlace = string | { readonly cwd: string }

/** An object that was asked for; `content` is undefined when there is none of that name or it is no blob. */
export interface GitBlob {
  readonly name: string
  readonly content: Buffer | undefined
}

/** From where git may take objects: from nowhere, or from files of this machine (a bundle that was named). */
export type GitFetches = 'nothing' | 'file'

/**
 * Output of a git command on a repository.
 * @param fetches default: nothing
 * @returns undefined when git says that it failed
 * @throws Error when there is no git
 */
export async function runGit(place: GitPlace, words: readonly string[], fetches: GitFetches = 'nothing'): Promise<string | undefined> {
  const child = startGit(place, words, fetches)
  child.stdin?.end()
  const ended = exit(child)
  // It may fail while the output is still read.
  ended.catch(() => {})
  const chunks: Buffer[] = []
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  return (await ended) === 0 ? Buffer.concat(chunks).toString('utf8') : undefined
}

/** Reads blobs in the order of their names by one process, as a stream. Ends the process when the caller stops reading. */
export async function* readBlobs(place: GitPlace, names: Iterable<string>): AsyncGenerator<GitBlob> {
  const child = startGit(place, ['cat-file', '--batch', '--buffer'])
  const ended = exit(child)
  // A process that ends early is told by its exit, not by the pipe.
  child.stdin?.on('error', () => {})
  if (child.stdin) Readable.from(inChunks(names)).pipe(child.stdin)
  try {
    let rest: Buffer = Buffer.alloc(0)
    let missing = 0
    let waiting: Buffer[] = []
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      // A big blob comes in many chunks: they are put together once.
      if (missing > chunk.length) {
        waiting.push(chunk)
        missing -= chunk.length
        continue
      }
      rest = rest.length === 0 && waiting.length === 0 ? chunk : Buffer.concat([rest, ...waiting, chunk])
      waiting = []
      missing = 0
      for (let at = 0; ; ) {
        const end = rest.indexOf(LF, at)
        if (end === -1) {
          rest = rest.subarray(at)
          break
        }
        const [name = '', type = '', size = ''] = rest.toString('latin1', at, end).split(' ')
        if (size === '') {
          yield { name, content: undefined }
          at = end + 1
          continue
        }
        const stop = end + 1 + Number(size)
        if (rest.length <= stop) {
          rest = rest.subarray(at)
          missing = stop + 1 - at - rest.length
          break
        }
        yield { name, content: type === 'blob' ? rest.subarray(end + 1, stop) : undefined }
        at = stop + 1
      }
    }
    const code = await ended
    if (code !== 0) throw new Error(`git could not read \`${typeof place === 'string' ? place : place.cwd}\` (status ${code ?? 'unknown'})`)
  } finally {
    child.kill()
  }
}

/** A line each, some thousands at a time: all of a million at once would be held until git has read them. */
function* inChunks(names: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const name of names) {
    chunk += `${name}\n`
    if (chunk.length < LONGEST_CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

const LONGEST_CHUNK = 65_536
const LF = 0x0a

/** Starts git. It fetches nothing, asks nothing, runs no program that a repository names, and takes no lock that it can do without. */
export function startGit(place: GitPlace, words: readonly string[], fetches: GitFetches = 'nothing'): ChildProcess {
  const [first, cwd] = typeof place === 'string' ? [[`--git-dir=${place}`], undefined] : [[], place.cwd]
  return spawn('git', ['--no-replace-objects', ...QUIET, ...first, ...words], { cwd, stdio: ['pipe', 'pipe', 'ignore'], env: environment(fetches) })
}

/** What a repository's own configuration could name programs by, as long as nothing is fetched; a clone that somebody else made has a configuration of his. */
const QUIET = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'core.pager=cat'].flatMap((setting) => ['-c', setting])

/**
 * Without the variables by which a hook points git at another repository, and without what is no business of git's, such as passwords.
 * `GIT_ALLOW_PROTOCOL` counts more than any configuration: a partial clone would otherwise fetch what it lacks by the programs that its configuration names
 * (`GIT_NO_LAZY_FETCH` is known to git 2.44 and later only).
 */
function environment(fetches: GitFetches): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|EXTERNAL_DIFF|SSH|SSH_COMMAND|PROXY_COMMAND)|DATABASE_.*|MEILI_.*|CANIMIGRATE_.*)$/.test(
        name,
      ),
  )
  return {
    ...(Object.fromEntries(kept) as NodeJS.ProcessEnv),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: fetches === 'file' ? 'file' : 'none',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  }
}

function exit(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (problem) => reject(new Error(`git could not be run: ${problem.message}`)))
    child.on('close', resolve)
  })
}
