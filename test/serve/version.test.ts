import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createVersions } from '../../lib/serve/version.ts'
import { openStore } from '../../lib/store/client.ts'
import { ENGINES } from '../fixtures/engines.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'canimigrate-version-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
afterEach(() => void vi.useRealTimers())

test.each(ENGINES)('$name: a store has another version after another process has written, and the same until then', async ({ address }) => {
  const url = address(dataDir)
  const [reader, writer] = [await openStore({ url }), await openStore({ url })]
  const plan = { parent: 0, digest: 'd', date: '2026-01-01', finished: '2026-01-01T00:00:00Z', links: '', write: [], remove: [], past: [], dated: [] }
  const versions = [await reader.version(), await reader.version()]
  expect(await writer.apply(plan)).toBe('applied')
  versions.push(await reader.version(), await reader.version())
  await writer.mail.noteScans(new Map([['a', 'b']]))
  versions.push(await reader.version())
  expect([versions[0] === versions[1], versions[1] === versions[2], versions[2] === versions[3], versions[3] === versions[4]]).toEqual([
    true,
    false,
    true,
    false,
  ])
  await Promise.all([reader.close(), writer.close()])
})

test('who comes while the store is asked is told what it said last, but not for long', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const answers: ((version: string) => void)[] = []
  const versions = createVersions(() => new Promise((answer) => answers.push(answer)))
  const first = versions()
  answers[0]?.('one')
  expect(await first).toMatchObject({ now: 'one' })
  expect(versions()).toMatchObject({ now: 'one' })
  vi.advanceTimersByTime(1500)
  const second = versions()
  expect(second).toBeInstanceOf(Promise)
  expect(versions()).toMatchObject({ now: 'one' })
  vi.advanceTimersByTime(3000)
  const third = versions()
  expect(third).toBeInstanceOf(Promise)
  expect(answers).toHaveLength(2)
  answers[1]?.('two')
  expect([await second, await third]).toMatchObject([{ now: 'two' }, { now: 'two' }])
})
