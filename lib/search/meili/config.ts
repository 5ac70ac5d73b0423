import { setting } from '../../config/settings.mjs'
import type { MeiliConfig } from './server.ts'

/** The server of `MEILI_URL` and `MEILI_KEY`; undefined where none is configured. */
export function meiliOfEnvironment(): MeiliConfig | undefined {
  const [url, key] = [setting('MEILI_URL'), setting('MEILI_KEY')]
  return url === undefined ? undefined : { url, ...(key === undefined ? {} : { key }) }
}
