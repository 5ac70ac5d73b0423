import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { madeOnce } from '../fixtures/made-once.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  /** What it has printed so far. */
  said(): string
  close(): Promise<void>
}

/** Puts the records with their history into a new data folder, as `npm start` would; they are synced once a run. */
export async function withRecords(data: string): Promise<void> {
  const synced = await madeOnce('synced', async (folder) => {
    execFileSync(process.execPath, ['bin/canimigrate.mjs', 'sync'], { cwd: ROOT, env: { ...process.env, CANIMIGRATE_DATA: folder }, stdio: 'pipe' })
  })
  cpSync(synced, data, { recursive: true })
}

/** Serves the site as `npm start` does, on a free port. @param given the data folder; default: one of its own, removed at the end @param env more of its environment */
export async function startSite(given?: string, env: Readonly<Record<string, string>> = {}): Promise<Site> {
  const data = given ?? mkdtempSync(join(tmpdir(), 'canimigrate-site-'))
  if (given === undefined) await withRecords(data)
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', CANIMIGRATE_DATA: data, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const close = async () => {
    child.kill('SIGTERM')
    await ended
    if (given === undefined) rmSync(data, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + 400_000; ; await new Promise((done) => setTimeout(done, 100))) {
    const url = /canimigrate is on (http:\S+)/.exec(said)?.[1]
    if (url !== undefined) return { url, said: () => said, close }
    if (child.exitCode === null && Date.now() < deadline) continue
    await close()
    throw new Error(`the site did not start:\n${said}`)
  }
}
