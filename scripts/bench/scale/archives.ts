import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type MadeUpMail, type MailShape, madeUpMail } from './made-up-mail.ts'

/** Mail of public-inbox that grows on demand. */
export interface GrowingArchive {
  /** What `ingest` is given. */
  readonly sources: readonly string[]
  /** Whether all of its messages have names of their own, so that a reader must have as many. */
  readonly isPlain: boolean
  /** @param total messages that there shall be, of all sources @returns how many there are: fewer where there is no more */
  grow(total: number): Promise<number>
}

/** A repository as it was after some of its commits. @param given a bare repository @param work an empty folder */
export function cutArchive(given: string, work: string): GrowingArchive {
  const dir = join(work, 'archive.git')
  execFileSync('git', ['clone', '-q', '--bare', '--shared', resolve(given), dir])
  const branch = git(dir, ['symbolic-ref', 'HEAD'])
  const commits = git(dir, ['rev-list', '--reverse', 'HEAD']).split('\n')
  return {
    sources: [dir],
    isPlain: false,
    grow: async (total) => {
      const count = Math.min(total, commits.length)
      git(dir, ['update-ref', branch, commits[count - 1] as string])
      return count
    },
  }
}

/** Mail made up on the way, a repository for each list. @param work an empty folder */
export function madeUpArchive(work: string, shape: MailShape): GrowingArchive {
  const dirs = new Map(shape.lists.map((list) => [list, join(work, list, 'git', '0.git')]))
  for (const dir of dirs.values()) {
    mkdirSync(dir, { recursive: true })
    execFileSync('git', ['init', '-q', '--bare', '--initial-branch=master', dir])
    // What is measured is not how well git compresses.
    git(dir, ['config', 'core.compression', '1'])
  }
  const mails = madeUpMail(shape)
  let made = 0
  return {
    sources: [...dirs.values()],
    isPlain: true,
    grow: async (total) => {
      const writers = new Map([...dirs].map(([list, dir]) => [list, new Importer(dir)]))
      for (; made < total; made++) {
        const { value } = mails.next() as IteratorYieldResult<MadeUpMail>
        for (const list of value.lists) await (writers.get(list) as Importer).add(value, list, made)
      }
      for (const writer of writers.values()) await writer.end()
      return made
    },
  }
}

/** Bytes of a folder with all that is in it; 0 where there is none. */
export function bytesIn(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found?.size ?? 0
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}

/** One `git fast-import`. */
class Importer {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown[]>
  #from: string

  constructor(dir: string) {
    this.#child = spawn('git', ['fast-import', '--quiet', '--depth=0'], { cwd: dir, stdio: ['pipe', 'ignore', 'inherit'] })
    this.#ended = once(this.#child, 'close')
    this.#from = exists(dir) ? 'from refs/heads/master^0\n' : ''
  }

  async add({ from, subject, raw }: MadeUpMail, list: string, number: number): Promise<void> {
    const mail = raw(list)
    const at = `${from} ${FIRST_ARRIVAL + number} +0000`
    const head = `commit refs/heads/master\nauthor ${at}\ncommitter ${at}\ndata ${Buffer.byteLength(subject)}\n${subject}\n${this.#from}M 100644 inline m\n`
    this.#from = ''
    const { stdin } = this.#child
    if (stdin?.write(`${head}data ${Buffer.byteLength(mail)}\n${mail}\n`) === false) await once(stdin, 'drain')
  }

  async end(): Promise<void> {
    this.#child.stdin?.end()
    const [code] = await this.#ended
    if (code !== 0) throw new Error(`\`git fast-import\` ended with ${code}`)
  }
}

/** Seconds since 1970; a message each second from then on. */
const FIRST_ARRIVAL = Date.UTC(2026, 0) / 1000

function exists(dir: string): boolean {
  return git(dir, ['for-each-ref', 'refs/heads/master']) !== ''
}

function git(dir: string, words: readonly string[]): string {
  return execFileSync('git', words, { cwd: dir, maxBuffer: 2 ** 30 })
    .toString()
    .trim()
}
