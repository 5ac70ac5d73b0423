import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** What set-up keeps to itself: its lock. */
export const SETUP = join(ROOT, '.setup')

/** All state: database, search index. */
export const DATA = resolve(process.env.CANIMIGRATE_DATA || join(ROOT, '.data'))

/** The environment of everything that is run: nothing reports home, and the data folder is the same for all. */
export function environment() {
  return { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', CANIMIGRATE_DATA: DATA }
}

/** Path of a package's own program. */
export function program(path) {
  return join(ROOT, 'node_modules', path)
}
