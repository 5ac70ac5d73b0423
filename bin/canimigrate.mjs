#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { requireNode } from '../scripts/lib/require-node.mjs'

requireNode(process.versions.node)
// Node 22 and later keep what they compiled, in a folder of their own below that of temporary files.
module.enableCompileCache?.()
// One answer is over before optimising pays, which takes a third of its time; the other commands may go on for long. V8 complains of flags that it does not
// have, so only where this one is: Node 22 and later have no such flag, and gain nothing by those that came in its place.
if (/^20\./.test(process.versions.node) && (process.argv[2] === 'ingest' || (process.argv[2] === 'check' && !process.argv.includes('--batch'))))
  setFlagsFromString('--interrupt-budget=1000000')
for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
run(process.argv.slice(2))

async function run(argv) {
  try {
    const main = await commandLine()
    process.exitCode = await main(argv)
  } catch (error) {
    const text = `canimigrate: ${error?.output ? `${error.output.trimEnd()}\n` : ''}${error?.status ? error.message : (error?.stack ?? error)}`
    // Messages hold what was given, as the names of files: nothing of it is for the terminal to act on.
    console.error(text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd'))
    // Not 1: that is an answer.
    process.exitCode = 2
  }
}

/** A checkout's runs from its sources; the npm package's is built in. */
async function commandLine() {
  const checkout = new URL('../scripts/lib/command-line.mjs', import.meta.url)
  if (existsSync(checkout)) return (await import(checkout.href)).commandLine()
  return (await import(new URL('../dist/cli.js', import.meta.url).href)).main
}

/** The reader went away, as `head` does. */
function endQuietly(error) {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
