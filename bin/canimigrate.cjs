#!/usr/bin/env node
'use strict'
const { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const Module = require('node:module')
const { basename, dirname, join } = require('node:path')

// The npm package answers one question in words from a single file, in half of the time; the rest, and a checkout, is for canimigrate.mjs.
const ONE_ANSWER = join(__dirname, '..', 'dist', 'one-answer.cjs')
const CHECKOUT = join(__dirname, '..', 'scripts', 'lib', 'command-line.mjs')
const IS_NODE_20 = /^20\./.test(process.versions.node)
const canAsk = process.argv[2] === 'check' && (IS_NODE_20 || Module.enableCompileCache !== undefined) && !existsSync(CHECKOUT) && existsSync(ONE_ANSWER)
if (canAsk) ask(process.argv.slice(2))
else import('./canimigrate.mjs')

async function ask(argv) {
  let keep = () => undefined
  let status
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
  try {
    const loaded = IS_NODE_20 ? withKeptCode(ONE_ANSWER) : withNodesCache(ONE_ANSWER)
    keep = loaded.keep
    status = await loaded.exports.oneAnswer(argv)
  } catch {
    // What went wrong there goes wrong once more, and is told.
  }
  if (status === undefined) return import('./canimigrate.mjs')
  keep()
  // Not by itself: taking down the heap takes a while.
  process.stdout.write('', () => process.exit(status))
}

/** Node 22 and later keep what they compiled, in a folder of their own below that of temporary files. */
function withNodesCache(file) {
  Module.enableCompileCache()
  return { exports: require(file), keep: () => Module.flushCompileCache?.() }
}

/** The same for Node 20: beside the package, in `node_modules/.cache`, what V8 made of the code the last time. Without it, as where nothing can be written, it takes longer. */
function withKeptCode(file) {
  // One answer is over before optimising pays, which takes a third of its time.
  require('node:v8').setFlagsFromString('--interrupt-budget=1000000')
  const code = readFileSync(file, 'latin1')
  const kept = keptFor(code)
  const cachedData = kept && read(kept)
  const wrapped = `(function(exports,require,module,__filename,__dirname){${code}\n})`
  const script = new (require('node:vm').Script)(wrapped, { filename: file, cachedData })
  const made = { exports: {} }
  script.runInThisContext()(made.exports, Module.createRequire(file), made, file, dirname(file))
  const keep = () => {
    if (kept && (!cachedData || script.cachedDataRejected)) write(kept, script.createCachedData())
  }
  return { exports: made.exports, keep }
}

/** Where what V8 makes of this code is kept; nowhere but for an installed package. */
function keptFor(code) {
  const modules = join(__dirname, '..', '..')
  const { arch, versions } = process
  return basename(modules) === 'node_modules' ? join(modules, '.cache', 'canimigrate', `${code.slice(3, 35)}-${versions.v8}-${arch}.v8`) : undefined
}

function read(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function write(path, bytes) {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.${process.pid}`, bytes)
    renameSync(`${path}.${process.pid}`, path)
    // Of other versions of the package.
    const code = basename(path).split('-', 1)[0]
    for (const name of readdirSync(dirname(path))) if (!name.startsWith(code)) rmSync(join(dirname(path), name))
  } catch {
    // The next answer takes as long as this one.
  }
}

/** The reader went away, as `head` does. */
function endQuietly(error) {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
