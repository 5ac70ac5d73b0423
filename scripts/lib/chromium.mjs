import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']
const ELSEWHERE = ['/snap/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/**
 * Path of a Chromium: $CHROMIUM_PATH, else one in PATH or where systems put it.
 * @returns {string | undefined}
 */
export function findChromium() {
  const { CHROMIUM_PATH: given, PATH = '' } = process.env
  if (given) return existsSync(given) ? given : undefined
  const directories = [...PATH.split(delimiter).filter((directory) => directory !== ''), '/usr/bin', '/usr/local/bin']
  return [...directories.flatMap((directory) => NAMES.map((name) => join(directory, name))), ...ELSEWHERE].find((path) => existsSync(path))
}
