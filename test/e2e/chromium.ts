import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../scripts/lib/chromium.mjs'

/** Why the browser tests cannot run; undefined when they can. */
export const missing = findChromium() === undefined ? 'no Chromium was found' : undefined

/** Starts the Chromium of this machine. Close it when done. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('no Chromium was found: guard the test with `describe.skipIf(missing)`')
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}
