import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../pipeline/mail-runs.ts'
import { mail, openWorld, type Server, TIMES, type World } from './world.ts'

// Each command killed by itself: test/pipeline (ingest, sync), test/startup (npm start), test/search/embedded (what a killed build left).

let world: World
let expected: Readonly<Record<string, unknown>>
beforeAll(async () => {
  world = openWorld()
  expect((await world.run(join(world.root, 'whole'), ['ingest', world.archive])).stderr).toBe('')
  expected = await dump(join(world.root, 'whole'))
}, 60_000)
afterAll(() => world.close())

/** Questions that any server answers whose data folder was synced once. */
const QUESTIONS = ['records', 'search?q=alpha', 'records/test/alpha', 'export/knowledge.json']

async function answers(server: Server): Promise<readonly number[]> {
  return Promise.all(QUESTIONS.map(async (path) => (await server.get(path)).status))
}

describe('killed (-9) at any moment', () => {
  test.each(TIMES)(
    'writers in the middle of each other, while a server answers: nothing is lost, and no question fails (%i)',
    async (time) => {
      const data = join(world.root, `writers-${time}`)
      expect((await world.run(data, ['sync'])).status).toBe(0)
      const server = await world.serve(data)
      let asking = true
      const asked = (async () => {
        const seen = new Set<number>()
        while (asking) for (const status of await answers(server)) seen.add(status)
        return [...seen]
      })()
      let killed = 0
      for (let round = 0; round < 2; round++) {
        const words = [['ingest', world.archive], ['reindex'], ['sync']]
        const runs = await Promise.all(words.map((some) => world.run(data, some, { killAfter: randomInt(300, 1800) })))
        killed += runs.filter(({ status }) => status === null).length
        for (const { status, stderr } of runs) expect([0, null], stderr).toContain(status)
      }
      expect(killed).toBeGreaterThan(0)
      for (const words of [['sync'], ['ingest', world.archive], ['reindex']]) expect(await world.run(data, words)).toMatchObject({ status: 0, stderr: '' })
      asking = false
      expect(await asked).toEqual([200])
      expect(server.stderr()).toBe('')
      expect(mail(await dump(data))).toEqual(mail(expected))
      await server.kill('SIGKILL')
    },
    300_000,
  )

  test.each(TIMES)(
    'a server in the middle of answers, writing and building its index: the next one answers at once (%i)',
    async (time) => {
      const data = join(world.root, `server-${time}`)
      expect((await world.run(data, ['sync'])).status).toBe(0)
      for (let round = 0; round < 2; round++) {
        const server = await world.serve(data)
        // Missing, it is built for the question under way.
        rmSync(join(data, 'search.db'), { force: true })
        const under = answers(server).catch(() => [])
        const writer = world.run(data, ['ingest', world.archive])
        await new Promise((done) => setTimeout(done, randomInt(1, 120)))
        await server.kill('SIGKILL')
        await under
        expect(await writer).toMatchObject({ status: 0, stderr: '' })
      }
      const next = await world.serve(data)
      expect(await answers(next)).toEqual(QUESTIONS.map(() => 200))
      expect(mail(await dump(data))).toEqual(mail(expected))
      await next.kill('SIGTERM')
    },
    300_000,
  )
})
