import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cloneProject, type Run, startIn } from './clone.ts'

const ON = /canimigrate is on (http:\S+)/

describe.skipIf(process.env.CANIMIGRATE_SKIP_STARTUP === '1')('npm start in a fresh clone', () => {
  let clone: string
  const runs: Run[] = []

  beforeAll(() => {
    const found = cloneProject()
    if (found !== undefined) clone = found
  })
  afterEach(async () => {
    await Promise.all(runs.splice(0).map((run) => run.kill('SIGKILL')))
  })
  afterAll(() => {
    if (clone) rmSync(dirname(clone), { recursive: true, force: true })
  })

  const start = (env: Record<string, string> = {}) => {
    const run = startIn(clone, env)
    runs.push(run)
    return run
  }

  test('there is a clone', () => {
    expect(clone, 'git clone of this folder').toBeDefined()
  })

  test('says in one line that the registry cannot be reached', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'canimigrate-cache-'))
    const run = start({ npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: cache, npm_config_fetch_retries: '0' })
    expect(await run.ended).toBe(1)
    expect(lastLine(run)).toMatch(/^npm cannot reach its registry: check the network/)
    rmSync(cache, { recursive: true, force: true })
  })

  test('says in one line that the data folder cannot be written, before the long steps', async () => {
    const file = join(dirname(clone), 'file')
    writeFileSync(file, '')
    const run = start({ CANIMIGRATE_DATA: join(file, 'data') })
    expect(await run.ended).toBe(1)
    expect(run.said().trim()).toMatch(/^cannot write in the data folder `.*` \(ENOTDIR\): .*CANIMIGRATE_DATA$/)
  })

  test.skipIf(process.getuid?.() === 0)('the same for a folder without permission', async () => {
    const data = join(dirname(clone), 'read-only')
    mkdirSync(data, { mode: 0o555 })
    const run = start({ CANIMIGRATE_DATA: data })
    expect(await run.ended).toBe(1)
    expect(run.said().trim()).toMatch(/^cannot write in the data folder `.*` \(EACCES\): .*$/)
  })

  test('says in one line that the port is in use, before the long steps', async () => {
    const server = createServer()
    const port = await new Promise<number>((done) => server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)))
    const run = start({ PORT: String(port) })
    expect(await run.ended).toBe(1)
    expect(run.said().trim()).toMatch(new RegExp(`^port ${port} of 127\\.0\\.0\\.1 is in use: .*$`))
    expect(existsSync(join(clone, 'node_modules'))).toBe(false)
    server.close()
  })

  test('killed while it installs, nothing it started runs on', async () => {
    const run = start()
    await run.until(/installing packages/)
    await untilThere(join(clone, 'node_modules'))
    await new Promise((done) => setTimeout(done, 1_500))
    await run.kill('SIGKILL')
    await new Promise((done) => setTimeout(done, 2_000))
    expect(processesIn(clone)).toEqual([])
    expect(existsSync(join(clone, 'node_modules', '.canimigrate'))).toBe(false)
  })

  test('started again, and killed while it builds', async () => {
    const run = start()
    await run.until(/building the site/)
    await untilThere(join(clone, '.next'))
    await new Promise((done) => setTimeout(done, 1_500))
    await run.kill('SIGKILL')
    await new Promise((done) => setTimeout(done, 2_000))
    expect(processesIn(clone)).toEqual([])
    expect(existsSync(join(clone, '.next', 'canimigrate'))).toBe(false)
  })

  test('interrupted, it ends with the status of the signal', async () => {
    const run = start()
    await run.until(/building the site/)
    await new Promise((done) => setTimeout(done, 1_000))
    expect(await run.kill('SIGINT')).toBe(130)
    expect(run.said()).not.toMatch(/could not/)
  })

  test('started twice at once, one waits for the other, and both serve', async () => {
    const [one, two] = [start(), start()]
    const [first, second] = await Promise.all([one.until(ON), two.until(ON)])
    expect(one.said() + two.said()).toMatch(/another start (\(process \d+\) )?is setting up; waiting for it/)
    for (const [, url] of [first, second]) expect((await fetch(`${url}/`)).status).toBe(200)
    expect(await Promise.all([one.kill('SIGTERM'), two.kill('SIGTERM')])).toEqual([0, 0])
  })

  test('with nothing changed it serves without setting anything up, and leaves the clone as it was', async () => {
    const run = start()
    const [, url] = await run.until(ON)
    expect(run.said()).not.toMatch(/installing|building/)
    expect((await fetch(`${url}/`)).status).toBe(200)
    const again = start({ PORT: new URL(String(url)).port })
    expect(await again.ended).toBe(1)
    expect(again.said().trim()).toMatch(/^port \d+ of 127\.0\.0\.1 is in use: .*$/)
    expect(await run.kill('SIGINT')).toBe(0)
    expect(processesIn(clone)).toEqual([])
    expect(execFileSync('git', ['status', '--short'], { cwd: clone, encoding: 'utf8' })).toBe('')
  })
})

function lastLine(run: Run): string {
  return run.said().trim().split('\n').at(-1) ?? ''
}

async function untilThere(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((done) => setTimeout(done, 50))
}

/** Command lines of processes that name the folder; empty where ps is missing. */
function processesIn(directory: string): string[] {
  try {
    const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
    return lines.filter((line) => line.includes(directory))
  } catch {
    return []
  }
}
