import { chromium } from 'playwright-core'
import { findChromium } from './scripts/lib/chromium.mjs'
const [,, base, tag] = process.argv
const b = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
const enc = encodeURIComponent
const pages = { home: '/', empty: '/search', results: '/search?q=steal+time', kind: '/search?q=migration&kind=policy', none: '/search?q=hvmcallbakvektors', zero: '/search?q=steal+time&kind=source', ask: '/search?q=' + enc('qemu 6.2 -> 7.2 power9 ail'), msgid: '/search?q=' + enc('<YgB74ak6QGuAd22y@yekko>'), long: '/search?q=' + enc('qemu-system-ppc64: cap-cfpc higher level (2) in incoming stream than on destination (0) '.repeat(4)), rel: '/search?q=qemu+7.2' }
const only = process.argv[4]?.split(',')
for (const [w, h, scheme] of [[1280, 900, 'light'], [390, 800, 'dark']]) {
  const c = await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme })
  const p = await c.newPage()
  p.on('console', (m) => m.type() === 'error' && console.log('console', m.text()))
  for (const [name, path] of Object.entries(pages)) {
    if (only && !only.includes(name)) continue
    await p.goto(base + path)
    const over = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) console.log(name, w, 'overflows by', over)
    await p.screenshot({ path: `/tmp/search6-shots/${tag}-${name}-${w}.png` })
  }
  if (!only || only.includes('type')) {
    await p.goto(base + '/policies')
    const box = p.locator('header input[name=q]'); await box.click()
    const t = Date.now(); await box.pressSequentially('steal time', { delay: 20 })
    await p.locator('.find-option').first().waitFor(); console.log('typed, list after', Date.now() - t)
    await p.waitForTimeout(600)
    await p.keyboard.press('ArrowDown'); await p.keyboard.press('ArrowDown')
    await p.screenshot({ path: `/tmp/search6-shots/${tag}-type-${w}.png` })
    await p.goto(base + '/'); await p.locator('form.big input').fill('qemu 6.2 -> 7.2 power9 ail'); await p.locator('.find-option').first().waitFor(); await p.waitForTimeout(500)
    await p.screenshot({ path: `/tmp/search6-shots/${tag}-typehome-${w}.png` })
  }
  await c.close()
}
await b.close()
