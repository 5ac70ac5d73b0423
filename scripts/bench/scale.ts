import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readKnowledge } from '../../lib/cli/context.ts'
import { namesOf } from '../../lib/mail/index.ts'
import { openMessages } from '../../lib/search/open-messages.ts'
import { openStore } from '../../lib/store/client.ts'
import { QUERIES } from './mail-queries.ts'
import { measure } from './measure.ts'
import { bytesIn, cutArchive, type GrowingArchive, madeUpArchive } from './scale/archives.ts'
import { scalePlots } from './scale/plots.ts'
import { siteTimes } from './scale/site.ts'
import { scaleTable, type ScaleStep } from './scale/table.ts'
import { timed, type Times, timesOf } from './scale/times.ts'

/**
 * `scale [--archive REPOSITORY] [--steps N,N,…] [--seed N] [--name NAME] [--out FILE.ndjson] [--work FOLDER] [--read]`: reads an archive in steps, one that is cut or one that is made up, and measures after each what
 * it cost and how the site answers; with `--read` only the former. `scale --plot FILE.svg FILE.ndjson…` draws what was written.
 * @returns whether nothing was lost
 */
export async function scaleBench(words: readonly string[]): Promise<boolean> {
  const option = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined)
  const picture = option('--plot')
  if (picture !== undefined) return draw(picture, words.slice(words.indexOf('--plot') + 2))
  const given = option('--archive')
  const out = option('--out')
  const work = mkdtempSync(join(option('--work') ?? tmpdir(), 'bench-scale-'))
  const env = { CANIMIGRATE_DATA: join(work, 'data') }
  const steps: ScaleStep[] = []
  // Messages that the steps before have sent to the site.
  let arrived = 0
  try {
    execFileSync(process.execPath, [BIN, 'sync'], { env: { ...process.env, ...env }, stdio: 'ignore' })
    const archive = given ? cutArchive(given, work) : await madeUp(work, Number(option('--seed') ?? 1))
    for (const wanted of (option('--steps') ?? STEPS).split(',').map(Number)) {
      const before = steps.at(-1)?.messages ?? 0
      const messages = await archive.grow(wanted)
      if (messages === before) break
      const step = await stepOf(
        archive,
        { messages, before, arrived, all: !words.includes('--read') },
        env,
        option('--name') ?? (given ? 'archive' : 'made up'),
      )
      steps.push(step)
      arrived += step.site?.arrivals.sent ?? 0
      if (out) appendFileSync(out, `${JSON.stringify(step)}\n`)
      console.error(`${messages.toLocaleString('en')} messages: ${Math.round((messages - before) / step.ingest.seconds)}/s, search p95 ${step.search?.p95} ms`)
    }
    console.log(scaleTable(steps))
    return steps.every(({ lost = 0 }) => lost === 0)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const STEPS = '10000,30000,100000'
const BIN = fileURLToPath(new URL('../../bin/canimigrate.mjs', import.meta.url))
const LISTS = ['linux-kernel.lists.example.org', 'qemu-devel.lists.example.org', 'linuxppc-dev.lists.example.org', 'kvm-ppc.lists.example.org']

async function madeUp(work: string, seed: number): Promise<GrowingArchive> {
  const { entries } = await readKnowledge()
  const names = namesOf(entries.values()).flatMap((record) => record.names.map(({ text }) => text))
  const folder = join(work, 'lists')
  mkdirSync(folder)
  return madeUpArchive(folder, { lists: LISTS, names, seed })
}

async function stepOf(
  archive: GrowingArchive,
  { messages, before, arrived, all }: { readonly messages: number; readonly before: number; readonly arrived: number; readonly all: boolean },
  env: { readonly CANIMIGRATE_DATA: string },
  name: string,
): Promise<ScaleStep> {
  const ingest = await measure({ words: [process.execPath, BIN, 'ingest', '--json', ...archive.sources], env })
  const dataDir = env.CANIMIGRATE_DATA
  const store = await openStore({ dataDir })
  const counts = await store.mail.counts()
  await store.close()
  return {
    archive: name,
    engine: process.env.MEILI_URL ? 'meilisearch' : 'embedded',
    messages,
    added: messages - before,
    ...(archive.isPlain ? { lost: messages + arrived - counts.messages } : {}),
    threads: counts.threads,
    mentions: counts.mentions,
    ingest,
    bytes: {
      archive: archive.sources.reduce((sum, source) => sum + bytesIn(source), 0),
      database: bytesIn(join(dataDir, 'canimigrate.db')) + bytesIn(join(dataDir, 'canimigrate.db-wal')),
      index: bytesIn(join(dataDir, 'messages.db')) + bytesIn(join(dataDir, 'messages.db-wal')),
    },
    ...(all ? { search: await searchTimes(dataDir), site: await siteTimes(env) } : {}),
  }
}

async function searchTimes(dataDir: string): Promise<Times> {
  const index = openMessages({ dataDir })
  const ask = (text: string): Promise<unknown> => index.query({ text })
  for (const text of QUERIES) await ask(text)
  const found = timesOf(await timed([...QUERIES, ...QUERIES, ...QUERIES], ask))
  await index.close()
  return found
}

function draw(picture: string, files: readonly string[]): boolean {
  const missing = files.find((file) => !existsSync(file))
  if (missing !== undefined || files.length === 0) {
    console.error(missing === undefined ? 'give the files that `scale --out` wrote' : `there is no \`${missing}\``)
    return false
  }
  const steps = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ScaleStep),
  )
  writeFileSync(picture, scalePlots(steps))
  console.log(scaleTable(steps))
  return true
}
