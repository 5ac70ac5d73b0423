import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedMails, writeArchive } from '../pipeline/mail-archive.ts'
import { dump } from '../pipeline/mail-runs.ts'
import { mail, ONE_LINE, openWorld, RECORD, TIMES, type World } from './world.ts'

// Damaged indexes by themselves: test/search. A file that is no database: test/store/migrate.

let world: World
let expected: Readonly<Record<string, unknown>>
/** Milliseconds of an ingest of all. */
let takes = 0
beforeAll(async () => {
  world = openWorld()
  await world.run(join(world.root, 'first'), ['list'])
  const start = performance.now()
  await world.run(join(world.root, 'whole'), ['ingest', world.archive])
  takes = performance.now() - start
  expected = await dump(join(world.root, 'whole'))
}, 60_000)
afterAll(() => world.close())

const fine = { status: 0, stderr: '' }

describe('files of the data folder', () => {
  test.each(TIMES)(
    'a write-ahead log that was cut anywhere: what is in it up to there counts, and the rest is read again (%i)',
    async (time) => {
      const data = join(world.root, `wal-${time}`)
      const log = join(data, 'canimigrate.db-wal')
      // Killed, so that the log stays; until there is one.
      for (let tries = 0; tries < 40 && !(existsSync(log) && statSync(log).size > 100_000); tries++) {
        rmSync(data, { recursive: true, force: true })
        await world.run(data, ['ingest', world.archive], { killAfter: randomInt(Math.floor(takes / 3), Math.ceil(takes)) })
      }
      const { size } = statSync(log)
      for (const [index, end] of [0, randomInt(1, size), size - 1].entries()) {
        const copy = join(world.root, `wal-${time}-${index}`)
        cpSync(data, copy, { recursive: true })
        truncateSync(join(copy, 'canimigrate.db-wal'), Math.min(end, size))
        const first = await world.run(copy, ['ingest', world.archive])
        // Cut where it had been copied into the database in part, that may be damaged: then it says what to do, and that helps.
        if (first.status !== 0) {
          expect(first).toMatchObject({ status: 2, stderr: expect.stringMatching(ONE_LINE) })
          expect(first.stderr).toMatch(/move it away, it is built again/)
          for (const ending of ['', '-wal', '-shm']) rmSync(join(copy, `canimigrate.db${ending}`), { force: true })
          expect(await world.run(copy, ['ingest', world.archive])).toMatchObject(fine)
        } else expect(first.stderr).toBe('')
        expect(mail(await dump(copy))).toEqual(mail(expected))
        rmSync(copy, { recursive: true })
      }
    },
    300_000,
  )

  test.each(TIMES)(
    'search indexes that are damaged while a server has them open: records are found again at once, mail after `reindex` (%i)',
    async (time) => {
      const data = join(world.root, `index-${time}`)
      for (const words of [['sync'], ['ingest', world.archive]]) expect(await world.run(data, words)).toMatchObject(fine)
      const server = await world.serve(data)
      const total = async (path: string): Promise<number> => {
        const { status, body } = await server.get(path)
        expect([path, status]).toEqual([path, 200])
        return (body as { total?: number; messages?: { total: number } }).messages?.total ?? (body as { total: number }).total
      }
      const [records, messages] = [await total('search?q=alpha'), await total('search?q=kernel&in=mail')]
      expect(Math.min(records, messages)).toBeGreaterThan(0)
      for (const file of readdirSync(data).filter((name) => /^(search|messages)\.db/.test(name)))
        writeFileSync(join(data, file), Buffer.alloc(5000, randomInt(256)))
      expect(await total('search?q=alpha')).toBe(records)
      expect(await world.run(data, ['reindex'])).toMatchObject(fine)
      expect(await total('search?q=kernel&in=mail')).toBe(messages)
      expect(mail(await dump(data))).toEqual(mail(expected))
      await server.kill('SIGTERM')
    },
    300_000,
  )
})

describe('content', () => {
  test.each(TIMES)(
    'a record that is half written when it is synced: a server keeps the last good, and has the new one seconds after it is whole (%i)',
    async (time) => {
      const data = join(world.root, `content-${time}`)
      expect(await world.run(data, ['sync'])).toMatchObject(fine)
      const server = await world.serve(data)
      const revision = async (): Promise<unknown> => ((await server.get('records/test/alpha')).body as { revision: string }).revision
      const good = await revision()
      const text = world.change(`half ${time}`)
      const close = text.indexOf('\n---')
      for (const end of [0, randomInt(1, close)]) {
        world.put({ [RECORD]: text.slice(0, end) })
        const { status, stdout } = await world.run(data, ['sync'])
        expect([status, stdout]).toEqual([1, expect.stringMatching(/^features\/test\/alpha\.md:\d+:\d+: .+\n(?:.+\n)*nothing was synced: \d+ problems?\n$/)])
        expect(await revision()).toBe(good)
        expect((await server.get('export/knowledge.json')).status).toBe(200)
      }
      world.put({ [RECORD]: text })
      expect((await world.run(data, ['sync'])).status).toBe(0)
      await expect.poll(revision, { timeout: 5000 }).not.toBe(good)
      await server.kill('SIGTERM')
    },
    300_000,
  )
})

describe('an archive of mail that is not all there', () => {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()

  test.each(TIMES)(
    'a partial clone: its messages are missing, not passed over; whole, it is read on (%i)',
    async (time) => {
      const [data, partial] = [join(world.root, `partial-${time}`), join(world.root, `partial-${time}.git`)]
      git('-C', world.archive, 'config', 'uploadpack.allowFilter', 'true')
      git('clone', '-q', '--bare', '--filter=blob:none', `file://${world.archive}`, partial)
      for (let run = 0; run < 2; run++) {
        const { status, stderr } = await world.run(data, ['ingest', '--list', 'list', partial])
        expect([status, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)])
        expect(stderr).toMatch(/lacks the message of commit [0-9a-f]{12}, or it is damaged: a partial clone\? fetch all of it/)
      }
      rmSync(partial, { recursive: true })
      git('clone', '-q', '--bare', world.archive, partial)
      expect(await world.run(data, ['ingest', '--list', 'list', partial])).toMatchObject(fine)
      expect(counted(await dump(data))).toEqual(counted(expected))
    },
    300_000,
  )

  test.each(TIMES)(
    'a shallow clone: what is there is read, and the rest when it comes (%i)',
    async (time) => {
      const [data, shallow] = [join(world.root, `shallow-${time}`), join(world.root, `shallow-${time}.git`)]
      git('clone', '-q', '--bare', `--depth=${randomInt(50, 200)}`, `file://${world.archive}`, shallow)
      const first = await world.run(data, ['ingest', '--list', 'list', shallow])
      expect([first.status, first.stderr]).toEqual([0, expect.stringMatching(/^canimigrate: `.*` is a shallow clone: [^\n]*\n$/)])
      expect(await world.run(data, ['ingest', '--list', 'list', shallow])).toMatchObject(fine)
      git('-C', shallow, 'fetch', '-q', '--unshallow')
      const whole = await world.run(data, ['ingest', '--list', 'list', shallow])
      expect([whole.status, whole.stderr]).toEqual([0, expect.stringMatching(/was a shallow clone and has more of its history now/)])
      expect(counted(await dump(data))).toEqual(counted(expected))
      expect(await world.run(data, ['ingest', '--list', 'list', shallow])).toMatchObject(fine)
    },
    300_000,
  )

  test.each(TIMES)(
    'a history that is damaged: said in one line, and read on when it is mended (%i)',
    async (time) => {
      const [data, damaged] = [join(world.root, `damaged-${time}`), join(world.root, `damaged-${time}.git`)]
      const mails = inventedMails(60)
      writeArchive(damaged, mails.slice(0, 40))
      expect(await world.run(data, ['ingest', '--list', 'list', damaged])).toMatchObject(fine)
      writeArchive(damaged, mails.slice(40), 'refs/heads/master^0')
      const commit = git('-C', damaged, 'rev-parse', 'HEAD~9')
      const file = join(damaged, 'objects', commit.slice(0, 2), commit.slice(2))
      renameSync(file, `${file}.away`)
      const { status, stderr } = await world.run(data, ['ingest', '--list', 'list', damaged])
      expect([status, stderr]).toEqual([2, expect.stringMatching(ONE_LINE)])
      expect(stderr).toMatch(/git cannot go through the history of `.*`: it is damaged or lacks commits/)
      renameSync(`${file}.away`, file)
      expect(await world.run(data, ['ingest', '--list', 'list', damaged])).toMatchObject(fine)
      const [whole, once] = [join(world.root, `once-${time}.git`), join(world.root, `once-${time}`)]
      writeArchive(whole, mails)
      await world.run(once, ['ingest', '--list', 'list', whole])
      expect(counted(await dump(data))).toEqual(counted(await dump(once)))
    },
    300_000,
  )
})

/** Numbers of rows: messages that came in another order have other ids. */
function counted(all: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(mail(all)).flatMap(([name, value]) =>
    typeof value === 'string' && /^(Message|RawMail|Arrival)$/.test(name) ? [[name, Number.parseInt(value, 10)]] : [],
  )
}
