// `npm start`: sets up what is missing and serves the site. Begins with nothing but Node.
import { requireNode } from './lib/require-node.mjs'

requireNode(process.versions.node)
import('./lib/start.mjs').then(({ start }) => start())
