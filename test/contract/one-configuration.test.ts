import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { SETTINGS } from '../../lib/config/settings.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

/** They look at what is not ours: git's variables, and where programs of the host are. */
const ELSEWHERE = ['lib/git/git.ts', 'lib/cli/host.ts']

it('the environment is read in lib/config alone', () => {
  const reading = ['lib', 'app'].flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/^lib\/(config|store\/generated)\//.test(file))
      .filter((file) => /process\.env\b/.test(readFileSync(resolve(ROOT, file), 'utf8'))),
  )
  expect(reading.sort()).toEqual(ELSEWHERE.sort())
})

it('docs/operate.md has a line for every setting', () => {
  const text = readFileSync(resolve(ROOT, 'docs/operate.md'), 'utf8')
  for (const name of Object.keys(SETTINGS)) expect(text, name).toContain(`| \`${name}\` |`)
})
