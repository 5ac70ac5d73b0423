#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { requireNode } from '../scripts/lib/require-node.mjs'

requireNode(process.versions.node)
for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
run(process.argv.slice(2))

async function run(argv) {
  try {
    await prepare()
    const { main } = await import('../lib/cli/main.ts')
    process.exitCode = await main(argv)
  } catch (error) {
    console.error(`canimigrate: ${error?.output ? `${error.output.trimEnd()}\n` : ''}${error?.status ? error.message : (error?.stack ?? error)}`)
    // Not 1: that is an answer.
    process.exitCode = 2
  }
}

/** Sets up what a fresh clone lacks, then lets Node read TypeScript. */
async function prepare() {
  const clients = new URL('../lib/store/generated/client.ts', import.meta.url)
  const isReady = existsSync(clients) && (await loadTsx()) !== undefined
  if (isReady) await (await import('../scripts/generate.mjs')).generate()
  else await (await import('../scripts/lib/setup.mjs')).setUp()
  const { register } = await loadTsx()
  register()
}

function loadTsx() {
  return import('tsx/esm/api').catch(() => undefined)
}

/** The reader went away, as `head` does. */
function endQuietly(error) {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
