// Serves the built site: `node scripts/serve.mjs HOST PORT`. `npm start` runs it when all is set up.
import { ROOT } from './lib/places.mjs'
import { compiled } from './lib/compile.mjs'

const [host, port] = process.argv.slice(2)
const module = await compiled('serve')
if (module === undefined) (await import('tsx/esm/api')).register()
const { serve } = await import(module ?? '../lib/serve/main.ts')
await serve({ host, port: Number(port), root: ROOT })
