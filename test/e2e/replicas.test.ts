import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../lib/store/client.ts'
import { findNginx, freePort, type Proxy, startNginx } from '../fixtures/nginx.ts'
import { startPostgres } from '../fixtures/postgres.ts'
import { nodeProgram, type Program } from '../fixtures/program.ts'

/** Syncs while requests are sent: `REPLICAS=30` for a long run. */
const SYNCS = Number(process.env.REPLICAS ?? 3)
const CLIENTS = 6
const CLEAN = resolve(import.meta.dirname, '../fixtures/lint/clean')

const nginx = findNginx()
const postgres = nginx ? await startPostgres() : undefined
afterAll(() => postgres?.stop())

const SIDES = { from: 'accel=kvm kvm=hv linux=5.5', to: 'accel=kvm kvm=hv linux=5.4' }
const QUESTIONS: readonly { readonly path: string; readonly body?: object }[] = [
  { path: '/api/v1/evaluate', body: SIDES },
  { path: '/api/v1/evaluate', body: { from: SIDES.to, to: SIDES.from, guest: 'linux=5.5' } },
  { path: '/features/test/alpha' },
  { path: '/features/test/alpha.txt' },
  { path: '/features' },
  { path: '/policies/alpha-policy' },
  { path: '/api/v1/records/test/alpha' },
  { path: '/api/v1/records' },
  { path: '/api/v1/export/knowledge.json' },
  { path: `/check?${new URLSearchParams(SIDES)}` },
]
/** Found by an index that follows the store: no question of one knowledge, but always answered. */
const SEARCHES = ['/search?q=alpha', '/api/v1/search?q=alpha']

interface Answer {
  readonly question: number
  readonly began: number
  readonly ended: number
  readonly status: number
  readonly body: string
}

describe.skipIf(!postgres)('three web processes on one PostgreSQL, behind nginx', () => {
  const dir = mkdtempSync(join(tmpdir(), 'canimigrate-replicas-'))
  const contentDir = join(dir, 'content')
  const mbox = join(dir, 'list.mbox')
  const programs: Program[] = []
  const webs: { readonly port: number; readonly program: Program }[] = []
  let env: Record<string, string> = {}
  let proxy: Proxy | undefined

  beforeAll(async () => {
    if (!postgres || !nginx) return
    await run('scripts/build.mjs')
    cpSync(CLEAN, contentDir, { recursive: true })
    const DATABASE_URL = await postgres.database()
    env = { DATABASE_URL, CANIMIGRATE_DATA: join(dir, 'data'), CANIMIGRATE_CONTENT: contentDir, CANIMIGRATE_URL: 'http://can.example' }
    await sync(0)
    for (let index = 0; index < 3; index++) {
      const port = await freePort()
      const program = nodeProgram(['scripts/serve.mjs', '127.0.0.1', String(port)], { ...env, NODE_ENV: 'production', CANIMIGRATE_TRUSTED_PROXIES: '1' })
      programs.push(program)
      webs.push({ port, program })
    }
    await Promise.all(webs.map(({ port, program }) => until(`process on ${port} is ready`, async () => (await readiness(port)) !== '', program)))
    proxy = await startNginx(
      nginx,
      webs.map(({ port }) => port),
    )
  }, 170_000)
  afterAll(async () => {
    await proxy?.stop()
    await Promise.all(programs.map((program) => program.kill('SIGKILL')))
    rmSync(dir, { recursive: true, force: true })
  })

  test('no answer is wrong, none is lost but those in flight at a kill -9, and all serve what was synced within seconds', async () => {
    const alive = new Set(webs.map(({ port }) => port))
    const right = QUESTIONS.map(() => new Map<string, string>())
    /** What each process says of each question when nothing changes is right; they have to agree. */
    const learn = async (): Promise<void> => {
      for (const [index, question] of QUESTIONS.entries()) {
        const bodies = await Promise.all([...alive].map((port) => ask(`http://127.0.0.1:${port}`, question)))
        const [first] = bodies
        for (const one of bodies) expect({ ...one, path: question.path }).toEqual({ ...first, status: 200, path: question.path })
        right[index]?.set(digestIn(first?.body ?? '') ?? `${right[index]?.size}`, first?.body ?? '')
      }
    }
    await learn()

    const answers: Answer[] = []
    const failedSearches: (Omit<Answer, 'question'> & { readonly question: string })[] = []
    let sending = true
    const clients = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = client; sending; turn++) {
        const question = turn % QUESTIONS.length
        const began = performance.now()
        const { status, body } = await ask(proxy?.url ?? '', QUESTIONS[question] as (typeof QUESTIONS)[number])
        answers.push({ question, began, ended: performance.now(), status, body })
        if (question > 0) continue
        const path = SEARCHES[turn % SEARCHES.length] as string
        const searched = { began: performance.now(), ...(await ask(proxy?.url ?? '', { path })), ended: performance.now() }
        if (searched.status !== 200) failedSearches.push({ question: path, ...searched })
      }
    })
    writeFileSync(mbox, '')
    const ingester = nodeProgram(['bin/canimigrate.mjs', 'ingest', '--every', '1', '--list', 'list.example', '--json', mbox], env)
    programs.push(ingester)
    const kills: number[] = []
    const noticed: number[] = []
    for (let round = 1; round <= SYNCS; round++) {
      appendFileSync(mbox, mails(round))
      const digest = await sync(round)
      const synced = performance.now()
      for (const port of alive) await until(`process on ${port} serves ${digest}`, async () => (await readiness(port)) === digest)
      noticed.push(performance.now() - synced)
      // What was kept of before is gone, too.
      await pause(1500)
      await learn()
      if (round === Math.ceil(SYNCS / 2)) {
        kills.push(performance.now())
        await webs[1]?.program.kill('SIGKILL')
        alive.delete(webs[1]?.port ?? 0)
      } else if (round === SYNCS) {
        // The other way to end: nothing is lost at all.
        const ended = webs[2]?.program.kill('SIGTERM')
        alive.delete(webs[2]?.port ?? 0)
        expect(await ended).toBe(0)
        await pause(1000)
      }
    }
    sending = false
    await Promise.all(clients)
    expect(await ingester.kill('SIGTERM')).toBe(0)

    const failed = [...answers.filter(({ status }) => status !== 200).map((one) => ({ ...one, question: QUESTIONS[one.question]?.path })), ...failedSearches]
    const lost = failed.filter(({ began, ended }) => !kills.some((at) => began <= at + 50 && ended >= at))
    expect(lost.map(({ question, status, body }) => [question, status, body.slice(0, 200)])).toEqual([])
    const given = answers.filter(({ status }) => status === 200)
    const wrong = given.filter(({ question, body }) => {
      const known = right[question] as Map<string, string>
      const digest = digestIn(body)
      return digest === undefined ? ![...known.values()].includes(body) : known.get(digest) !== body
    })
    expect(wrong.map(({ question, body }) => [QUESTIONS[question]?.path, digestIn(body)])).toEqual([])
    // It would be no test otherwise.
    expect(right.map((known) => known.size)).toEqual(QUESTIONS.map(() => SYNCS + 1))
    expect(given.length).toBeGreaterThan(SYNCS * 50)
    expect(Math.max(...noticed)).toBeLessThan(5000)
    const tried = proxy?.log() ?? ''
    for (const { port } of webs) expect(tried).toContain(`"tried":"127.0.0.1:${port}"`)
    const store = await openStore({ url: env.DATABASE_URL ?? '' })
    expect(await store.mail.lastMessage()).toBe(SYNCS * MAILS)
    await store.close()
    console.log(`${given.length} answers, ${failed.length} lost at the kill, 0 wrong; a sync is served after ${Math.round(Math.max(...noticed))} ms at most`)
  }, 600_000)

  test('pages say that the database does not answer, what needs none of it goes on, and all is as before when it is back', async () => {
    const url = `http://127.0.0.1:${webs[0]?.port}`
    const paths = ['/policies/alpha-policy?new', '/changes?new', '/lists/list.example?new', '/features/test/none', '/features/test/alpha.txt?new']
    const statuses = (): Promise<number[]> => Promise.all(paths.map(async (path) => (await ask(url, { path })).status))
    const before = await statuses()
    expect(before).toEqual([200, 200, 200, 404, 200])
    postgres?.kill()
    // What was read just before was answered once more, once, on a busy machine.
    const isAway = async (path: string): Promise<boolean> => (await fetch(url + path)).status === 503
    while (!(await Promise.all(paths.map(isAway))).every(Boolean)) await new Promise((done) => setTimeout(done, 50))
    for (const path of paths) {
      const response = await fetch(url + path)
      const text = await response.text()
      expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5'])
      expect(text).toMatch(/the database does not answer now/i)
      expect(text).not.toMatch(/postgres|ECONNREFUSED/)
    }
    expect((await ask(url, { path: `/check?${new URLSearchParams({ ...SIDES, guest: 'linux=5.6' })}` })).status).toBe(200)
    await postgres?.restart()
    await until('pages are back', async () => (await statuses()).join() === before.join())
  }, 120_000)

  /** Records of another knowledge than any before, synced by a process of its own. @returns the digest */
  async function sync(round: number): Promise<string> {
    const file = join(contentDir, 'features/test/alpha.md')
    writeFileSync(file, readFileSync(join(CLEAN, 'features/test/alpha.md'), 'utf8').replace('title: Alpha', `title: Alpha ${round}`))
    return JSON.parse(await run('bin/canimigrate.mjs', 'sync', '--no-git', '--json')).digest
  }

  async function run(...words: string[]): Promise<string> {
    const program = nodeProgram(words, env)
    programs.push(program)
    const status = await program.ended
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${program.said()}`)
    return program.said()
  }
})

async function ask(url: string, { path, body }: (typeof QUESTIONS)[number]): Promise<{ status: number; body: string }> {
  try {
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}
    const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(30_000) })
    return { status: response.status, body: inOrder(await response.text()) }
  } catch (error) {
    return { status: 0, body: String((error as Error).cause ?? error) }
  }
}

/** React writes what is in a page's head in the order in which it came to be: that is no difference. */
function inOrder(body: string): string {
  return body.replace(/<head>.*?<\/head>/s, (head) => head.split(/(?=<)/).sort().join(''))
}

/** The digest of the knowledge that an answer names. */
function digestIn(body: string): string | undefined {
  return /Knowledge (?:<code>)?([0-9a-f]{16})\b|"digest":\s*"([0-9a-f]{16})"/.exec(body)?.slice(1).find(Boolean)
}

/** The digest that a process is ready with; empty when it is not. */
async function readiness(port: number): Promise<string> {
  const { body } = await ask(`http://127.0.0.1:${port}`, { path: '/readyz' })
  return /^ready (\w+)/.exec(body)?.[1] ?? ''
}

async function until(what: string, is: () => Promise<boolean>, program?: Program): Promise<void> {
  for (const deadline = performance.now() + 60_000; !(await is()); await pause(50)) {
    if (program?.child.exitCode != null || performance.now() > deadline) throw new Error(`not in time: ${what}${program ? `\n${program.said()}` : ''}`)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds))
}

/** Mails in each round. */
const MAILS = 40

/** They speak of no record, so that no page hangs on them. */
function mails(round: number): string {
  const one = (index: number): string =>
    `From ada@example.org Fri Mar  1 10:00:00 2024\nFrom: Ada <ada@example.org>\nTo: list@list.example\nSubject: Number ${index} of ${round}\n` +
    `Message-ID: <${round}-${index}@example.org>\nDate: Fri, 1 Mar 2024 10:00:00 +0000\n\nNothing of note.\n\n`
  return Array.from({ length: MAILS }, (_, index) => one(index)).join('')
}
