import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileMbox } from '../security/mails.ts'
import { hostileRequests, type HostileRequest, type Known } from '../security/requests.ts'
import { send } from '../security/send.ts'
import { launchChromium, missing } from './chromium.ts'
import { MISSING, PAGES, QUESTIONS } from './pages.ts'
import { type Site, startSite, withRecords } from './site.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** Milliseconds that nothing may come; and of the processor, on which compilers and garbage collectors work at the same time. */
const LONGEST_SILENCE = 1000
const MOST_CPU = 2000
/** Characters of an address with its headers, as `maxHeaderSize` has it. */
const LONGEST_ADDRESS = 60_000
/** How many requests, those known to be worst first: `HOSTILE=10000`. Default: each eighth of those, and as many made up. */
const REQUESTS = Number(process.env.HOSTILE ?? 0)
const SEED = Number(process.env.SEED ?? 7)
const LIST = '/lists/hostile.lists.example'
const SECRET = 'not-for-anybody-7d1c'

describe('a site under attack', () => {
  let site: Site
  let browser: Browser | undefined
  let data: string
  let watched: string
  let pid = 0

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'canimigrate-hostile-'))
    await withRecords(data)
    watched = join(data, 'watched.ndjson')
    writeFileSync(join(data, 'hostile.mbox'), hostileMbox())
    const env = { ...process.env, CANIMIGRATE_DATA: data }
    execFileSync(process.execPath, ['bin/canimigrate.mjs', 'ingest', join(data, 'hostile.mbox'), '--json'], { cwd: ROOT, env })
    site = await startSite(data, {
      WATCH: watched,
      NODE_OPTIONS: `--import ${new URL('../security/watch.mjs', import.meta.url).href}`,
      CANIMIGRATE_METRICS_TOKEN: SECRET,
      CANIMIGRATE_HSTS: '3600',
    })
    if (!missing) browser = await launchChromium()
    pid = Number(notes().find((one) => 'pid' in one)?.pid)
  })
  afterAll(async () => {
    await Promise.all([browser?.close(), site?.close()])
    rmSync(data, { recursive: true, force: true })
  })

  const notes = (): Record<string, unknown>[] =>
    readFileSync(watched, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))

  /** Bytes that are left after a garbage collection. */
  const memory = async (): Promise<{ rss: number; heapUsed: number }> => {
    const before = notes().length
    process.kill(pid, 'SIGUSR2')
    for (;;) {
      await new Promise((done) => setTimeout(done, 50))
      const found = notes()
        .slice(before)
        .find((one) => 'memory' in one)
      if (found) return found.memory as { rss: number; heapUsed: number }
    }
  }

  test(`${REQUESTS || 'some'} requests, the worst known first: no error of ours, none that takes long, no memory kept (HOSTILE=10000 for more; SEED=${SEED})`, {
    timeout: 3_600_000,
  }, async () => {
    const known = await knownOf(site.url)
    const wrong: string[] = []
    const statuses = new Map<string, number>()
    const slow: { name: string; cpu: number; wall: number }[] = []
    const attack = async (request: HostileRequest): Promise<void> => {
      const began = cpuOf(pid)
      const { status, silence } = await send(site.url, request)
      const cpu = cpuOf(pid) - began
      slow.push({ name: `${request.name} ${request.method} ${request.path.slice(0, 100)}`, cpu, wall: silence })
      statuses.set(`${request.name.split(' ')[0]} ${status}`, (statuses.get(`${request.name.split(' ')[0]} ${status}`) ?? 0) + 1)
      // Of what the server uses, as other tests may run: the clock would measure those. Who asks for how many sees to it that none do.
      // To an address over the limit the answer is 431, which who is still sending may not get to see.
      const isAnswered = status > 0 || request.wire !== undefined || request.path.length > LONGEST_ADDRESS
      const isSlow = cpu > MOST_CPU || (silence > LONGEST_SILENCE && REQUESTS > 0)
      const problem = status >= 500 ? `status ${status}` : !isAnswered ? 'no answer' : isSlow ? `${Math.round(silence)} ms, ${cpu} ms of the processor` : ''
      if (problem !== '') wrong.push(`${problem}: ${JSON.stringify({ ...request, body: String(request.body ?? '').slice(0, 300) }).slice(0, 900)}`)
    }
    const requests = hostileRequests(known, SEED)
    const first = Array.from({ length: REQUESTS || 1000 }, () => requests.next().value)
    const all = REQUESTS > 0 ? first : first.filter((_, index) => index % 8 === 3)
    for (const request of all.slice(0, Math.ceil(all.length / 3))) await attack(request)
    const before = await memory()
    for (const request of all.slice(Math.ceil(all.length / 3))) await attack(request)
    const after = await memory()
    slow.sort((a, b) => b.cpu - a.cpu)
    if (process.env.HOSTILE) {
      console.log(Object.fromEntries([...statuses].sort()))
      console.log(slow.slice(0, 25), [...slow].sort((a, b) => b.wall - a.wall).slice(0, 5), { before, after })
    }
    expect(wrong).toEqual([])
    if (REQUESTS >= 3000) expect(after.rss / before.rss).toBeLessThan(1.1)
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200)
  })

  test('connects to nothing and looks up no name, whatever it is asked', () =>
    // The one is the address that it listens on.
    expect(notes().filter((one) => 'connects' in one || ('looksUp' in one && one.looksUp !== '127.0.0.1'))).toEqual([]))

  test('says no secret, in a page or in what it prints', async () => {
    for (const path of [
      '/',
      '/nothing',
      '/check?from=%00',
      '/api/v1/openapi.json',
      '/api/v1/records/%00',
      '/readyz',
      '/healthz',
      '/metrics',
      '/.env',
      '/server.js',
      '/package.json',
      '/.git/config',
      '/.data/canimigrate.db',
    ])
      expect(await (await fetch(site.url + path)).text(), path).not.toContain(SECRET)
    expect(site.said()).not.toContain(SECRET)
    expect(site.said()).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })

  test.each([
    '/',
    '/nothing',
    '/check',
    '/api/v1/records',
    '/api/v1/nothing',
    '/matrix.svg?feature=ppc/ail-modes',
    '/changes.atom',
    '/icon.svg',
    '/features.txt',
    '/healthz',
    '/mcp',
    '/_next/image?url=x',
    '/js/x.js',
    `${LIST}/html-1%40x.example/raw`,
    `${LIST}/thread-1%40x.example/t.mbox.gz`,
    '/card/site.png',
  ])('%s has the headers that keep browsers from harm', async (path) => {
    const { headers } = await fetch(site.url + path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe/)
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toMatch(/^(same|cross)-origin$/)
    expect(headers.get('strict-transport-security')).toBe('max-age=3600')
    expect(['x-powered-by', 'server', 'set-cookie', 'x-middleware-rewrite'].filter((name) => headers.has(name))).toEqual([])
  })

  test('a long address is answered with headers that any client reads', async () => {
    for (const path of ['/search.txt', '/matrix.txt', '/check.txt', '/fleet.txt', '/calendar.ics', '/check', '/api/v1/search'])
      expect((await fetch(`${site.url}${path}?x=${'from+'.repeat(8000)}`)).status, path).toBeLessThan(500)
  })

  test.each(['//evil.invalid/x', '/\\evil.invalid/x', '/%2f%2fevil.invalid', '/features//evil.invalid', '/r/..%2f..%2fevil.invalid'])(
    '%s sends nobody elsewhere',
    async (path) => {
      const response = await fetch(site.url + path, { redirect: 'manual' })
      const to = new URL(response.headers.get('location') ?? '/', site.url)
      expect(to.host).toBe(new URL(site.url).host)
    },
  )

  test.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/js/..%2f..%2f..%2fpackage.json',
    '/_next/static/..%2f..%2fBUILD_ID',
    '/_next/static/%2e%2e/server/app-paths-manifest.json',
    '/api/viewer/..%2f..%2fpackage.json',
    '/%2e%2e/package.json',
    '/package.json',
    '/.git/HEAD',
    '/lib/serve/main.ts',
  ])('no file of the machine is at %s', async (path) => {
    const { status } = await send(site.url, { name: '', method: 'GET', path, headers: {} })
    expect(status).toBe(404)
  })

  describe.skipIf(missing)('in Chromium', () => {
    test('the policy stops nothing that pages are made of: no page complains', { timeout: 240_000 }, async () => {
      const page = await (browser as Browser).newPage()
      const said: string[] = []
      page.on('console', (message) => /error|warning/.test(message.type()) && said.push(`${page.url()}: ${message.text()}`))
      page.on('pageerror', (error) => said.push(`${page.url()}: ${error.message}`))
      const mail = ['xss-1', 'html-1', 'escape-1', 'quotes-2', 'diff-1'].map((id) => `${LIST}/${id}%40x.example`)
      for (const path of [...PAGES, `${LIST}/`, ...mail, `${LIST}/thread-5%40x.example/t`, '/matrix.svg?feature=ppc/ail-modes', '/api/viewer']) {
        await page.goto(site.url + path)
        await page.evaluate(() => document.body?.getBoundingClientRect())
      }
      for (const path of MISSING) await page.goto(site.url + path)
      // A browser says itself when an answer is 404.
      expect(said.filter((one) => !/status of 404/.test(one))).toEqual([])
      await page.close()
    })

    test('a question is answered in a thread of the browser under the policy', async () => {
      const page = await (browser as Browser).newPage()
      const said: string[] = []
      page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
      await page.goto(`${site.url}/check`)
      const answered = page.evaluate(
        () => new Promise((done) => document.querySelector('form#question')?.addEventListener('answered', (event) => done((event as CustomEvent).detail.by))),
      )
      await page.getByLabel('From', { exact: true }).fill(QUESTIONS.HV)
      await page.getByLabel('To', { exact: true }).fill(QUESTIONS.PR)
      // And not by the server, because the policy keeps the thread from what it needs.
      expect(await answered).toBe('browser')
      await page.locator('.verdict h2').waitFor()
      expect(said).toEqual([])
      await page.close()
    })

    test('mail shows as text: nothing of it runs, loads or styles', async () => {
      const page = await (browser as Browser).newPage()
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      page.on('dialog', (dialog) => asked.push(dialog.message()))
      for (const id of ['xss-1', 'html-1']) {
        await page.goto(`${site.url}${LIST}/${id}%40x.example`)
        expect(await page.locator('main script, main img, main iframe, main style, main [onerror], main a[href^="javascript"]').count()).toBe(0)
      }
      await page.goto(`${site.url}${LIST}/thread-5%40x.example/t`)
      expect(
        await page
          .locator('article[data-step="5"]')
          .first()
          .evaluate((one) => Number.parseFloat(getComputedStyle(one).marginLeft)),
      ).toBeGreaterThan(10)
      expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([])
      await page.close()
    })
  })
})

/** What requests can name of a site. */
async function knownOf(url: string): Promise<Known> {
  const list = async (path: string): Promise<{ id: string; revision: string }[]> => (await (await fetch(`${url}/api/v1${path}`)).json()).items
  const records = await list('/records?limit=1000')
  const features = await list('/records?kind=feature&limit=1000')
  const every = (some: readonly { id: string }[], step: number): string[] => some.filter((_, index) => index % step === 0).map(({ id }) => id)
  return {
    ids: [...every(records, 20), ...records.slice(0, 5).map(({ id, revision }) => `${id}@${revision}`)],
    features: every(features, 40),
    components: ['qemu', 'linux', 'xen', 'libvirt'],
    cpus: [
      'haswell',
      'skylake-server',
      'cascadelake-server',
      'icelake-server',
      'epyc',
      'epyc-rome',
      'epyc-milan',
      'broadwell',
      'ivybridge',
      'sandybridge',
      'nehalem',
      'westmere',
    ],
  }
}

/** Processor time that a process has used, in milliseconds. */
function cpuOf(pid: number): number {
  // Behind the name, which may hold anything: state is the first of the fields, user and system time the twelfth and thirteenth, in hundredths of a second.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
