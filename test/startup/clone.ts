import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** What npm, Vitest and the caller set for this run. */
const OURS = /^(npm_(?!config_)|npm_config_loglevel$|NODE_ENV$|NODE_OPTIONS$|VITEST|CANIMIGRATE_|PORT$|HOST$|TEST$|DATABASE_URL$)/

/** A fresh clone of the last commit in a folder of its own; undefined where git or the history is missing. */
export function cloneProject(): string | undefined {
  const directory = join(mkdtempSync(join(tmpdir(), 'canimigrate-clone-')), 'canimigrate')
  try {
    execFileSync('git', ['-c', 'safe.directory=*', 'clone', '-q', '--no-hardlinks', ROOT, directory], { stdio: 'pipe' })
    return directory
  } catch {
    return undefined
  }
}

export interface Run {
  readonly child: ChildProcess
  /** What it printed so far. */
  said(): string
  /** Resolves when what it printed matches; rejects when it ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit status, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** Runs `node scripts/start.mjs`, as `npm start` does, with nothing of the environment of these tests. */
export function startIn(directory: string, env: Record<string, string> = {}): Run {
  const outer = Object.entries(process.env).filter(([name]) => !OURS.test(name))
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: directory,
    env: { ...(Object.fromEntries(outer) as NodeJS.ProcessEnv), PORT: '0', ...env },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (text += chunk))
  const ended = new Promise<number | NodeJS.Signals | null>((done) => child.once('close', (code, signal) => done(code ?? signal)))
  const until = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(text)
      if (found) return found
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended before it said ${pattern}:\n${text}`)
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return { child, said: () => text, until, ended, kill }
}
