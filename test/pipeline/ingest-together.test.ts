import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { ingestMail } from '../../lib/pipeline/ingest-mail.ts'
import { openStore } from '../../lib/store/client.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { inventedSource } from './invented-source.ts'
import { inventedMails } from './mail-archive.ts'
import { tableRows } from './rows.ts'

const COUNT = 300
const root = mkdtempSync(join(tmpdir(), 'ingest-together-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Ingester {
  /** How many it has stored so far. */
  stored(): number
  kill(): void
  /** What it says at its end; undefined if it was killed. */
  readonly done: Promise<{ readonly read: number; readonly fresh: number } | undefined>
}

/** Reads a source into a database in a process of its own, as one of several may. @param pause milliseconds that each mail takes to read */
function ingester(url: string, pause: number): Ingester {
  const file = fileURLToPath(new URL('./ingest-source-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, url, String(COUNT), String(pause)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  return {
    stored: () => Math.max(0, ...Array.from(output.matchAll(/stored (\d+)/g), ([, number]) => Number(number))),
    kill: () => child.kill('SIGKILL'),
    done: new Promise((resolve) =>
      child.on('close', () => {
        const [, read, fresh] = /read (\d+), (\d+) new/.exec(output) ?? []
        resolve(read === undefined ? undefined : { read: Number(read), fresh: Number(fresh) })
      }),
    ),
  }
}

describe.each(ENGINES)('several ingesters, over $name', (engine) => {
  const fresh = (): string => engine.address(mkdtempSync(join(root, 'data-')))
  const alone = fresh()

  test('of one source do no work twice', async () => {
    const store = await openStore({ url: alone, pool: 2 })
    await ingestMail({ sources: [inventedSource(COUNT).source], records: [], store: store.mail, threads: 0, batch: 10 })
    await store.close()
    const url = fresh()
    const done = await Promise.all([1, 2].map(() => ingester(url, 2).done))
    const messages = new Set(inventedMails(COUNT).map((mail) => /^Message-ID: .*$/m.exec(mail)?.[0])).size
    expect(done.map((one) => one?.read).sort()).toEqual([0, COUNT])
    expect(done.map((one) => one?.fresh).sort()).toEqual([0, messages])
    expect(await tableRows(url)).toEqual(await tableRows(alone))
  }, 120_000)

  test('one killed in the middle is followed by another, which goes on where it was', async () => {
    const url = fresh()
    const first = ingester(url, 5)
    await expect.poll(first.stored, { timeout: 30_000 }).toBeGreaterThanOrEqual(20)
    const second = ingester(url, 0)
    await expect.poll(first.stored, { timeout: 30_000 }).toBeGreaterThanOrEqual(60)
    first.kill()
    await first.done
    const stored = first.stored()
    const next = await second.done
    // The first may have written one more batch than it could say.
    expect(next?.read).toBeLessThanOrEqual(COUNT - stored)
    expect(next?.read).toBeGreaterThanOrEqual(COUNT - stored - 20)
    expect(await tableRows(url)).toEqual(await tableRows(alone))
  }, 120_000)
})
