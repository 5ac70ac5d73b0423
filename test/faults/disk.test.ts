import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dump } from '../pipeline/mail-runs.ts'
import { mail, ONE_LINE, openWorld, smallDisk, TIMES, type World } from './world.ts'

// A data folder that cannot be written from the start: test/startup, test/store/migrate.

const world: World = openWorld()
const probe = smallDisk(world.root, 'probe')
probe?.unmount()
if (!probe) console.log('no faults of the disk: this process may not mount a file system of its own (it takes root)')
const disks: { unmount(): void }[] = []
afterAll(() => {
  for (const one of disks) one.unmount()
  world.close()
})

describe.skipIf(!probe)('the disk', () => {
  let expected: Readonly<Record<string, unknown>>
  beforeAll(async () => {
    await world.run(join(world.root, 'whole'), ['ingest', world.archive])
    expected = await dump(join(world.root, 'whole'))
  }, 60_000)
  const open = (name: string) => {
    const disk = smallDisk(world.root, name)
    if (!disk) throw new Error('not mounted')
    disks.push(disk)
    return { ...disk, data: join(disk.dir, 'data') }
  }

  test.each(TIMES)(
    'full: writers say so in one line and change nothing, a server goes on; with room again they go on (%i)',
    async (time) => {
      const { dir, data, remount } = open(`full-${time}`)
      const used = (): number => {
        const { blocks, bfree, bsize } = statfsSync(dir)
        return Math.ceil(((blocks - bfree) * bsize) / 1024)
      }
      expect((await world.run(data, ['sync'])).status).toBe(0)
      const server = await world.serve(data)
      const before = await server.get('export/knowledge.json')
      for (const room of [0, 600]) {
        remount(`size=${used() + room}k`)
        world.change(`${time} ${room}`)
        for (const words of [['ingest', world.archive], ['sync'], ['reindex']]) {
          const { status, stderr } = await world.run(data, words)
          // What fits is written.
          if (status !== 0) expect([words, status, stderr]).toEqual([words, 2, expect.stringMatching(ONE_LINE)])
          if (status !== 0) expect(stderr).toMatch(/no space is left .*: make room, and run this again/)
        }
        expect((await server.get('records')).status).toBe(200)
        expect((await server.get('records/test/alpha')).status).toBe(200)
      }
      expect(before.status).toBe(200)
      remount('size=64m')
      for (const words of [['sync'], ['ingest', world.archive], ['reindex']]) expect(await world.run(data, words)).toMatchObject({ status: 0, stderr: '' })
      expect((await server.get('search?q=alpha')).status).toBe(200)
      await server.kill('SIGTERM')
      expect(mail(await dump(data))).toEqual(mail(expected))
    },
    300_000,
  )

  test.each(TIMES)(
    'read-only: writers and a server say so in one line, what reads files alone works; writable again all is as before, in the same server (%i)',
    async (time) => {
      const { data, remount } = open(`read-only-${time}`)
      for (const words of [['sync'], ['ingest', world.archive]]) expect(await world.run(data, words)).toMatchObject({ status: 0, stderr: '' })
      remount('ro')
      for (const words of [['ingest', world.archive], ['sync'], ['reindex']]) {
        const { status, stderr } = await world.run(data, words)
        expect([words, status, stderr]).toEqual([words, 2, expect.stringMatching(ONE_LINE)])
        expect(stderr).toMatch(/cannot open the database `.*` for writing/)
      }
      const server = await world.serve(data)
      expect((await server.get('records')).status).toBe(500)
      expect((await world.run(data, ['show', 'test/alpha'])).status).toBe(0)
      remount('rw')
      for (const path of ['records', 'search?q=alpha', 'records/test/alpha/mentions']) expect([path, (await server.get(path)).status]).toEqual([path, 200])
      for (const words of [['sync'], ['ingest', world.archive], ['reindex']]) expect(await world.run(data, words)).toMatchObject({ status: 0, stderr: '' })
      await server.kill('SIGTERM')
      expect(mail(await dump(data))).toEqual(mail(expected))
    },
    300_000,
  )
})
