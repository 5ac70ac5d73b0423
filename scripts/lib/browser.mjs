import { existsSync } from 'node:fs'
import { findChromium } from './chromium.mjs'
import { run } from './run.mjs'

/**
 * Makes sure that there is a Chromium for the browser tests: on Debian, as root, it is installed.
 * @returns {Promise<string | undefined>} one line why the tests are skipped, undefined when they can run
 */
export async function browserProblem() {
  if (findChromium()) return undefined
  if (process.env.CHROMIUM_PATH) return `CHROMIUM_PATH=\`${process.env.CHROMIUM_PATH}\` does not exist`
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return 'no Chromium was found: install one, or set CHROMIUM_PATH to a Chrome or Chromium'
  console.log('no Chromium was found: installing the package chromium with apt-get')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
  ]) {
    const { code, text } = await run('apt-get', words, { env })
    if (code !== 0) return `no Chromium was found, and \`apt-get ${words[0]}\` failed: ${text.trim().split('\n').at(-1)}`
  }
  return findChromium() ? undefined : 'no Chromium was found after installing the package chromium'
}
