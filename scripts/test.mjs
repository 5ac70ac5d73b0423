// `npm test`: sets up what is missing, then every check and test. Begins with nothing but Node.
import { requireNode } from './lib/require-node.mjs'

requireNode(process.versions.node)
import('./lib/test.mjs').then(({ test }) => test())
