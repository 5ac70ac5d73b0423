import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINES } from '../fixtures/engines.ts'
import { inventedMails, mailArchive, REAL, writeArchive } from './mail-archive.ts'
import { type Counted, countArchive } from './mail-count.ts'
import { dump, type Run, runIngest } from './mail-runs.ts'

const root = mkdtempSync(join(tmpdir(), 'ingest-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const LONG = 1_200_000

describe(`an archive of ${existsSync(REAL) ? 'a real list' : `invented mails (${REAL} is not there)`}`, () => {
  let archive: string
  let counted: Counted
  let whole: Run
  let expected: Awaited<ReturnType<typeof dump>>
  const dataDir = join(root, 'whole')

  beforeAll(async () => {
    archive = mailArchive(root)
    counted = countArchive(archive)
    whole = await runIngest(dataDir, [archive])
    expected = await dump(dataDir)
  }, LONG)

  test('is read with nothing lost, as counted by other means', () => {
    expect(whole.stderr).toBe('')
    const { messages, threads, ghosts } = counted
    expect(whole.result).toMatchObject({ messages, new: messages, threads, ghosts })
    expect(expected.MailSource).toMatch(/^1 rows/)
    expect(Number(/\d+/.exec(String(expected.RawMail))?.[0])).toBe(differentContents(archive))
  })

  test(
    'a second run adds nothing',
    async () => {
      expect((await runIngest(dataDir, [archive])).result).toMatchObject({ messages: counted.messages, new: 0 })
      expect(await dump(dataDir)).toEqual(expected)
    },
    LONG,
  )

  test(
    'killed at ten random moments and resumed, all is as if it had not been',
    async () => {
      const broken = join(root, 'broken')
      const startup = (await runIngest(dataDir, [archive])).milliseconds * 0.6
      let killed = 0
      for (let time = 0; time < 10; time++) {
        const { status } = await runIngest(broken, [archive], { killAfter: startup + (Math.random() * 2 * (whole.milliseconds - startup)) / 10 })
        if (status === null) killed++
      }
      expect(killed).toBeGreaterThan(0)
      expect((await runIngest(broken, [archive])).status).toBe(0)
      expect(await dump(broken)).toEqual(expected)
    },
    LONG,
  )

  test(
    'two processes at once lose nothing and double nothing',
    async () => {
      const shared = join(root, 'shared')
      const runs = await Promise.all([runIngest(shared, [archive]), runIngest(shared, [archive])])
      expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual(Array(2).fill({ status: 0, stderr: '' }))
      expect(runs.reduce((sum, { result }) => sum + (result?.new ?? 0), 0)).toBe(counted.messages)
      expect(await dump(shared)).toEqual(expected)
    },
    LONG,
  )
})

describe.each(ENGINES.filter(({ name }) => name !== 'SQLite'))('over $name', (engine) => {
  test(
    'all is as in SQLite: read once, read again, killed and resumed, and read by two at once',
    async () => {
      const archive = join(root, 'invented.git')
      writeArchive(archive, inventedMails(1000))
      const { messages, threads, ghosts } = countArchive(archive)
      // Without the project's own records, which take longer to read than the mails.
      const content = join(root, 'content')
      mkdirSync(content)
      const run = (machine: string, url: string, killAfter?: number): Promise<Run> =>
        runIngest(join(root, machine), [archive], {
          env: { CANIMIGRATE_CONTENT: content, DATABASE_URL: url },
          ...(killAfter === undefined ? {} : { killAfter }),
        })
      const dumped = (machine: string, url: string) => dump(join(root, machine), url)
      const sqlite = `file:${join(root, 'sqlite.db')}`
      await run('sqlite', sqlite)
      const expected = await dumped('sqlite', sqlite)

      const whole = engine.address('')
      const first = await run('whole-there', whole)
      expect(first).toMatchObject({ stderr: '', result: { messages, new: messages, threads, ghosts } })
      const again = await run('whole-there', whole)
      expect(again.result).toMatchObject({ messages, new: 0 })
      expect(await dumped('whole-there', whole)).toEqual(expected)

      const broken = engine.address('')
      for (let time = 0; time < 3; time++)
        await run('broken-there', broken, again.milliseconds * 0.6 + Math.random() * Math.max(200, first.milliseconds - again.milliseconds))
      expect((await run('broken-there', broken)).status).toBe(0)
      expect(await dumped('broken-there', broken)).toEqual(expected)

      const shared = engine.address('')
      const runs = await Promise.all(['here', 'there'].map((machine) => run(machine, shared)))
      expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual(Array(2).fill({ status: 0, stderr: '' }))
      expect(runs.reduce((sum, { result }) => sum + (result?.new ?? 0), 0)).toBe(messages)
      for (const machine of ['here', 'there']) expect(await dumped(machine, shared)).toEqual(expected)
    },
    LONG,
  )
})

test(
  'what comes later is added to what is there, as if all had been there at first',
  async () => {
    const mails = inventedMails(300)
    const growing = join(root, 'growing.git')
    const once = join(root, 'once')
    const later = join(root, 'later')
    writeArchive(growing, mails.slice(0, 120))
    await runIngest(later, [growing], { env: { CANIMIGRATE_WORKERS: '0' } })
    writeArchive(growing, mails.slice(120), 'refs/heads/master^0')
    expect((await runIngest(later, [growing], { env: { CANIMIGRATE_WORKERS: '2' } })).status).toBe(0)
    await runIngest(once, [growing])
    expect(await dump(later)).toEqual(await dump(once))
  },
  LONG,
)

test(
  'an index that was lost, or belongs to another store, is made again',
  async () => {
    const archive = join(root, 'small.git')
    const dataDir = join(root, 'lost')
    writeArchive(archive, inventedMails(50))
    await runIngest(dataDir, [archive])
    const before = await dump(dataDir)
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `messages.db${end}`), { force: true })
    await runIngest(dataDir, [archive])
    expect(await dump(dataDir)).toEqual(before)
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `canimigrate.db${end}`), { force: true })
    const other = join(root, 'other.git')
    writeArchive(other, inventedMails(80).slice(40))
    await runIngest(dataDir, [other])
    const alone = join(root, 'alone')
    await runIngest(alone, [other])
    expect(await dump(dataDir)).toEqual(await dump(alone))
  },
  LONG,
)

function differentContents(archive: string): number {
  const listed = execFileSync('git', ['log', '--raw', '--no-abbrev', '--format='], { cwd: archive, maxBuffer: 2 ** 28 }).toString()
  return new Set(listed.match(/(?<=^:\d+ \d+ [0-9a-f]+ )[0-9a-f]+/gm)).size
}
