// What `npm pack` runs first: builds the package's code, types and knowledge into dist/.
import { fail } from './lib/problem.mjs'
import { buildPackage } from './lib/package.mjs'
import { setUp } from './lib/setup.mjs'

try {
  await setUp(buildPackage)
} catch (error) {
  fail(error)
}
