// Serves the built site and sets nothing up: `node scripts/serve.mjs [HOST PORT]`, else by HOST and PORT. `npm start` runs it when all is set up.
import { mistakes, setting } from '../lib/config/settings.mjs'
import { ROOT } from './lib/places.mjs'
import { compiled } from './lib/compile.mjs'

process.env.NODE_ENV ||= 'production'
process.env.NEXT_TELEMETRY_DISABLED ||= '1'
const wrong = mistakes()
for (const line of wrong) console.error(`canimigrate: ${line}`)
if (wrong.length > 0) process.exit(2)
const [host = setting('HOST'), port = setting('PORT')] = process.argv.slice(2)
const module = await compiled('serve')
if (module === undefined) (await import('tsx/esm/api')).register()
const { serve } = await import(module ?? '../lib/serve/main.ts')
await serve({ host, port: Number(port), root: ROOT })
