import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dump } from '../pipeline/mail-runs.ts'
import { mail, openWorld, TIMES, type World } from './world.ts'

let world: World
let expected: Readonly<Record<string, unknown>>
beforeAll(async () => {
  world = openWorld()
  await world.run(join(world.root, 'whole'), ['ingest', world.archive])
  expected = await dump(join(world.root, 'whole'))
}, 60_000)
afterAll(() => world.close())

const YEAR = 365 * 86_400_000
const clock = (offset: number, jump = 0): Record<string, string> => ({
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('./clock-preload.mjs', import.meta.url))}`,
  CLOCK_OFFSET: String(offset),
  CLOCK_JUMP: String(jump),
})

test.each(TIMES)(
  'a clock that jumps by years, in writers and in a server: what was written is shown, and nothing is lost (%i)',
  async (time) => {
    const data = join(world.root, `clock-${time}`)
    const jumps = [-30 * YEAR - randomInt(YEAR), 15 * YEAR + randomInt(YEAR)]
    expect((await world.run(data, ['sync'], { env: clock(20 * YEAR) })).status).toBe(0)
    const server = await world.serve(data, clock(0, -2 * YEAR))
    const revision = async (): Promise<unknown> => ((await server.get('records/test/alpha')).body as { revision: string }).revision
    for (const [index, jump] of jumps.entries()) {
      const before = await revision()
      world.change(`${time} ${index}`)
      const env = clock(jump)
      for (const words of [['sync'], ['ingest', world.archive], ['reindex']])
        expect(await world.run(data, words, { env })).toMatchObject({ status: 0, stderr: '' })
      server.signal('SIGUSR2')
      await expect.poll(revision, { timeout: 5000 }).not.toBe(before)
      // An index that was lost just before a jump is built again after it.
      writeFileSync(join(data, 'search.db'), '')
      expect((await server.get('search?q=alpha')).status).toBe(200)
    }
    expect(server.stderr()).toBe('')
    expect(mail(await dump(data))).toEqual(mail(expected))
    await server.kill('SIGTERM')
  },
  300_000,
)
