import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { violationsOf } from './axe.ts'
import { MISSING, PAGES, QUESTIONS } from './pages.ts'

/** Tests that everybody can read the pages and do what they are for. @param running the site and a browser, when tests run */
export function accessTests(running: () => { readonly url: string; readonly browser: Browser }): void {
  test.each([...PAGES, ...MISSING])('axe finds nothing wrong on %s', async (path) => {
    const { url, browser } = running()
    expect(await violationsOf(browser, url + path)).toEqual([])
  })

  test.each([...PAGES, ...MISSING])('%s runs no script but ours, and says nothing to its framework', async (path) => {
    const html = await (await fetch(running().url + path)).text()
    for (const [script] of html.matchAll(/<script\b[^>]*>/g)) expect(script).toMatch(/ src="\/js\/[\w-]+\.js"| type="application\/ld\+json"/)
    expect(html).not.toMatch(/__next_f|\sstyle="|\son[a-z]+="/)
  })

  const withKeyboard = (name: string, start: string, act: (page: Page) => Promise<void>) =>
    test(`${name} with the keyboard alone`, async () => {
      const { url, browser } = running()
      const page = await browser.newPage()
      await page.goto(url + start)
      await act(page)
      await page.close()
    })

  withKeyboard('a decision is found', '/features', async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('XENFEAT_grant_map_identity')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/search\?q=XENFEAT_grant_map_identity/)
    await skipToMain(page)
    await tabTo(page, 'main a[href*="xen/grant-map-identity"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/xen\/grant-map-identity/)
    expect(await page.locator('h1').textContent()).toContain('grant')
  })

  withKeyboard('a matrix is read', '/', async (page) => {
    await tabTo(page, 'header a[href="/matrix"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/matrix$/)
    await skipToMain(page)
    await tabTo(page, 'main td a, main th a')
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.pathname !== '/matrix' || url.search !== '' || url.hash !== '')
  })

  withKeyboard('a question is asked', '/check', async (page) => {
    await skipToMain(page)
    for (const [name, text] of [
      ['from', QUESTIONS.HV],
      ['to', QUESTIONS.PR],
    ] as const) {
      await tabTo(page, `main [name="${name}"]`)
      await page.keyboard.type(text)
    }
    await tabTo(page, 'main button[type="submit"], main button:not([type])')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/check\?/)
    await page.locator('.verdict h2').waitFor()
  })

  withKeyboard('a record is cited', '/features/ppc/ail-modes', async (page) => {
    await skipToMain(page)
    await tabTo(page, 'main a[href="#cite"]')
    await page.keyboard.press('Enter')
    expect(await page.locator('#cite:target').count()).toBe(1)
    expect(await page.locator('main').textContent()).toMatch(/\/r\/ppc\/ail-modes@[0-9a-f]{8}/)
  })
}

/** By the link that comes first. */
async function skipToMain(page: Page): Promise<void> {
  await page.evaluate('document.activeElement?.blur?.()')
  await tabTo(page, 'a.skip[href="#main"]')
  expect((await page.locator('a.skip[href="#main"]').boundingBox())?.x).toBeGreaterThanOrEqual(0)
  await page.keyboard.press('Enter')
}

/** Presses Tab until what is wanted has the focus, and shows it. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 400; presses++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    if ((await focused.count()) === 0) continue
    if (!(await focused.evaluate((element, wanted) => (element as { matches(selector: string): boolean }).matches(wanted), selector))) continue
    expect(await focused.evaluate('(element) => getComputedStyle(element).outlineStyle')).not.toBe('none')
    return
  }
  throw new Error(`Tab did not reach ${selector}`)
}
