import { fork } from 'node:child_process'
import { parseArgs } from 'node:util'
import { openSource } from '../../lib/mail/index.ts'
import { checkMessage } from './check.ts'
import { mutate } from './mutate.ts'
import { randomOf } from '../lib/random.ts'
import { SEEDS } from './seeds.ts'
import { bothStores } from './store.ts'

/** A case that tells nothing for this long hangs. */
const HANGS = 30_000

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    archive: { type: 'string' },
    child: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(`Breaks messages in many ways and reads them: nothing may throw, take a second, or lose a message.

  npm run fuzz -- --cases 100000 --seed 7    so many cases; the same seed gives the same ones
  npm run fuzz -- --seed 7 --case 1234       one of them, and its message
  npm run fuzz -- --archive DIR              start from an archive's messages, too

With DATABASE_URL=postgres://… each message is stored there and in SQLite, too, read back, and all that both hold compared.`)
} else if (values.child || values.case !== undefined) await work()
else watch()

/** Runs the cases in a process of their own, so that one that hangs is seen. */
function watch(): void {
  const child = fork(new URL(import.meta.url), [...process.argv.slice(2), '--child'], { stdio: 'inherit' })
  let last = 'the first case'
  const hung = () => {
    console.error(`the seed ${values.seed} hangs after ${last}`)
    child.kill('SIGKILL')
    process.exitCode = 1
  }
  let timer = setTimeout(hung, HANGS)
  child.on('message', (told) => {
    last = String(told)
    clearTimeout(timer)
    timer = setTimeout(hung, HANGS)
  })
  child.on('exit', (code) => {
    clearTimeout(timer)
    process.exitCode ||= code ?? 1
  })
}

async function work(): Promise<void> {
  const seed = Number(values.seed)
  const seeds = [...SEEDS, ...(await archived())]
  const message = (index: number) => mutate(randomOf(Math.imul(seed, 0x9e3779b1) ^ index), seeds)
  if (values.case !== undefined) {
    const raw = message(Number(values.case))
    process.stdout.write(raw)
    console.error(await checkMessage(raw))
    return
  }
  const total = Number(values.cases)
  const began = Date.now()
  const url = process.env.DATABASE_URL
  const stores = url ? await bothStores(url) : undefined
  let failed = 0
  let simple = 0
  let slowest = { step: '', milliseconds: 0, index: 0 }
  for (let index = 0; index < total; index += 1) {
    const raw = message(index)
    const checked = await checkMessage(raw)
    const problems = [...checked.problems, ...((await stores?.add(raw)) ?? [])]
    if (checked.simple) simple += 1
    if (checked.slowest.milliseconds > slowest.milliseconds) slowest = { ...checked.slowest, index }
    if (problems.length > 0) {
      failed += 1
      if (failed <= 20) console.error(`case ${index}: ${problems.join('; ')}`)
    }
    if (index % 10 === 0) process.send?.(`case ${index}`)
    if (index % 10_000 === 9_999) console.error(`${index + 1} of ${total}, ${failed} failed, ${Math.round((Date.now() - began) / 1000)} s`)
  }
  const last = (await stores?.end()) ?? []
  for (const problem of last) console.error(problem)
  failed += last.length
  if (!stores) console.log('not stored in PostgreSQL: DATABASE_URL names none')
  console.log(
    `${total} messages, seed ${seed}: ${failed} failed; ${simple} were read by the small reader, the same as by the library; the slowest step was ${slowest.step} of case ${slowest.index}, ${Math.round(slowest.milliseconds)} ms; ${Math.round((Date.now() - began) / 1000)} s`,
  )
  process.exitCode = failed > 0 ? 1 : 0
  process.disconnect?.()
}

/** At most 2,000 messages of at most 64 KiB, spread over the archive. */
async function archived(): Promise<readonly string[]> {
  if (values.archive === undefined) return []
  const source = await openSource(values.archive)
  if ('problem' in source) throw new Error(source.problem)
  const step = Math.max(1, Math.floor(((await source.count('')) ?? 0) / 2000))
  const found: string[] = []
  let at = 0
  for await (const { message } of source.read('')) {
    if (message && message.raw.length < 65_536 && at++ % step === 0) found.push(Buffer.from(message.raw).toString('latin1'))
  }
  return found
}
