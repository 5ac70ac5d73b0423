import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NEXT } from './build.mjs'
import { checkDependencies } from './dependencies.mjs'
import { program, ROOT } from './places.mjs'
import { runNode } from './run.mjs'

const FOLDERS = ['app', 'bin', 'lib', 'scripts', 'test'].filter((folder) => existsSync(join(ROOT, folder)))

/** The checks that take seconds: each is a name and what gives the exit status and the output. */
export const checks = [
  {
    name: 'format and lint',
    run: () => runNode([program('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '--colors=off', '--max-diagnostics=50']),
  },
  { name: 'types', run: types },
  { name: 'import table', run: () => runNode([program('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', ...FOLDERS]) },
  { name: 'unused code', run: () => runNode([program('knip/bin/knip.js'), '--no-progress', '--no-config-hints']) },
  { name: 'dependencies', run: checkDependencies },
  { name: 'records', run: () => runNode([join(ROOT, 'bin', 'canimigrate.mjs'), 'lint']) },
]

/** Next.js writes the types of the routes before TypeScript can check them. */
async function types() {
  const routes = await runNode([NEXT, 'typegen'])
  if (routes.code !== 0) return routes
  return runNode([program('typescript/bin/tsc'), '--noEmit', '--pretty', 'false'])
}
