import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MBOX } from '../fixtures/mbox.ts'
import { launchChromium, missing } from './chromium.ts'
import { type Site, startSite, withRecords } from './site.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const LIST = '/lists/kvm-test.lists.example'

describe.skipIf(missing)('archives in Chromium', () => {
  let site: Site
  let browser: Browser
  let data: string

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'canimigrate-mail-'))
    await withRecords(data)
    writeFileSync(join(data, 'test.mbox'), MBOX)
    ingest(join(data, 'test.mbox'))
    ;[site, browser] = await Promise.all([startSite(data), launchChromium()])
  })
  afterAll(async () => {
    await Promise.all([browser?.close(), site?.close()])
    rmSync(data, { recursive: true, force: true })
  })

  function ingest(file: string): string {
    return execFileSync(process.execPath, ['bin/canimigrate.mjs', 'ingest', file, '--json'], {
      cwd: ROOT,
      env: { ...process.env, CANIMIGRATE_DATA: data },
      encoding: 'utf8',
    })
  }

  async function open(path: string, javaScriptEnabled = false): Promise<Page> {
    const page = await browser.newPage({ javaScriptEnabled })
    const response = await page.goto(site.url + path)
    expect(response?.status(), path).toBe(200)
    return page
  }

  test('from a record to the message that speaks of it, to its thread, and back to the record', async () => {
    const page = await open('/features/ppc/ail-modes')
    const mention = page
      .locator('ul.mentions')
      .getByRole('link', { name: /Béla Host/ })
      .first()
    await mention.click()
    await page.waitForURL(/reply%2F1\+x@hosts\.example/)
    expect(await page.locator('h1').textContent()).toBe('Re: What happens to AIL on an older host?')
    await page.getByRole('link', { name: /^thread/ }).click()
    await page.waitForURL(/\/t$/)
    expect(await page.locator('article').count()).toBeGreaterThanOrEqual(4)
    await page.goBack()
    await page.getByRole('link', { name: 'ppc/ail-modes' }).first().click()
    await page.waitForURL(/\/features\/ppc\/ail-modes$/)
    await page.close()
  })

  test('quotes fold without JavaScript and say whose they are; a diff is coloured; lines can be linked', async () => {
    const page = await open(`${LIST}/reply%2F1+x@hosts.example`)
    const quote = page.locator('details.quote').first()
    expect(await quote.locator('summary').textContent()).toContain('Ada Example wrote')
    expect(await quote.getAttribute('open')).toBeNull()
    await quote.locator('summary').click({ position: { x: 60, y: 6 } })
    expect(await quote.locator('pre').isVisible()).toBe(true)
    await page.goto(`${site.url}${LIST}/patch-1@hosts.example?lines=1-1#L1`)
    expect(await page.locator('.d-add').allTextContents()).toEqual(['+int new;\n'])
    expect(await page.locator('.hit').textContent()).toBe('Refuse it at once.\n')
    await page.close()
  })

  test('a Message-ID in angle brackets, and one under another list, lead to the one address', async () => {
    for (const path of ['/lists/kvm-test.lists.example/%3Cask-1@guests.example%3E', '/lists/elsewhere/ask-1@guests.example', `${LIST}/ask-1@guests.example/`]) {
      const page = await open(path)
      expect(new URL(page.url()).pathname).toBe(`${LIST}/ask-1@guests.example`)
      await page.close()
    }
    const absent = await fetch(`${site.url}${LIST}/absent@nowhere.example`)
    expect(absent.status).toBe(404)
  })

  test('a cursor that no page gave leads to the first page, and says so', async () => {
    for (const path of [LIST, `${LIST}/2022-03`, '/mentions/ppc/ail-modes']) {
      const page = await open(`${path}?cursor=zz`)
      expect(await page.locator('p.error').textContent(), path).toMatch(/^the cursor is not one that a page gave/)
      expect(await page.locator('main a[href^="/lists/"]').count(), path).toBeGreaterThan(1)
      await page.close()
    }
  })

  test('a mail that means harm is harmless on its page, in its thread, as text, in the feed and from the API', async () => {
    for (const path of [`${LIST}/evil-1@x.example`, `${LIST}/ask-1@guests.example/T`, LIST]) {
      const page = await browser.newPage({ javaScriptEnabled: true })
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      page.on('dialog', () => asked.push('a dialog'))
      await page.goto(site.url + path, { waitUntil: 'networkidle' })
      expect(
        asked.filter((url) => !url.startsWith(site.url)),
        path,
      ).toEqual([])
      expect(await page.title()).not.toMatch(/^(taken|1)$/)
      expect(await page.locator('main script, main img, main a[href^="javascript"]').count()).toBe(0)
      await page.close()
    }
    for (const path of [`${LIST}/evil-1@x.example.txt`, `${LIST}/ask-1@guests.example/T.txt`, `${LIST}.txt`]) {
      const twin = await (await fetch(site.url + path)).text()
      expect(twin, path).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    }
    const raw = await fetch(`${site.url}${LIST}/evil-1@x.example/raw`)
    expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(raw.headers.get('x-content-type-options')).toBe('nosniff')
    const feed = await (await fetch(`${site.url}${LIST}/new.atom`)).text()
    expect(feed).toContain('&lt;script&gt;alert(1)')
    expect(feed).not.toMatch(/<script|<img/)
    const { subject, blocks } = (await (await fetch(`${site.url}/api/v1/messages/evil-1@x.example`)).json()) as { subject: string; blocks: unknown[] }
    expect(subject).toContain('<img')
    expect(blocks.length).toBeGreaterThan(0)
  })

  test('a thread as mbox, its feed, and a record’s feed', async () => {
    const mbox = gunzipSync(Buffer.from(await (await fetch(`${site.url}${LIST}/ask-1@guests.example/t.mbox.gz`)).arrayBuffer())).toString('utf8')
    expect(mbox.match(/^From mboxrd@z /gm)).toHaveLength(4)
    expect(ingest(write('again.mbox', mbox))).toMatch(/"new": 0\b/)
    const thread = await (await fetch(`${site.url}${LIST}/ask-1@guests.example/t.atom`)).text()
    expect(thread.match(/<entry>/g)).toHaveLength(4)
    expect(await (await fetch(`${site.url}/mentions/ppc/ail-modes.atom`)).text()).toContain('reply%2F1+x@hosts.example')
  })

  test('search finds mail beside records, and mail alone by sender', async () => {
    const page = await open('/search?q=AIL+older+host')
    expect(await page.locator('main').textContent()).toContain('What happens to AIL on an older host?')
    await page.goto(`${site.url}/search?in=mail&q=from%3Acleo+refuse`)
    expect(await page.locator('main li').count()).toBe(1)
    expect(await page.locator('main mark').first().textContent()).toBe('Refuse')
    await page.close()
    const { messages } = (await (await fetch(`${site.url}/api/v1/search?in=mail&q=has:patch`)).json()) as { messages: { hits: { messageId: string }[] } }
    expect(messages.hits.map(({ messageId }) => messageId)).toEqual(['patch-1@hosts.example'])
  })

  function write(name: string, text: string): string {
    writeFileSync(join(data, name), text)
    return join(data, name)
  }

  test.each([
    '/lists',
    LIST,
    `${LIST}/2022-03`,
    `${LIST}/loop-1@x.example`,
    `${LIST}/reply%2F1+x@hosts.example`,
    `${LIST}/ask-1@guests.example/t`,
    '/mentions/ppc/ail-modes',
    '/proposals',
  ])('%s fits a phone', async (path) => {
    const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } })
    await page.goto(site.url + path)
    const [scroll, width] = (await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.clientWidth]')) as [number, number]
    expect(scroll).toBeLessThanOrEqual(width)
    expect(await page.locator('h1').count()).toBe(1)
    await page.close()
  })
})
