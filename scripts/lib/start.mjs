import { join } from 'node:path'
import { mistakes, setting } from '../../lib/config/settings.mjs'
import { readAddress, requireFree } from './address.mjs'
import { build } from './build.mjs'
import { ROOT } from './places.mjs'
import { fail, Problem } from './problem.mjs'
import { isEnding, startNode } from './run.mjs'
import { setUp } from './setup.mjs'
import { endOnSignals } from './signals.mjs'
import { sync } from './sync.mjs'

/** A whole question is in its address, pasted command lines and domains included; in bytes. */
const LONGEST_QUESTION = 512 * 1024

/** Sets up and serves, until a signal. */
export async function start() {
  const wrong = mistakes()
  if (wrong.length > 0) fail(new Problem(wrong.join('\n'), '', 2))
  const serving = { is: false }
  const patience = setting('CANIMIGRATE_DRAIN') + setting('CANIMIGRATE_GRACE') + 5
  endOnSignals({
    patience: () => (serving.is ? patience * 1000 : undefined),
    status: (signal) => (serving.is ? 0 : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]),
  })
  try {
    const address = await readAddress()
    await setUp(async () => {
      await build()
      if (setting('CANIMIGRATE_SYNC')) await sync()
    })
    await requireFree(address.host, address.port)
    await serve(address, serving)
  } catch (error) {
    fail(error)
  }
}

async function serve({ host, port, url }, serving) {
  const child = startNode([`--max-http-header-size=${LONGEST_QUESTION}`, join(ROOT, 'scripts', 'serve.mjs'), host, String(port)], {
    env: { NODE_ENV: 'production', CANIMIGRATE_URL: setting('CANIMIGRATE_URL') ?? url, CANIMIGRATE_LOG: form() },
  })
  let said = ''
  for (const name of ['stdout', 'stderr']) {
    child[name].on('data', (chunk) => {
      if (serving.is) process[name].write(chunk)
      else said += chunk
    })
  }
  const ended = new Promise((resolve) => child.once('close', resolve))
  await Promise.race([answers(url), ended])
  if (isEnding()) return
  if (child.exitCode !== null || child.signalCode !== null) throw new Problem('the server ended before it answered: see above', said)
  serving.is = true
  if (form() === 'json') process.stdout.write(said)
  tell(`canimigrate is on ${url} (end with Ctrl-C)`)
  const code = await ended
  if (!isEnding()) process.exitCode = code ?? 1
}

/** The form of the log: what serves writes to us, not to the terminal. */
function form() {
  return setting('CANIMIGRATE_LOG') ?? (process.stdout.isTTY ? 'text' : 'json')
}

/** Says something in that form. */
function tell(msg) {
  console.log(form() === 'text' ? msg : JSON.stringify({ level: 'info', time: new Date().toISOString(), pid: process.pid, msg }))
}

/** Resolves when something at the address speaks HTTP. */
async function answers(url) {
  for (;;) {
    try {
      await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
