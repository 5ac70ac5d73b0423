import { existsSync } from 'node:fs'
import { compiled } from './compile.mjs'

/**
 * The command line of a checkout, after setting up what a fresh clone lacks.
 * @returns {Promise<(argv: readonly string[]) => Promise<number>>} runs it and gives the exit status
 */
export async function commandLine() {
  const clients = new URL('../../lib/store/generated/client.ts', import.meta.url)
  const isReady = existsSync(clients) && existsSync(new URL('../../node_modules/esbuild', import.meta.url))
  if (isReady) await (await import('../generate.mjs')).generate()
  else await (await import('./setup.mjs')).setUp()
  const { main } = await import((await compiled('cli')) ?? (await typescript()))
  return main
}

/** Lets Node read TypeScript, where nothing could be compiled. */
async function typescript() {
  const { register } = await import('tsx/esm/api')
  register()
  return new URL('../../lib/cli/main.ts', import.meta.url).href
}
