import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openMessages } from '../../lib/search/open-messages.ts'
import { type Archive, unpackArchive } from './mail-archive.ts'
import { type Indexer, indexers } from './mail-indexers.ts'
import { QUERIES } from './mail-queries.ts'
import { type Measured, measure } from './measure.ts'

const DEFAULT = '../shared/archives/kvm-ppc.bundle'

/**
 * `mail [--archive FILE] [--turns N] [--only NAME,…]`: ingest with full-text index against other indexers of mail on the same archive, each as whole processes on
 * a fresh folder, in turns; then the time that queries take.
 * @returns whether our index holds as many messages as the archive has Message-IDs
 */
export async function mailBench(words: readonly string[]): Promise<boolean> {
  const option = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined)
  const given = resolve(option('--archive') ?? process.env.CANIMIGRATE_ARCHIVE ?? DEFAULT)
  if (!existsSync(given)) {
    console.error(`there is no archive \`${given}\`: name a repository or bundle of public-inbox with --archive`)
    return false
  }
  const turns = Number(option('--turns') ?? 1)
  const only = option('--only')
  const work = mkdtempSync(join(tmpdir(), 'bench-mail-'))
  try {
    const ways = indexers(work).filter(({ name }) => only === undefined || only.split(',').some((part) => name.includes(part)))
    const archive = unpackArchive(given, work, { maildir: ways.some(({ needs, missing }) => needs === 'maildir' && !missing) })
    console.log(`${archive.messages.toLocaleString('en')} messages, ${(archive.bytes / 1e6).toFixed(0)} MB\n`)
    const best = await measured(ways, archive, turns)
    table(best, archive)
    if (best.has(OURS)) await latencies(join(work, 'ours'))
    return !best.has(OURS) || (await count(join(work, 'ours'))) === archive.names
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const OURS = 'canimigrate ingest'

/** The best of the turns of each way: by wall time. All ways take turns, so that what else the machine does hits all. */
async function measured(ways: readonly Indexer[], archive: Archive, turns: number): Promise<Map<string, Measured>> {
  const best = new Map<string, Measured>()
  for (const { name, missing } of ways) if (missing) console.log(`${name}: \`${missing}\` is not installed, left out`)
  for (let turn = 0; turn < turns; turn++) {
    for (const { name, missing, prepare, command } of ways) {
      if (missing) continue
      prepare(archive)
      const one = await measure(command(archive))
      const other = best.get(name)
      if (!other || one.seconds < other.seconds) best.set(name, one)
    }
  }
  return best
}

function table(best: ReadonlyMap<string, Measured>, { messages }: Archive): void {
  const ours = best.get(OURS)
  console.log(`${'way'.padEnd(30)}   seconds   CPU seconds   messages/s   peak MB   to canimigrate`)
  for (const [name, { seconds, cpu, megabytes }] of best) {
    const cells = [
      seconds.toFixed(1).padStart(9),
      cpu.toFixed(1).padStart(13),
      Math.round(messages / seconds)
        .toLocaleString('en')
        .padStart(12),
      megabytes.toFixed(0).padStart(9),
      (ours ? `${(seconds / ours.seconds).toFixed(1)}×` : '').padStart(16),
    ]
    console.log(`${name.padEnd(30)} ${cells.join(' ')}`)
  }
}

/** In this process, after one round to warm up: what a server that stays up gives. */
async function latencies(dataDir: string): Promise<void> {
  const search = openMessages({ dataDir })
  const times: number[] = []
  let hits = 0
  for (const round of [0, 1]) {
    for (const text of QUERIES) {
      const start = performance.now()
      const { total } = await search.query({ text })
      if (round === 0) continue
      times.push(performance.now() - start)
      if (total > 0) hits++
    }
  }
  await search.close()
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * share))] as number).toFixed(1)
  console.log(`\n${QUERIES.length} queries, ${hits} with hits: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`)
}

async function count(dataDir: string): Promise<number> {
  const search = openMessages({ dataDir })
  const all = await search.query({ text: '-is:spam after:1900' })
  const spam = await search.query({ text: 'is:spam' })
  await search.close()
  return all.total + spam.total
}
