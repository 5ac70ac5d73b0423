import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Each theme, each width. */
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const

/** What axe finds wrong on a page, light and wide as well as dark and narrow, contrast included; a line per violation. */
export async function violationsOf(browser: Browser, url: string): Promise<string[]> {
  const found: string[] = []
  const page = await browser.newPage()
  await page.goto(url)
  await page.evaluate(AXE)
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    const { violations } = (await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })',
    )) as AxeResults
    for (const { id, nodes } of violations) found.push(`${colorScheme}, ${width} px: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  }
  await page.close()
  return found
}
