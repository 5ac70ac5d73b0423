import { existsSync } from 'node:fs'
import { run } from './run.mjs'

/**
 * Makes sure that there is a program that tests use: on Debian, as root, its package is installed.
 * @param {object} wanted
 * @param {string} wanted.name as people say it
 * @param {string} wanted.package
 * @param {() => string | undefined} wanted.find where it is
 * @param {string} wanted.instead what to do where it cannot be installed
 * @returns {Promise<string | undefined>} one line why it is not there, undefined when it is
 */
export async function debianPackage({ name, package: wanted, find, instead }) {
  if (find()) return undefined
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return `no ${name} was found: ${instead}`
  console.log(`no ${name} was found: installing the package ${wanted} with apt-get`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  for (const words of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', wanted],
  ]) {
    const { code, text } = await run('apt-get', words, { env })
    if (code !== 0) return `no ${name} was found, and \`apt-get ${words[0]}\` failed: ${text.trim().split('\n').at(-1)}`
  }
  return find() ? undefined : `no ${name} was found after installing the package ${wanted}`
}
