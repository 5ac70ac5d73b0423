import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomOf } from '../lib/random.ts'
import { growthOf, type Sample, watchMemory } from './load-memory.ts'
import { type Asked, mixOf } from './load-mix.ts'
import { type Sent, sendAt } from './load-send.ts'
import { measure } from './measure.ts'
import { type OurSite, startOurs } from './our-site.ts'

/** Requests per second of the first step, and how much more each next one has. */
const FIRST = 20
const MORE = 1.5
const SECONDS = 15
/** Requests until caches have what is asked for often, by so many clients. */
const WARM_UP = { requests: 2000, clients: 4 }
/** A rate is held where so much of it is answered meanwhile, and 99 of 100 answers take at most so many milliseconds. */
const HELD = { share: 0.95, p99: 1000 }
/** How much more than the knee is sent to see what becomes of too much. */
const TOO_MUCH = [2, 3]
/** Growth of memory in the second half of a long run above which it is not flat, by what it was: of a run of half an hour. */
const FLAT = 0.05
const SEED = 20_261_122

/**
 * Sends a mix of pages, searches and questions at rising rates until the server does not keep up (the knee), then more than that, then half of it for as long as is asked for.
 * @param words `--database URL`, `--meili URL`, `--meili-key KEY`, `--archive SOURCE`, `--minutes N` (default 0: memory is not looked at), `--rate N` (the knee, where it is known), `--url URL` (of a
 * server that runs already)
 * @returns whether nothing failed up to the knee, nothing but 503 and 429 came above it, the server served again afterwards, and its memory stayed as it was
 */
export async function loadBench(words: readonly string[]): Promise<boolean> {
  const options = readOptions(words)
  const folder = mkdtempSync(join(tmpdir(), 'canimigrate-load-'))
  const site = options.url ? { url: options.url.replace(/\/$/, ''), close: async () => {} } : await started(folder, options)
  try {
    return await run(site, options)
  } finally {
    await site.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Options = ReturnType<typeof readOptions>

function readOptions(words: readonly string[]) {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...words],
    options: { url: text, database: text, meili: text, 'meili-key': text, archive: text, minutes: text, rate: text },
  })
  return { ...values, minutes: Number(values.minutes ?? 0), rate: Number(values.rate ?? 0) }
}

/** A site of its own: a new data folder, and whatever database and search it is told of. */
async function started(folder: string, { database, meili, 'meili-key': key, archive }: Options): Promise<OurSite> {
  // What limits a client would limit this one alone.
  const env = {
    CANIMIGRATE_DATA: folder,
    DATABASE_URL: database ?? '',
    DATABASE_REPLICA_URL: '',
    MEILI_URL: meili ?? '',
    MEILI_KEY: key ?? '',
    CANIMIGRATE_RATE_LIMIT: '',
    CANIMIGRATE_METRICS_TOKEN: '',
    CANIMIGRATE_URL: '',
  }
  const site = await startOurs(env)
  if (archive) await measure({ words: [process.execPath, 'bin/canimigrate.mjs', 'ingest', archive], env })
  return site
}

async function run(site: OurSite, { rate, minutes }: Options): Promise<boolean> {
  const next = await mixOf(site.url, SEED)
  const random = randomOf(SEED)
  const send = (to: number, seconds = SECONDS): Promise<Sent> => sendAt(site.url, next, () => random.share(), { rate: to, seconds })
  await warmUp(site.url, next)
  const faults: string[] = []
  const knee = rate > 0 ? await send(rate) : await kneeOf(send, faults)
  tellKinds(knee)
  if (rate === 0) {
    console.log(`\nmore than that:\n${HEAD}`)
    for (const times of TOO_MUCH) {
      const sent = tell(await send(Math.round(knee.rate * times)))
      if (sent.errors > 0) faults.push(`at ${times} times the knee ${sent.errors} requests failed otherwise than by 503 or 429`)
      if (sent.refusals.withRetryAfter < sent.refusals.count) faults.push('not all that were turned away were told when to come again')
    }
    await new Promise((done) => setTimeout(done, 5000))
    const after = tell(await send(Math.round(knee.rate / 2)))
    if (after.errors + after.refusals.count > 0) faults.push('half the knee was not served again five seconds later')
  }
  if (minutes > 0 && site.pid !== undefined) {
    const ends = watchMemory(site.pid, site.url, 10)
    const sent = await send(Math.max(1, Math.round(knee.rate / 2)), minutes * 60)
    console.log(`\n${minutes} minutes at half the knee:\n${HEAD}`)
    tell(sent)
    if (sent.errors + sent.refusals.count > 0) faults.push(`${sent.errors + sent.refusals.count} requests failed in the long run`)
    if (!tellMemory(await ends())) faults.push('memory grew in the second half of the long run')
  }
  for (const fault of faults) console.log(`\nfault: ${fault}`)
  return faults.length === 0
}

/** So that compiling, and what is known for all later requests, is not measured. @throws Error where an answer is not as it should be */
async function warmUp(url: string, next: () => Asked): Promise<void> {
  let left = WARM_UP.requests
  const client = async () => {
    while (left-- > 0) {
      const { kind, method, path, headers, body, wanted } = next()
      const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body }) })
      await response.arrayBuffer()
      if (response.status !== wanted)
        throw new Error(`${method} ${path} (${kind}) is answered with ${response.status}, not ${wanted}: the mix is wrong, or the site`)
    }
  }
  await Promise.all(Array.from({ length: WARM_UP.clients }, client))
}

/** The highest rate that was held, found by steps and then one between the last two. */
async function kneeOf(send: (rate: number) => Promise<Sent>, faults: string[]): Promise<Sent> {
  console.log(`${SECONDS} s a step; times in milliseconds from when a request was due\n\n${HEAD}`)
  let held: Sent | undefined
  for (let rate = FIRST, isBetween = false; ; ) {
    const sent = tell(await send(rate))
    if (isHeld(sent)) {
      if (sent.errors > 0) faults.push(`${sent.errors} requests failed at ${rate}/s, below the knee`)
      held = sent
      if (isBetween) break
      rate = Math.round(rate * MORE)
    } else {
      if (!held) throw new Error(`${rate} requests per second are too many already; is the machine busy?`)
      if (isBetween) break
      isBetween = true
      rate = Math.round((held.rate + rate) / 2)
    }
  }
  console.log(`\nthe knee: ${held.rate} requests per second`)
  return held
}

function isHeld({ asked, answered, times, refusals }: Sent): boolean {
  return answered * SECONDS >= asked * HELD.share && times.p99 <= HELD.p99 && refusals.count === 0
}

const HEAD = '   asked/s  answered/s     p50     p95     p99      max   turned away (p99)   errors   sender late'

function tell(sent: Sent): Sent {
  const { rate, answered, times, refusals, asked, errors, late } = sent
  const ms = (value: number, width: number) => value.toFixed(value < 10 ? 1 : 0).padStart(width)
  const away = refusals.count === 0 ? '0' : `${((refusals.count / asked) * 100).toFixed(1)} % (${refusals.p99.toFixed(0)} ms)`
  const times4 = `${ms(times.p50, 7)} ${ms(times.p95, 7)} ${ms(times.p99, 7)} ${ms(times.max, 8)}`
  console.log(
    `${String(rate).padStart(10)} ${answered.toFixed(1).padStart(11)} ${times4} ${away.padStart(19)} ${String(errors).padStart(8)} ${ms(late, 10)} ms`,
  )
  if (errors > 0) console.log(`           ${[...sent.statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`)
  return sent
}

function tellKinds({ rate, kinds }: Sent): void {
  console.log(`\nby kind, at ${rate}/s        count     p50     p95     p99     max`)
  const rows = [...kinds].sort(([, a], [, b]) => b.p99 - a.p99)
  for (const [kind, { count, p50, p95, p99, max }] of rows)
    console.log(`${kind.padEnd(26)} ${String(count).padStart(6)} ${[p50, p95, p99, max].map((value) => value.toFixed(1).padStart(7)).join(' ')}`)
}

/** @returns whether it stayed as it was in the second half; the first is for caches to fill */
function tellMemory(samples: readonly Sample[]): boolean {
  const every = Math.max(1, Math.floor(samples.length / 12))
  console.log('\nmemory, MiB     minutes   resident    heap used   outside of it')
  for (const [index, { seconds, resident, heap, external }] of samples.entries())
    if (index % every === 0 || index === samples.length - 1)
      console.log(
        `${(seconds / 60).toFixed(1).padStart(23)} ${resident.toFixed(0).padStart(10)} ${heap.toFixed(0).padStart(12)} ${external.toFixed(0).padStart(15)}`,
      )
  const half = samples.slice(Math.floor(samples.length / 2))
  const usual = half.reduce((sum, { resident }) => sum + resident, 0) / half.length
  const growth = growthOf(half)
  const most = Math.max(...samples.map(({ resident }) => resident))
  console.log(
    `second half: ${usual.toFixed(0)} MiB on average, ${growth >= 0 ? '+' : ''}${growth.toFixed(0)} MiB per hour; most in all: ${most.toFixed(0)} MiB`,
  )
  return growth / 2 <= usual * FLAT
}
