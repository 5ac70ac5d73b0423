// `npm run check`: the checks that take seconds. Begins with nothing but Node.
import { requireNode } from './lib/require-node.mjs'

requireNode(process.versions.node)
import('./lib/check.mjs').then(({ check }) => check())
