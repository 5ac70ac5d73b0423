import type { MeiliConfig } from './server.ts'

/** The server of `MEILI_URL` and `MEILI_KEY`; undefined where none is configured. */
export function meiliOfEnvironment(environment: NodeJS.ProcessEnv = process.env): MeiliConfig | undefined {
  const { MEILI_URL: url, MEILI_KEY: key } = environment
  return url ? { url, ...(key ? { key } : {}) } : undefined
}
