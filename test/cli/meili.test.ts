import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { places } from '../../lib/cli/context.ts'
import { main } from '../../lib/cli/main.ts'
import { captured } from '../fixtures/captured.ts'
import { freePort, startMeilisearch } from '../fixtures/meilisearch.ts'

const run = (...argv: string[]) => captured(() => main(['meili', ...argv]))
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'canimigrate-meili-'))
  places.data = join(dir, 'data')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))
afterEach(() => {
  delete process.env.MEILI_URL
  delete process.env.MEILI_KEY
})

test('without a server it says what to set', async () => {
  expect(await run('status')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^canimigrate: there is no server in `MEILI_URL`: .*\n$/) })
})

test('a server that is away is a line and an exit status', async () => {
  process.env.MEILI_URL = `http://127.0.0.1:${await freePort()}`
  const { status, stdout } = await run('status')
  expect(status).toBe(1)
  expect(stdout).toMatch(/Meilisearch is away: it cannot be reached/)
  expect(await run('keys')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^canimigrate: it cannot be reached.*\n$/) })
})

const started = await startMeilisearch()
afterAll(() => started?.end(), 60_000)

describe.skipIf(!started?.own)('a server', () => {
  test('its keys are the same each time, and it says how it does', { timeout: 60_000 }, async () => {
    const { url, key = '' } = (started as NonNullable<typeof started>).config
    Object.assign(process.env, { MEILI_URL: url, MEILI_KEY: key })
    const { status, stdout } = await run('keys')
    expect([status, stdout.match(/MEILI_KEY=\S{32,}/g)?.length]).toEqual([0, 2])
    expect((await run('keys')).stdout).toBe(stdout)
    expect(stdout).not.toContain(key)
    const shown = await run('status', '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({
      version: expect.stringMatching(/^\d+\./),
      records: { documents: 0, digest: '' },
      tasks: { waiting: 0, failed: [] },
    })
  })
})
