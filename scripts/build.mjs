// Sets up what is missing, builds the site and ends: for images and machines on which something else starts `node scripts/serve.mjs`. Begins with nothing but Node.
import { requireNode } from './lib/require-node.mjs'

requireNode(process.versions.node)
const [{ build }, { compiled }, { fail }, { setUp }, { endOnSignals }] = await Promise.all(
  ['build', 'compile', 'problem', 'setup', 'signals'].map((name) => import(`./lib/${name}.mjs`)),
)
endOnSignals()
try {
  await setUp(build)
  // So that nothing has to be written later.
  await compiled('serve')
} catch (error) {
  fail(error)
}
