import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildClientScripts } from './client-scripts.mjs'
import { hashFiles } from './hash.mjs'
import { program, ROOT } from './places.mjs'
import { lastLines, Problem } from './problem.mjs'
import { step } from './progress.mjs'
import { runNode } from './run.mjs'
import { stampOf } from './stamp.mjs'

/** What the built site is made from. Records are not: they are read when asked for. */
const INPUTS = [
  'app',
  'scripts/lib/client-scripts.mjs',
  'lib',
  'proxy.ts',
  'public',
  'prisma',
  'package.json',
  'package-lock.json',
  'next.config.js',
  'tsconfig.json',
]
const LEFT_OUT = /^(lib\/store|prisma)\/generated\/|^lib\/cli\//
const stamp = stampOf(join(ROOT, '.next', 'canimigrate'))

/** The Next.js command. */
export const NEXT = program('next/dist/bin/next')

/**
 * Builds the site, unless it was built from the same files. A killed build has no stamp and is done again.
 * @returns {Promise<boolean>} false when it was built
 */
export async function build() {
  const wanted = `${hashFiles(ROOT, INPUTS, (path) => LEFT_OUT.test(path))} ${process.versions.modules}`
  if (stamp.is(wanted) && existsSync(join(ROOT, '.next', 'BUILD_ID'))) return false
  stamp.remove()
  const { code, text } = await step('building the site', () => runNode([NEXT, 'build'], { env: { NODE_ENV: 'production' } }))
  if (code !== 0) throw new Problem('the site could not be built: see above', lastLines(text, 40))
  mkdirSync(join(ROOT, '.next'), { recursive: true })
  await buildClientScripts()
  stamp.write(wanted)
  return true
}
