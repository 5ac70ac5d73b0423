import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './places.mjs'

/** Licences that anything may have that is installed or built in: they ask for a notice at most, which `scripts/lib/package.mjs` gives. */
const FREE = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'Unlicense']

/** Packages with others: why that is well. None of them is part of what we give away, and none is changed. */
const EXCEPTIONS = [
  { packages: /^@img\/sharp/, licence: 'LGPL-3.0-or-later', why: 'libvips, a library of its own that Next.js can load to convert pictures; the site does not' },
  { packages: /^axe-core$/, licence: 'MPL-2.0', why: 'tests of pages' },
  { packages: /^ical\.js$/, licence: 'MPL-2.0', why: 'tests of the calendar' },
  { packages: /^lightningcss/, licence: 'MPL-2.0', why: 'a tool of the test runner' },
  { packages: /^elkjs$/, licence: 'EPL-2.0', why: "a part of Prisma's command, which generates the client" },
  { packages: /^caniuse-lite$/, licence: 'CC-BY-4.0', why: 'data of browsers, for the build' },
  { packages: /^seq-queue$/, licence: undefined, why: 'a part of a driver that is not loaded; its LICENSE file has the MIT licence' },
]

/**
 * Holds package.json and its lock to the policy of CONTRIBUTING.md: exact versions, from the registry, by their hashes, under licences that we can live with.
 * @returns {Promise<{code: number, text: string}>}
 */
export async function checkDependencies() {
  const read = (name) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'))
  const problems = problemsOf(read('package.json'), read('package-lock.json').packages)
  return { code: problems.length > 0 ? 1 : 0, text: problems.join('\n') }
}

/**
 * @param {Record<string, Record<string, string> | undefined>} manifest
 * @param {Record<string, {version?: string, license?: string, resolved?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[]}>} packages of the lock, by path
 * @returns {string[]} one line each
 */
export function problemsOf(manifest, packages) {
  const used = new Set()
  const asked = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) => Object.entries(manifest[kind] ?? {}))
  const inexact = asked
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
    .map(([name, version]) => `package.json asks for \`${name}\` \`${version}\`: give one version (npm install --save-exact)`)
  const wrong = Object.entries(packages).flatMap(([path, one]) => {
    if (path === '') return []
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const at = `\`${name}\` ${one.version ?? ''}`
    const exception = EXCEPTIONS.find(
      ({ packages: known, licence }) => known.test(name) && (licence === undefined ? one.license === undefined : names(one.license).includes(licence)),
    )
    if (exception) used.add(exception)
    return [
      ...(isFree(one.license, exception?.licence) || (exception && one.license === undefined)
        ? []
        : [
            `${at} has the licence \`${one.license ?? 'none'}\`: take another package, or add it to the exceptions of scripts/lib/dependencies.mjs with the reason`,
          ]),
      ...(one.link || (one.resolved !== undefined && !one.resolved.startsWith('https://registry.npmjs.org/'))
        ? [`${at} is not from the registry: \`${one.resolved}\``]
        : []),
      // What `scripts/complete-lock.mjs` adds for other platforms has no hash.
      ...(one.integrity === undefined && !(one.optional && one.os) ? [`${at} has no hash in package-lock.json: install it anew`] : []),
    ]
  })
  const stale = EXCEPTIONS.filter((one) => !used.has(one)).map(({ packages: known }) => `no package needs the exception \`${known}\` any more: remove it`)
  return [...inexact, ...wrong, ...stale]
}

/** Whether an SPDX expression leaves a choice that is free; `more` is taken as free, too. */
function isFree(licence, more) {
  if (licence === undefined) return false
  return licence.split(/ OR /i).some((choice) => names(choice).every((one) => FREE.includes(one) || one === more))
}

function names(licence = '') {
  return licence.replace(/[()]/g, '').split(/ AND | OR /i)
}
