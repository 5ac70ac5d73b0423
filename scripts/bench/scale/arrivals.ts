import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout } from 'node:timers/promises'
import { type Times, timesOf } from './times.ts'

/** How long a message takes from its arrival (a process that reads it from its standard input begins) to its being found. */
export interface Arrivals {
  /** By a site that runs. */
  readonly site: Times
  /** By `search` in a process of its own, begun when the first has ended. */
  readonly process: Times
}

/** @param env of the processes @param isFound asks the site for a word */
export async function arrivals(env: Readonly<Record<string, string>>, isFound: (word: string) => Promise<boolean>): Promise<Arrivals> {
  const site: number[] = []
  const others: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const word = `arrived${Date.now()}x${turn}`
    const start = performance.now()
    const reading = run(env, ['ingest', '--json', '--list', 'arrivals.example.org', '-'], mail(word))
    const seen = (async () => {
      while (!(await isFound(word))) {
        if (performance.now() - start > MOST_MS) throw new Error(`\`${word}\` is not found within a minute`)
        await setTimeout(PAUSE_MS)
      }
      site.push(performance.now() - start)
    })()
    const [took] = await Promise.all([reading, seen])
    others.push(took + (await run(env, ['search', '--in', 'mail', '--json', word])))
  }
  return { site: timesOf(site), process: timesOf(others) }
}

const TURNS = 5
const PAUSE_MS = 10
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
