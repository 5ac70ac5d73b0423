import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { hashFiles } from './hash.mjs'
import { ROOT } from './places.mjs'
import { lastLines, Problem } from './problem.mjs'
import { step } from './progress.mjs'
import { runNode } from './run.mjs'
import { stampOf } from './stamp.mjs'

const ARGUMENTS = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error']
const stamp = stampOf(join(ROOT, 'node_modules', '.canimigrate'))

/**
 * Installs what the lock file says, unless it is there. A killed install has no stamp and is done again.
 * @returns {Promise<boolean>} false when it was there
 */
export async function install() {
  const wanted = `${hashFiles(ROOT, ['package-lock.json'])} ${process.platform} ${process.arch} ${process.versions.modules}`
  if (stamp.is(wanted)) return false
  if (!isInstalledByHand()) {
    const npm = findNpm()
    const { code, text } = await step('installing packages', () => runNode([npm, ...ARGUMENTS]))
    if (code !== 0) throw new Problem(explain(text), lastLines(withoutNoise(text), 6))
  }
  stamp.write(wanted)
  return true
}

/** What npm wrote last, when somebody ran it by hand, against the lock file. */
function isInstalledByHand() {
  const written = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(written)) return false
  try {
    const installed = JSON.parse(readFileSync(written, 'utf8')).packages
    const wanted = Object.entries(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages).filter(([path]) => path !== '')
    return wanted.every(([path, { version, optional }]) =>
      installed[path] ? installed[path].version === version && existsSync(join(ROOT, path)) : optional === true,
    )
  } catch {
    return false
  }
}

/** npm as a JavaScript file: the one that runs us, or the one beside Node, or in PATH. */
function findNpm() {
  const inNode = ['node_modules/npm/bin/npm-cli.js', '../lib/node_modules/npm/bin/npm-cli.js', '../share/nodejs/npm/bin/npm-cli.js']
  const directories = [dirname(process.execPath), ...(process.env.PATH ?? '').split(delimiter)].filter((directory) => directory !== '')
  const own = /npm-cli\.[cm]?js$/.test(process.env.npm_execpath ?? '') ? [process.env.npm_execpath] : []
  const found = [...own, ...directories.flatMap((directory) => inNode.map((path) => join(directory, path)))].find((path) => existsSync(path))
  if (found === undefined)
    throw new Problem('npm was not found: install it (it comes with Node from https://nodejs.org), or set npm_execpath to its npm-cli.js')
  return found
}

function explain(text) {
  const again = 'then run the same command again'
  if (/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|UND_ERR\w*)\b|network/.test(text))
    return `npm cannot reach its registry: check the network and \`npm config get registry\`, ${again}`
  if (/\bENOSPC\b/.test(text)) return `the disk is full: the packages need about 1 GB; make room, ${again}`
  if (/\b(EACCES|EPERM|EROFS)\b/.test(text)) return `npm may not write: make \`${ROOT}\` and npm's cache (\`npm config get cache\`) writable, ${again}`
  if (/\bEUSAGE\b/.test(text)) return `package-lock.json does not fit package.json: run \`npm install\`, ${again}`
  if (/\b(E401|E403|E404)\b/.test(text)) return `the registry does not give out a package: check \`npm config get registry\`, ${again}`
  return `npm could not install the packages: see above, ${again}`
}

function withoutNoise(text) {
  return text
    .split('\n')
    .filter((line) => !/A complete log of this run|^npm warn/.test(line) && line.trim() !== 'npm error')
    .join('\n')
}
