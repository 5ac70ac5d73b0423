import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA, ROOT, SETUP } from './places.mjs'
import { Problem } from './problem.mjs'

/** Finds out before the long steps whether set-up and the data folder can be written. */
export function requireWritable() {
  tryToWrite(SETUP, `cannot write in the project's folder \`${ROOT}\``, 'make it yours, or clone the project where you may write')
  tryToWrite(DATA, `cannot write in the data folder \`${DATA}\``, 'make it writable, or name another in CANIMIGRATE_DATA')
}

function tryToWrite(directory, what, remedy) {
  const probe = join(directory, `.probe-${process.pid}`)
  try {
    mkdirSync(directory, { recursive: true })
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Problem(`${what} (${error.code}): ${remedy}`)
  }
}
