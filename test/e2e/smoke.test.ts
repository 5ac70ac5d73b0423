import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, missing } from './chromium.ts'
import { type Site, startSite } from './site.ts'

describe.skipIf(missing)('the site in Chromium', () => {
  let site: Site
  let browser: Browser

  beforeAll(async () => {
    ;[site, browser] = await Promise.all([startSite(), launchChromium()])
  })
  afterAll(() => Promise.all([browser?.close(), site?.close()]))

  for (const javaScriptEnabled of [true, false]) {
    test(`every page that / links to is there, ${javaScriptEnabled ? 'with' : 'without'} JavaScript, and nothing breaks`, async () => {
      const page = await browser.newPage({ javaScriptEnabled })
      const broken: string[] = []
      page.on('pageerror', (error) => broken.push(String(error)))
      page.on('requestfailed', (request) => {
        const isRefused = !javaScriptEnabled && request.resourceType() === 'script'
        if (!isRefused) broken.push(`${request.url()}: ${request.failure()?.errorText}`)
      })
      await page.goto(site.url)
      const hrefs = await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))
      for (const href of new Set(hrefs)) {
        const response = await page.request.get(href)
        expect(response.status(), href).toBe(200)
      }
      expect(await page.title()).toMatch(/migrate/i)
      expect(broken).toEqual([])
      await page.close()
    })
  }
})
