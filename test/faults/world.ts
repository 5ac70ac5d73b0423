import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CLEAN } from '../lint/fixture.ts'
import { inventedMails, writeArchive } from '../pipeline/mail-archive.ts'

/** How often each fault is tried: once, or `FAULTS=10` times. */
export const TIMES: readonly number[] = Array.from({ length: Math.max(1, Number(process.env.FAULTS ?? 1)) }, (_, index) => index + 1)

/** What a process came to. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with a few records and an archive of invented mails, and processes of the project over it. All ends with {@link World.close}. */
export interface World {
  readonly root: string
  readonly content: string
  readonly archive: string
  /** Writes files below content/. */
  put(files: Readonly<Record<string, string>>): void
  /** Changes a record, so that there is something to sync. @returns its file's text */
  change(words: string): string
  /** Runs the command line on a data folder. @param killAfter milliseconds after which it is killed (-9) */
  run(data: string, words: readonly string[], more?: { readonly killAfter?: number; readonly env?: Readonly<Record<string, string>> }): Promise<Ended>
  /** Starts a server of the API on a data folder. */
  serve(data: string, env?: Readonly<Record<string, string>>): Promise<Server>
  close(): void
}

/** The file of `test/alpha`. */
export const RECORD = 'features/test/alpha.md'

export interface Server {
  /** @returns the status, and the body where it is JSON */
  get(path: string): Promise<{ readonly status: number; readonly body: unknown }>
  signal(signal: NodeJS.Signals): void
  /** Sends a signal that ends it, and waits until it has ended. */
  kill(signal: NodeJS.Signals): Promise<void>
  stderr(): string
}

const NAME = 'canimigrate-faults-'

export function openWorld(mails = 250): World {
  const root = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`))
  const content = join(root, 'content')
  const archive = join(root, 'list.git')
  writeArchive(archive, inventedMails(mails))
  const children = new Set<ChildProcess>()
  const start = (command: readonly string[], data: string, env: Readonly<Record<string, string>> = {}): ChildProcess => {
    const child = spawn(process.execPath, command, {
      env: { ...process.env, CANIMIGRATE_CONTENT: content, CANIMIGRATE_DATA: data, CANIMIGRATE_WORKERS: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    child.on('close', () => children.delete(child))
    return child
  }
  const put = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(content, path)), { recursive: true })
      writeFileSync(join(content, path), text)
    }
  }
  put(CLEAN)
  return {
    root,
    content,
    archive,
    put,
    change: (words) => {
      const text = `${CLEAN[RECORD]}\nChanged: ${words}.\n`
      put({ [RECORD]: text })
      return text
    },
    run: (data, words, { killAfter, env } = {}) =>
      new Promise((done, fail) => {
        const child = start([resolve('bin/canimigrate.mjs'), ...words], data, env)
        let [stdout, stderr] = ['', '']
        child.stdout?.on('data', (chunk) => (stdout += chunk))
        child.stderr?.on('data', (chunk) => (stderr += chunk))
        const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
        child.on('error', fail)
        child.on('close', (status) => {
          clearTimeout(timer)
          done({ status, stdout, stderr })
        })
      }),
    serve: (data, env = {}) =>
      new Promise((done, fail) => {
        const child = start(['--import', 'tsx', fileURLToPath(new URL('./serve-child.ts', import.meta.url))], data, env)
        let stderr = ''
        child.stderr?.on('data', (chunk) => (stderr += chunk))
        const ended = new Promise<void>((over) => child.on('close', () => over()))
        ended.then(() => fail(new Error(`the server ended: ${stderr}`)))
        child.stdout?.once('data', (chunk) => {
          const url = `http://127.0.0.1:${String(chunk).trim()}/api/v1/`
          done({
            get: async (path) => {
              const answer = await fetch(url + path)
              return { status: answer.status, body: await answer.json().catch(() => undefined) }
            },
            signal: (signal) => void child.kill(signal),
            kill: async (signal) => {
              child.kill(signal)
              await ended
            },
            stderr: () => stderr,
          })
        })
      }),
    close: () => {
      for (const child of children) child.kill('SIGKILL')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** One line, that says what to do and shows no stack. */
export const ONE_LINE = /^canimigrate: [^\n]{10,400}\n$/

/** A file system of its own in memory, whose size and whose being writable can be changed; undefined where this process may not mount one. */
export function smallDisk(root: string, name: string): { readonly dir: string; remount(options: string): void; unmount(): void } | undefined {
  if (process.platform !== 'linux') return undefined
  clearLeftovers()
  const dir = join(root, name)
  mkdirSync(dir)
  const mount = (...words: string[]): void => void execFileSync('mount', words, { stdio: 'ignore' })
  try {
    mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dir)
  } catch {
    return undefined
  }
  return {
    dir,
    remount: (options) => mount('-o', `remount,${options}`, dir),
    unmount: () => void execFileSync('umount', ['-l', dir], { stdio: 'ignore' }),
  }
}

/** What an ingest wrote, of what `dump` gives; what `sync` writes has the moment of its run in it. */
export function mail(all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !OF_RECORDS.has(name)))
}

const OF_RECORDS: ReadonlySet<string> = new Set(['Record', 'Revision', 'Statement', 'Citation', 'Alias', 'Release', 'Sync'])

/** Unmounts and removes what a run that was killed left. */
function clearLeftovers(): void {
  const before = join(tmpdir(), NAME)
  const left = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .filter((dir) => dir.startsWith(before) && !existsSync(`/proc/${/^\d+/.exec(dir.slice(before.length))?.[0] ?? ''}`))
  for (const dir of left) execFileSync('umount', ['-l', dir], { stdio: 'ignore' })
  for (const dir of left) rmSync(dirname(dir), { recursive: true, force: true })
}
