#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { compiled } from '../scripts/lib/compile.mjs'
import { requireNode } from '../scripts/lib/require-node.mjs'

requireNode(process.versions.node)
for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
run(process.argv.slice(2))

async function run(argv) {
  try {
    await prepare()
    const { main } = await import((await compiled('cli')) ?? (await typescript()))
    process.exitCode = await main(argv)
  } catch (error) {
    console.error(`canimigrate: ${error?.output ? `${error.output.trimEnd()}\n` : ''}${error?.status ? error.message : (error?.stack ?? error)}`)
    // Not 1: that is an answer.
    process.exitCode = 2
  }
}

/** Sets up what a fresh clone lacks. */
async function prepare() {
  const clients = new URL('../lib/store/generated/client.ts', import.meta.url)
  const isReady = existsSync(clients) && existsSync(new URL('../node_modules/esbuild', import.meta.url))
  if (isReady) await (await import('../scripts/generate.mjs')).generate()
  else await (await import('../scripts/lib/setup.mjs')).setUp()
}

/** Lets Node read TypeScript, where nothing could be compiled. */
async function typescript() {
  const { register } = await import('tsx/esm/api')
  register()
  return new URL('../lib/cli/main.ts', import.meta.url).href
}

/** The reader went away, as `head` does. */
function endQuietly(error) {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
