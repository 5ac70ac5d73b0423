import { findChromium } from './chromium.mjs'
import { debianPackage } from './debian-package.mjs'

/**
 * Makes sure that there is a Chromium for the browser tests: on Debian, as root, it is installed.
 * @returns {Promise<string | undefined>} one line why the tests are skipped, undefined when they can run
 */
export async function browserProblem() {
  if (process.env.CHROMIUM_PATH) return findChromium() ? undefined : `CHROMIUM_PATH=\`${process.env.CHROMIUM_PATH}\` does not exist`
  return debianPackage({ name: 'Chromium', package: 'chromium', find: findChromium, instead: 'install one, or set CHROMIUM_PATH to a Chrome or Chromium' })
}
