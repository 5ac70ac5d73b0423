/**
 * Makes a repository that `canimigrate verify --repo linux=DIR` can look into from trees of single releases of Linux: unpacked archives, or repositories
 * that somebody began with one. For who has no clone of Linux at hand; with one, use that.
 *
 *   npx tsx scripts/mine/linux-from-trees.ts --out DIR PLACE[=ORIGIN] …      places may also be given one a line on standard input, with `-`
 *
 * Prints a line per release (`5.10.7  https://…`), and on standard error what was left out and why. docs/verifying.md says what such copies can tell.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { decodeFiles, readRaw } from '../../lib/content/files.ts'
import { parseContent } from '../../lib/content/load.ts'
import { isReleased, placeOf } from '../../lib/model/index.ts'
import { collectReleaseTrees, labelOf } from './lib/release-trees.ts'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
const places = positionals.flatMap((one) => (one === '-' ? readFileSync(0, 'utf8').split('\n').filter(Boolean) : [one]))
if (values.out === undefined || places.length === 0) stop('usage: linux-from-trees.ts --out DIR PLACE[=ORIGIN] …')
else if (existsSync(values.out) && readdirSync(values.out).length > 0) stop(`\`${values.out}\` is not empty; give a new folder`)
else {
  const { files } = decodeFiles(readRaw(resolve(import.meta.dirname, '../../content')))
  const { entries } = parseContent(files.filter(({ path }) => path === 'releases/linux.yaml'))
  const line = entries.map(({ data }) => data).find((data) => data.kind === 'release-line')
  const dateOf = (version: string): string | undefined => {
    if (!line || !isReleased(version, line)) return undefined
    const { branch, point = 0 } = placeOf(version, line) ?? { branch: '' }
    const released = line.branches.find(({ name }) => name === branch)?.releases.find((one) => (placeOf(one.version, line)?.point ?? 0) === point)
    return released?.date ?? '1970-01-01'
  }
  const { taken, refused } = collectReleaseTrees(resolve(values.out), places, dateOf)
  for (const { place, why } of refused) process.stderr.write(`left out: ${place}: ${why}\n`)
  for (const one of taken) process.stdout.write(`${labelOf(one).padEnd(12)}${one.from}\n`)
  if (taken.length === 0) process.exitCode = 1
}

function stop(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = 2
}
