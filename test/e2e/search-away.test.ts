import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite, withRecords } from './site.ts'

let site: Site
let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'canimigrate-away-'))
  await withRecords(data)
  // Nobody listens there.
  site = await startSite(data, { MEILI_URL: 'http://127.0.0.1:1' })
})
afterAll(async () => {
  await site?.close()
  rmSync(data, { recursive: true, force: true })
})

test('a site whose search server is away, and that has no mail of its own, finds records and says what it cannot search', async () => {
  const response = await fetch(`${site.url}/search.txt?q=multitce`)
  expect(response.status).toBe(200)
  const text = await response.text()
  expect(text).toContain('ppc/multi-tce')
  expect((await fetch(`${site.url}/search?q=multitce`)).status).toBe(200)
  const mail = await fetch(`${site.url}/search.txt?q=multitce&in=mail`)
  expect([mail.status, await mail.text()]).toEqual([200, expect.stringContaining('search is out of reach at the moment: try again in a minute')])
})
