import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout } from 'node:timers/promises'
import { type Times, timesOf } from './times.ts'

/** How long a message takes from its arrival to its being found. */
export interface Arrivals {
  /** By a site that runs, where an `ingest --every` follows the mbox that it is appended to. Earlier measurements lack it. */
  readonly ingester?: Times
  /** By a site that runs, where a process begins that reads it from its standard input. */
  readonly site: Times
  /** By `search` in a process of its own, begun when the first has ended. */
  readonly process: Times
  /** Messages that were sent for it. */
  readonly sent: number
}

/** @param env of the processes @param isFound asks the site for a word */
export async function arrivals(env: Readonly<Record<string, string>>, isFound: (word: string) => Promise<boolean>): Promise<Arrivals> {
  const ingester = await byIngester(env, isFound)
  const site: number[] = []
  const others: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const word = `arrived${Date.now()}x${turn}`
    const start = performance.now()
    const reading = run(env, ['ingest', '--json', '--list', 'arrivals.example.org', '-'], mail(word))
    const seen = until(word, isFound)
    const [took] = await Promise.all([reading, seen])
    site.push((await seen) - start)
    others.push(took + (await run(env, ['search', '--in', 'mail', '--json', word])))
  }
  return { ingester, site: timesOf(site), process: timesOf(others), sent: 2 * TURNS + 1 }
}

async function byIngester(env: Readonly<Record<string, string>>, isFound: (word: string) => Promise<boolean>): Promise<Times> {
  const folder = mkdtempSync(join(tmpdir(), 'canimigrate-arrivals-'))
  const mbox = join(folder, 'mbox')
  const append = (word: string): void => appendFileSync(mbox, `From ann@example.org Mon Mar  1 10:00:00 2021\n${mail(word)}\n`)
  const first = `arrived${Date.now()}first`
  append(first)
  const words = ['ingest', '--every', '3600', '--json', '--list', 'arrivals.example.org', mbox]
  const program = spawn(process.execPath, [BIN, ...words], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    await until(first, isFound)
    const found: number[] = []
    for (let turn = 0; turn < TURNS; turn++) {
      // It rests as long as it has read.
      await setTimeout(REST_MS)
      const word = `arrived${Date.now()}to${turn}`
      const start = performance.now()
      append(word)
      found.push((await until(word, isFound)) - start)
    }
    return timesOf(found)
  } finally {
    const ended = new Promise((done) => program.once('close', done))
    program.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns when the word was found @throws Error where it is not within a minute */
async function until(word: string, isFound: (word: string) => Promise<boolean>): Promise<number> {
  const start = performance.now()
  while (!(await isFound(word))) {
    if (performance.now() - start > MOST_MS) throw new Error(`\`${word}\` is not found within a minute`)
    await setTimeout(PAUSE_MS)
  }
  return performance.now()
}

const TURNS = 5
const PAUSE_MS = 10
const REST_MS = 10_000
const MOST_MS = 60_000

function mail(word: string): string {
  return `From: Ann <ann@example.org>\nSubject: it arrived\nMessage-ID: <${word}@example.org>\nDate: ${new Date().toUTCString().replace('GMT', '+0000')}\n\nHere is ${word}.\n`
}

/** @returns milliseconds @throws Error if it fails, as `search` does where nothing is found */
function run(env: Readonly<Record<string, string>>, words: readonly string[], input = ''): Promise<number> {
  const start = performance.now()
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [BIN, ...words], { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'inherit'] })
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done(performance.now() - start) : failed(new Error(`\`canimigrate ${words.join(' ')}\` ended with ${code}`))))
    child.stdin.end(input)
  })
}

const BIN = fileURLToPath(new URL('../../../bin/canimigrate.mjs', import.meta.url))
